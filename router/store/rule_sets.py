"""The sets of rules that were published, and the one in force. A broken folder changes nothing."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from router.errors import Unavailable
from router.rulebook.complaints import RulesInvalid
from router.rulebook.ruleset import RuleSet, from_files, read_folder
from router.store.database import for_reading
from router.store.inserts import insert, insert_if_new
from router.store.publications import How, Publication
from router.store.tables import publications, rule_sets, rules_in_force

PLACE = "rules"
ONLY_ROW = 1
IN_FORCE = sa.select(rules_in_force.c.hash)


class StoredRuleSets:
    """Parses each set once: a set never changes, its hash is its name."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reading = for_reading(engine)
        self._parsed: dict[str, RuleSet] = {}
        self._lock = threading.Lock()

    def in_force(self) -> RuleSet:
        """The set that counts now. Raises ``Unavailable`` when none was ever published, or it can't be read."""
        sha256 = self.hash_in_force()
        if sha256 is None:
            raise Unavailable(PLACE, "no rules were published yet: python -m router rules publish")
        return self.by_hash(sha256)

    def hash_in_force(self) -> str | None:
        """The hash of the set that counts now, None before the first."""
        with self._reading.connect() as connection:
            return connection.execute(IN_FORCE).scalar()

    def by_hash(self, sha256: str) -> RuleSet:
        """A set that a run began with. Raises ``Unavailable`` when it is gone, or this version can't read it."""
        with self._lock:
            known = self._parsed.get(sha256)
        if known is not None:
            return known
        try:
            # The name stays, whatever a later version makes of the same files.
            parsed = replace(from_files(self.files_of(sha256)), sha256=sha256)
        except RulesInvalid as invalid:
            first = invalid.errors[0]
            says = f"the set {sha256[:12]} can't be read by this version of the service ({first}): publish it anew"
            raise Unavailable(PLACE, says) from invalid
        with self._lock:
            self._parsed[sha256] = parsed
        return parsed

    def files_of(self, sha256: str) -> Mapping[str, str]:
        """The texts of a set, as they were published. Raises ``Unavailable`` when they are gone."""
        with self._reading.connect() as connection:
            files: Mapping[str, str] | None = connection.execute(
                sa.select(rule_sets.c.files).where(rule_sets.c.hash == sha256)
            ).scalar()
        if files is None:
            raise Unavailable(PLACE, f"the set {sha256[:12]} is not in the database: publish the rules again")
        return files

    def publish(self, folder: Path, author: str, at: datetime, how: How = "publish", commit: str = "") -> RuleSet:
        """Read, check and put in force. Raises ``RulesInvalid``, and then says so beside the set in force."""
        try:
            rules = read_folder(folder)
        except RulesInvalid as invalid:
            self.say_problem(invalid.first_lines())
            raise
        self.put_in_force(rules, Publication(rules.sha256, at, author, commit, how))
        return rules

    def put_in_force(self, rules: RuleSet, line: Publication) -> bool:
        """Keep the set whole and let it count for all workers, in one transaction. False: it counted already.

        Of two hosts that publish at once the last one wins: the row in force is locked before the line is written, so
        the newest line always tells the set in force.
        """
        kept = {"hash": rules.sha256, "files": dict(rules.files), "at": line.at, "author": line.author}
        with self._engine.begin() as connection:
            connection.execute(insert_if_new(connection.dialect.name, rule_sets), kept)
            switched = connection.execute(self._switch(rules.sha256, line.at)).first() is not None
            if switched:
                row = {"at": line.at, "hash": rules.sha256, "author": line.author}
                connection.execute(sa.insert(publications).values(row | {"commit": line.commit, "how": line.how}))
            else:
                connection.execute(sa.update(rules_in_force).values(problem=""))
        return switched

    def _switch(self, sha256: str, at: datetime) -> sa.Executable:
        """Returns a row only when another set counted before."""
        statement = insert(self._engine, rules_in_force).values(id=ONLY_ROW, hash=sha256, at=at, problem="")
        changed = {"hash": statement.excluded.hash, "at": statement.excluded.at, "problem": ""}
        different = rules_in_force.c.hash != statement.excluded.hash
        return statement.on_conflict_do_update(index_elements=["id"], set_=changed, where=different).returning(
            rules_in_force.c.id
        )

    def problem(self) -> str:
        """Why the folder was not taken last time; empty when it was."""
        with self._reading.connect() as connection:
            return connection.execute(sa.select(rules_in_force.c.problem)).scalar() or ""

    def say_problem(self, says: str) -> None:
        """Note beside the set in force why the folder was not taken."""
        with self._engine.begin() as connection:
            connection.execute(sa.update(rules_in_force).values(problem=says))
