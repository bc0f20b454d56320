"""The sets of rules that were published, and the one in force. A broken folder changes nothing."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from router.errors import Unavailable
from router.rulebook.complaints import RulesInvalid
from router.rulebook.ruleset import RuleSet, from_files, read_folder
from router.store.database import insert
from router.store.tables import rule_sets, rules_in_force

PLACE = "rules"
ONLY_ROW = 1


class StoredRuleSets:
    """Parses each set once: a set never changes, its hash is its name."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._parsed: dict[str, RuleSet] = {}
        self._lock = threading.Lock()

    def in_force(self) -> RuleSet:
        """The set that counts now. Raises ``Unavailable`` when none was ever published."""
        sha256 = self.hash_in_force()
        if sha256 is None:
            raise Unavailable(PLACE, "no rules were published yet: python -m router rules publish")
        return self.by_hash(sha256)

    def hash_in_force(self) -> str | None:
        """The hash of the set that counts now, None before the first."""
        with self._engine.connect() as connection:
            return connection.execute(sa.select(rules_in_force.c.hash)).scalar()

    def by_hash(self, sha256: str) -> RuleSet:
        """A set that a run began with."""
        with self._lock:
            known = self._parsed.get(sha256)
        if known is not None:
            return known
        with self._engine.connect() as connection:
            files = connection.execute(sa.select(rule_sets.c.files).where(rule_sets.c.hash == sha256)).scalar()
        if files is None:
            raise Unavailable(PLACE, f"the set {sha256[:12]} is not in the database")
        parsed = from_files(files)
        with self._lock:
            self._parsed[sha256] = parsed
        return parsed

    def publish(self, folder: Path, author: str, at: datetime) -> RuleSet:
        """Read, check and put in force. Raises ``RulesInvalid``, and then says so beside the set in force."""
        try:
            rules = read_folder(folder)
        except RulesInvalid as invalid:
            self._say_problem(str(invalid))
            raise
        statement = insert(self._engine, rules_in_force).values(id=ONLY_ROW, hash=rules.sha256, at=at, problem="")
        force = statement.on_conflict_do_update(
            index_elements=["id"],
            set_={"hash": statement.excluded.hash, "at": statement.excluded.at, "problem": ""},
        )
        row = {"hash": rules.sha256, "files": dict(rules.files), "at": at, "author": author}
        with self._engine.begin() as connection:
            connection.execute(insert(self._engine, rule_sets).values(row).on_conflict_do_nothing())
            connection.execute(force)
        return rules

    def problem(self) -> str:
        """Why the folder was not taken last time; empty when it was."""
        with self._engine.connect() as connection:
            return connection.execute(sa.select(rules_in_force.c.problem)).scalar() or ""

    def _say_problem(self, says: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.update(rules_in_force).values(problem=says))
