"""Which set of rules was put in force when, by whom and how. An append-only list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from router.store.tables import publications, rule_sets

How = Literal["publish", "rollback", "watcher", "first start"]
SHORTEST_PREFIX = 4


class NoSuchSetError(Exception):
    """The words name no set that was published, or more than one."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One line of the list. ``commit`` is that of the folder's git work tree, empty without one."""

    sha256: str
    at: datetime
    author: str
    commit: str
    how: How


class Publications:
    """Reads the list, newest first. Only :mod:`router.store.rule_sets` writes it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def newest(self, limit: int | None = None) -> list[Publication]:
        """What was put in force, newest first: the first line is what counts now."""
        query = sa.select(publications).order_by(publications.c.id.desc()).limit(limit)
        with self._engine.connect() as connection:
            rows = connection.execute(query)
            return [Publication(row.hash, row.at, row.author, row.commit, row.how) for row in rows]

    def find(self, prefix: str) -> str:
        """The whole hash that begins with these letters. Raises ``NoSuchSetError``, and says what is near."""
        if len(prefix) < SHORTEST_PREFIX:
            raise NoSuchSetError(f'"{prefix}" is too short: give the first {SHORTEST_PREFIX} letters or more of a hash')
        query = sa.select(rule_sets.c.hash).where(rule_sets.c.hash.startswith(prefix.lower(), autoescape=True))
        with self._engine.connect() as connection:
            found: list[str] = sorted(connection.execute(query).scalars())
        if not found:
            raise NoSuchSetError(f'no set was published whose hash begins with "{prefix}"; see: rules history')
        if len(found) > 1:
            names = ", ".join(one[:12] for one in found[:5])
            raise NoSuchSetError(f'"{prefix}" begins {len(found)} hashes: {names}; give more letters')
        return found[0]

    def before(self) -> str:
        """The set that counted before the one in force, seen past rollbacks: going back twice goes back two sets."""
        forward = [line for line in self.newest() if line.how != "rollback"]
        in_force = self.newest(1)
        earlier = _after(forward, in_force[0].sha256) if in_force else []
        found = next((line.sha256 for line in earlier if line.sha256 != in_force[0].sha256), "")
        if not found:
            raise NoSuchSetError("no other set was in force before this one; see: rules history")
        return found


def _after(lines: Sequence[Publication], sha256: str) -> Sequence[Publication]:
    """What stands behind the first line of this set."""
    place = next((place for place, line in enumerate(lines) if line.sha256 == sha256), len(lines))
    return lines[place + 1 :]
