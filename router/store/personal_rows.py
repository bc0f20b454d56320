"""Everything that is stored about one requester: shown whole, or erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from dbos import DBOSClient

from router.reading.masking import restore
from router.run import Run
from router.store.emptied import emptied
from router.store.requesters import fill_requesters
from router.store.runs import Runs
from router.store.tables import answered, erasures, inbox, outbox, records, replied, vault
from router.store.vault import SealedVault


class UnderWay(Exception):
    """A run of the requester's has begun, or is about to: what it reads would be stored again."""

    def __init__(self, tickets: list[int]) -> None:
        super().__init__(f"at work on, or about to begin with, {', '.join(f'ticket {one}' for one in tickets)}")


@dataclass(frozen=True, slots=True)
class Erased:
    """So many rows were emptied or deleted."""

    records: int
    posts: int
    jobs: int
    map: bool


class PersonalRows:
    """Reads and erases by a requester's number in Freshdesk."""

    def __init__(self, engine: sa.Engine, client: DBOSClient, sealed: SealedVault) -> None:
        self._engine = engine
        self._client = client
        self._vault = sealed

    def requesters(self, who: str) -> list[int]:
        """The requesters that a number or an e-mail address leads to. An address may stand in several maps: whoever
        wrote of it has it too."""
        return [int(who)] if who.isdecimal() else self._vault.holders_of(who)

    def export(self, requester: int) -> Mapping[str, Any]:
        """All of it as JSON values, with the originals in place of their placeholders."""
        fill_requesters(self._engine)
        originals = dict(self._vault.mapping(requester))
        with self._engine.connect() as connection:
            mine = [dict(row._mapping) for row in connection.execute(_records_of(requester))]
            tickets = sorted({row["ticket"] for row in mine})
            stored = {
                "records": [row["record"] for row in mine],
                "posts": _rows(connection, outbox, outbox.c.ticket.in_(tickets)),
                "bells": _rows(connection, inbox, inbox.c.ticket.in_(tickets)),
                "answered": _rows(connection, answered, answered.c.ticket.in_(tickets)),
                "replies counted": _rows(connection, replied, replied.c.requester == requester),
            }
        return {"requester": requester, "tickets": tickets, "originals": originals, **_restored(stored, originals)}

    def erase(self, requester: int, author: str, at: datetime) -> Erased:
        """Take out what is personal. Raises ``UnderWay``, and has changed nothing then.

        What stays are numbers, times, and which rule and template it was.
        """
        fill_requesters(self._engine)
        if busy := self._under_way(requester):
            raise UnderWay(busy)
        with self._engine.begin() as connection:
            mine = connection.execute(_records_of(requester)).all()
            tickets = sorted({row.ticket for row in mine})
            for row in mine:
                left = emptied(Run.from_json(row.record)).to_json()
                changed = sa.update(records).where(records.c.run == row.run)
                connection.execute(changed.values(record=left, requester=None))
            posts = connection.execute(sa.update(outbox).where(outbox.c.ticket.in_(tickets)).values(body="")).rowcount
            connection.execute(sa.delete(replied).where(replied.c.requester == requester))
            gone = connection.execute(sa.delete(vault).where(vault.c.requester == requester)).rowcount
            jobs = sorted({row.run for row in mine} | _jobs_of(connection, tickets))
            told = {"at": at, "author": author, "records": len(mine), "posts": posts, "jobs": len(jobs)}
            connection.execute(sa.insert(erasures).values(told))
        if jobs:
            self._client.delete_workflows(jobs)
        self._forget_pages()
        return Erased(len(mine), posts, len(jobs), bool(gone))

    def _under_way(self, requester: int) -> list[int]:
        """Their tickets with a bell that has not ended. A first run has no record yet: what it has read tells."""
        with self._engine.connect() as connection:
            tickets = set(
                connection.execute(sa.select(records.c.ticket).where(records.c.requester == requester)).scalars()
            )
            open_bells = connection.execute(
                sa.select(inbox.c.ticket, inbox.c.run).where(inbox.c.outcome.is_(None))
            ).all()
        runs = Runs(self._engine, self._client)
        return sorted({ticket for ticket, run in open_bells if ticket in tickets or _reads(runs, run, requester)})

    def _forget_pages(self) -> None:
        """What was overwritten stands in SQLite's log until that is emptied; a reader at work may keep it there."""
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _records_of(requester: int) -> sa.Select[Any]:
    query = sa.select(records.c.run, records.c.ticket, records.c.record).where(records.c.requester == requester)
    return query.order_by(records.c.at, records.c.run)


def _reads(runs: Runs, run: str | None, requester: int) -> bool:
    so_far = runs.so_far(run) if run else None
    return so_far is not None and so_far.ticket is not None and so_far.ticket.requester_id == requester


def _jobs_of(connection: sa.Connection, tickets: list[int]) -> set[str]:
    query = sa.select(inbox.c.run).where(inbox.c.ticket.in_(tickets), inbox.c.run.is_not(None))
    return set(connection.execute(query).scalars())


def _rows(connection: sa.Connection, table: sa.Table, which: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in connection.execute(sa.select(table).where(which))]


def _restored(value: Any, originals: Mapping[str, str]) -> Any:
    """The same JSON value with originals; times as text."""
    if isinstance(value, str):
        return restore(value, originals)
    if isinstance(value, Mapping):
        return {key: _restored(one, originals) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_restored(one, originals) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value
