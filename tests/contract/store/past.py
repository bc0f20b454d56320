"""Tickets that were dealt with some time ago, as a worker leaves them, and what is left of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from router.posting.post import Post, post_key, reference_of
from router.run import Run
from router.settings import Settings
from router.store.tables import metadata
from router.store.vault import SealedVault, privacy_key
from router.types import Receipt
from router.wiring import Store
from tests.clock import SetClock
from tests.jobs import change_jobs, of_dbos, record_step
from tests.unit.tickets import DRAFT, ENTRY, IM_HOLDER, MESSAGE, TICKET

NOW = SetClock().now()
WORDS = "My name is [name 1], write to [email 1]"


@dataclass
class Past:
    """A database with a past."""

    settings: Settings
    store: Store

    def dealt_with(self, ticket: int, days_ago: float, requester: int = 7, ended: bool = True) -> str:
        """A ticket that rang, was read and got a note; the run's id."""
        at = NOW - timedelta(days=days_ago)
        self.keep_map(requester, at)
        self.store.inbox.ring(ticket, at, 0.0)
        run = self._job(ticket)
        self.store.inbox.claim(ticket, run)
        self.post(ticket, at)
        if ended:
            self.store.records.finish(self.run(run, ticket, requester, at), "answered", at, "note")
        self.job_becomes(run, "SUCCESS" if ended else "PENDING", at)
        record_step(self.store.engine, run, 1, "prepare", self.run(run, ticket, requester, at).to_json())
        return run

    def run(self, name: str, ticket: int, requester: int, at: datetime) -> Run:
        entry = replace(ENTRY, text=WORDS)
        told = replace(TICKET, id=ticket, requester_id=requester, subject=WORDS, entries=(entry,))
        draft = replace(DRAFT, text=f"You wrote: {WORDS}")
        read = {"ticket": told, "message": replace(MESSAGE, text=WORDS, newest=WORDS), "customer": IM_HOLDER}
        return Run(name, ticket, at, at, draft=draft, receipt=Receipt("note", "as delivered", 5, "R-1"), **read)  # type: ignore[arg-type]

    def post(self, ticket: int, at: datetime, message: int = 0, state: Any = "sent") -> None:
        key = post_key(ticket, message, "note")
        conversation = ticket * 10 if state == "sent" else None
        post = Post(key, ticket, message, "note", WORDS, reference_of(key), 0, at, state, conversation=conversation)
        assert self.store.outbox.intend(post, self.store.outbox.of_ticket(ticket))

    def keep_map(self, requester: int, at: datetime) -> None:
        clock = SetClock()
        clock.time = at
        originals = {"[name 1]": "Ravi Kumar", "[email 1]": f"ravi{requester}@mail.example"}
        SealedVault(self.store.engine, privacy_key(self.settings), clock).grow(requester, lambda _: (None, originals))

    def map_is_from(self, requester: int, at: datetime) -> None:
        """As if nobody had read it since."""
        maps = metadata.tables["vault"]
        with self.store.engine.begin() as connection:
            connection.execute(sa.update(maps).where(maps.c.requester == requester).values(changed_at=at))

    def mapping(self, requester: int = 7) -> Mapping[str, str]:
        return SealedVault(self.store.engine, privacy_key(self.settings), self.store.clock).mapping(requester)

    def job_becomes(self, job: str, status: str, at: datetime) -> None:
        ended = {"completed_at": int(at.timestamp() * 1000)} if status == "SUCCESS" else {}
        change_jobs(self.store.engine, job, status=status, **ended)

    def jobs(self) -> set[str]:
        """Those that DBOS still knows, with a step of each."""
        with self.store.engine.connect() as connection:
            query = "SELECT workflow_uuid FROM {}"
            told, steps = (
                set(connection.execute(sa.text(query.format(of_dbos(self.store.engine, table)))).scalars())
                for table in ("workflow_status", "operation_outputs")
            )
        assert steps <= told
        return told

    def left(self, table: str) -> set[int]:
        """The tickets, or requesters, that a table still has rows of."""
        rows = metadata.tables[table]
        column = rows.c.ticket if "ticket" in rows.c else rows.c.requester
        with self.store.engine.connect() as connection:
            return set(connection.execute(sa.select(column)).scalars())

    def whole(self) -> str:
        """All columns of all tables, those of DBOS among them, as text."""
        engine = self.store.engine
        schemas = ("public", "dbos") if engine.dialect.name == "postgresql" else (None,)
        found: list[Any] = []
        for schema in schemas:
            tables = sa.MetaData()
            tables.reflect(engine, schema=schema)
            with engine.connect() as connection:
                found += [tuple(row) for table in tables.sorted_tables for row in connection.execute(sa.select(table))]
        return json.dumps(found, default=str, ensure_ascii=False)

    def _job(self, ticket: int) -> str:
        bells = metadata.tables["inbox"]
        with self.store.engine.connect() as connection:
            return str(connection.execute(sa.select(bells.c.job).where(bells.c.ticket == ticket)).scalars().all()[-1])
