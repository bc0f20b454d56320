"""Opens the one database that holds our tables and those of DBOS, so that both change in one transaction."""

from __future__ import annotations

import fcntl
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from router.settings import Settings, SettingsInvalid
from router.store.one_writer import BUSY_MILLISECONDS, InTurn, Turn
from router.store.tables import metadata

SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
"""The last one overwrites what is deleted: what was erased doesn't stay in the file's free pages."""
POSTGRES_SESSION = (
    ("idle_in_transaction_session_timeout", 60_000),
    ("tcp_keepalives_idle", 30),
    ("tcp_keepalives_interval", 10),
    ("tcp_keepalives_count", 3),
)
"""The server ends a session whose transaction stands still, and one whose machine no longer answers."""
FRESH_SECONDS = 1.0
"""A connection that was used so lately is taken as it is; any other is first asked whether it still lives."""
KEEPALIVES = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""The same, seen from our side: a server that is gone is noticed."""
_READERS: WeakKeyDictionary[sa.Engine, sa.Engine] = WeakKeyDictionary()
SET_UP_LOCK = 0x0F2E5C
PASSING_FAULTS = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.InternalError, sa.exc.TimeoutError)
"""What a database says that is down, restarted, full of work or cut off: it may work later."""


def database_url(settings: Settings) -> str:
    """Where the database is: the setting, or a SQLite file in the ``var`` folder."""
    if url := settings.database_url.get_secret_value():
        return url.replace("postgres://", "postgresql+psycopg://").replace("postgresql://", "postgresql+psycopg://")
    return f"sqlite:///{(settings.var / 'router.sqlite').absolute()}"


def open_engine(settings: Settings, connections: int = 10, busy_seconds: float = 30.0) -> sa.Engine:
    """An engine that waits for SQLite's one writer instead of failing, and loses nothing at a power cut.

    ``busy_seconds`` is how long it waits before the writer counts as stuck.
    """
    url = database_url(settings)
    if not url.startswith("sqlite"):
        return _postgres_engine(url, connections)
    settings.var.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url,
        pool_size=connections,
        max_overflow=connections * 2,
        hide_parameters=True,
        connect_args={"factory": partial(InTurn, turn=Turn(busy_seconds))},
    )

    @sa.event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        # A deferred transaction that first reads and then writes fails at once when another writer was faster.
        connection.isolation_level = "IMMEDIATE"
        for pragma in (*SQLITE_PRAGMAS, f"busy_timeout={BUSY_MILLISECONDS}"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _postgres_engine(url: str, connections: int) -> sa.Engine:
    """With another for what only reads: a reader is done with its connection at once, so that a few serve many."""
    engine = _postgres_pool(url, connections)
    readers = _READERS[engine] = _postgres_pool(
        url, max(2, connections // 4), isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True
    )
    sa.event.listen(engine, "engine_disposed", lambda _engine: readers.dispose())
    return engine


def _postgres_pool(url: str, connections: int, **options: Any) -> sa.Engine:
    """A program or a machine that stands still or is gone keeps nothing locked for longer than a minute."""
    engine = sa.create_engine(
        url,
        pool_size=connections,
        max_overflow=connections,
        pool_use_lifo=True,  # the one used last has its statements prepared and need not be asked
        hide_parameters=True,
        connect_args=KEEPALIVES,
        **options,
    )

    @sa.event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        for setting, value in POSTGRES_SESSION:
            connection.execute(f"SET {setting} = {value}")
        connection.commit()

    _ask_who_was_idle(engine)
    return engine


def _ask_who_was_idle(engine: sa.Engine) -> None:
    """What SQLAlchemy asks at every use costs as much as the statement that follows."""

    @sa.event.listens_for(engine, "checkin")
    def _note(_connection: Any, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @sa.event.listens_for(engine, "checkout")
    def _ask(connection: Any, record: Any, _proxy: object) -> None:
        if time.monotonic() - record.info.get("used", time.monotonic()) < FRESH_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise sa.exc.InvalidatePoolError("the server has closed it, and the others probably too") from error


def for_reading(engine: sa.Engine) -> sa.Engine:
    """For statements that read alone. On PostgreSQL connections of their own, which begin and end no transaction: that
    costs as much as the statement itself."""
    return _READERS.get(engine, engine)


def set_up_database(settings: Settings) -> None:
    """Create what is missing. Every program calls it at its start; doing it twice is harmless.

    Raises ``SettingsInvalid`` with the reason where there is no server, no right, no such folder or no room.
    """
    try:
        settings.var.mkdir(parents=True, exist_ok=True)
        _set_up(settings)
    except (sa.exc.SQLAlchemyError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise SettingsInvalid(f"the database can't be opened (DATABASE_URL, VAR_DIR): {reason}") from error


def _set_up(settings: Settings) -> None:
    from dbos import DBOS  # here, not above: commands that only read need none of it

    engine = open_engine(settings, connections=2)
    try:
        with _one_at_a_time(engine, settings.var):
            metadata.create_all(engine)
            _add_what_is_new(engine)
            logging.getLogger("dbos").setLevel(logging.WARNING)
            DBOS.migrate(database_url(settings))
    finally:
        engine.dispose()


@contextmanager
def _one_at_a_time(engine: sa.Engine, var: Path) -> Iterator[None]:
    """Programs start together, on PostgreSQL from several hosts; only one may create."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # A statement that waits for the lock would be waited for by DBOS's CREATE INDEX CONCURRENTLY.
            while not connection.execute(sa.select(sa.func.pg_try_advisory_lock(SET_UP_LOCK))).scalar():
                time.sleep(0.2)
            try:
                yield
            finally:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(SET_UP_LOCK)))
        return
    with open(var / "setup.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _add_what_is_new(engine: sa.Engine) -> None:
    """Columns and indexes that a later version added to a table of an earlier one."""
    looked = sa.inspect(engine)
    for table in metadata.sorted_tables:
        here = {column["name"] for column in looked.get_columns(table.name)}
        named = {index["name"] for index in looked.get_indexes(table.name)}
        with engine.begin() as connection:
            for column in (one for one in table.columns if one.name not in here):
                added = sa.schema.CreateColumn(column).compile(dialect=engine.dialect)
                connection.execute(sa.text(f"ALTER TABLE {table.name} ADD COLUMN {added}"))
            for index in (one for one in table.indexes if one.name not in named):
                index.create(connection, checkfirst=True)
