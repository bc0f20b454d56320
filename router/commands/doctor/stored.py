"""What the database says of itself, the privacy key and the rules."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from router.doctor.line import Line, broken, ok, warning
from router.rulebook.ruleset import RuleSet
from router.settings import Settings, SettingsInvalid
from router.store.folder_problem import in_force_problem
from router.store.tables import metadata
from router.store.tables import vault as sealed
from router.store.vault import SealedVault, privacy_key
from router.store.watched_folder import read_or_problem
from router.wiring import Store

OLDEST_POSTGRES = 13
DATABASE = "check DATABASE_URL, or the rights on VAR_DIR and its disk; PostgreSQL: pg_isready"
SIGNS = {
    "locked": "another program holds the file: fuser -v names web, worker and the one to end",
    "full": "df -h; free space on its disk, all goes on by itself",
    "malformed": "restore it: deploy/README.md, “Backup and restore”",
    "refused": "pg_isready; start PostgreSQL, all goes on by itself",
}
"""What to do by a word of the database's own message."""
MADE = "start web or the worker of this version once: they make it"


def is_there(store: Store) -> bool:
    """Whether there is a database to look at: SQLite would make an empty file by being looked at."""
    return store.engine.dialect.name == "postgresql" or os.path.exists(str(store.engine.url.database))


def database(settings: Settings, store: Store) -> Iterator[Line]:
    """Whether it takes a write, its version, and whether our tables are there."""
    engine = store.engine
    kind = "PostgreSQL" if engine.dialect.name == "postgresql" else "SQLite"
    if kind == "SQLite" and not os.path.exists(str(engine.url.database)):
        yield broken(
            "database", f"there is none at {engine.url.database}", "start web or the worker once: they make it"
        )
        return
    try:
        with engine.connect() as connection:
            asks = "SHOW server_version" if kind == "PostgreSQL" else "SELECT sqlite_version()"
            version = str(connection.exec_driver_sql(asks).scalar())
        missing = sorted(set(metadata.tables) - set(sa.inspect(engine).get_table_names()))
        if missing:
            says = f"lacks {', '.join(missing)}" if len(missing) < len(metadata.tables) else "has no tables yet"
            yield broken("database", says, MADE)
            return
        store.heartbeats.write_test("doctor", store.clock.now())
    except SQLAlchemyError as error:
        told = str(getattr(error, "orig", None) or error).splitlines()[0]
        mend = next((mend for sign, mend in SIGNS.items() if sign in told), DATABASE)
        yield broken("database", f"{kind} takes no write: {told}", mend)
        return
    yield ok("database", f"{kind} {version} takes writes{_size(engine, kind)}")
    if kind == "PostgreSQL" and int(version.partition(".")[0]) < OLDEST_POSTGRES:
        yield warning("database", f"PostgreSQL {version} is old", f"upgrade it to {OLDEST_POSTGRES} or newer")


def _size(engine: sa.Engine, kind: str) -> str:
    return f", {os.path.getsize(str(engine.url.database)) / 2**20:.0f} MiB" if kind == "SQLite" else ""


def vault(settings: Settings, store: Store) -> Iterator[Line]:
    """Whether there is a key, who can read it, and whether it opens what was sealed."""
    what, path = "privacy key", settings.var / "privacy.key"
    if not settings.privacy_key.get_secret_value():
        if not path.exists():
            yield warning(what, "there is none yet", "the worker makes one at its first start; then back it up")
            return
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield warning(what, f"{path} can be read by others", f"chmod 600 {path}")
        if store.engine.dialect.name == "postgresql":
            one = "set ROUTER_PRIVACY_KEY on every host to the content of that file"
            yield warning(what, f"it is in {path} of this host, and every host needs the same", one)
    try:
        opens = SealedVault(store.engine, privacy_key(settings), store.clock)
        with store.engine.connect() as connection:
            requester = connection.execute(sa.select(sealed.c.requester).limit(1)).scalar()
        if requester is not None:
            opens.mapping(requester)
    except SettingsInvalid as invalid:
        yield broken(what, str(invalid).partition(": ")[2], "set the key that was in force before, from your backup")
        return
    yield ok(what, "opens what was sealed" if requester is not None else "is there; nothing was sealed yet")


def rules(settings: Settings, store: Store) -> Iterator[Line]:
    """The set in force, and whether the folder holds the same."""
    in_force = store.rule_sets.hash_in_force()
    if in_force is None:
        yield broken("rules in force", "none were published yet", "python -m router rules publish")
    elif says := in_force_problem(store.rule_sets):
        yield broken("rules in force", says, "python -m router rules publish, or rules rollback")
    else:
        yield ok("rules in force", in_force[:12])
    folder = read_or_problem(settings.rules)
    if not isinstance(folder, RuleSet):
        yield warning("rules folder", folder.splitlines()[0], "python -m router rules check; what is in force goes on")
    elif folder.sha256 != in_force:
        same = "python -m router rules diff, then rules publish"
        yield warning("rules folder", f"holds another set ({folder.sha256[:12]}) than is in force", same)
    else:
        yield ok("rules folder", f"{settings.rules} holds what is in force")
