"""Bells that rang, and the job each of them starts. A ticket has at most one bell that waits."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import uuid4

import sqlalchemy as sa
from dbos import DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions

from router.store.inserts import insert_if_new
from router.store.tables import inbox

QUEUE = "tickets"
WORKFLOW = "answer_ticket"
APPLICATION = "freshdesk-reply-router"
APPLICATION_VERSION = "1"
"""Raised only when the order of steps changes. What another version began is rung anew after a while."""

Rung = Literal["queued", "already waiting"]
RungBy = Literal["webhook", "postponed", "superseded", "sweep", "hand", "watchdog"]
Outcome = Literal["answered", "decided", "superseded", "postponed", "lost"]


TAKE = sa.update(inbox).where(inbox.c.ticket == sa.bindparam("rung_for"), inbox.c.run.is_(None))
TAKEN = inbox.c.run == sa.bindparam("taken_by")
HISTORY = sa.select(
    sa.func.min(sa.func.coalesce(inbox.c.first_at, inbox.c.received_at)),
    sa.func.max(inbox.c.attempt),
    sa.func.max(inbox.c.deaths),
).where(TAKEN)
END = sa.update(inbox).where(TAKEN)


def open_client(engine: sa.Engine) -> DBOSClient:
    """The half of DBOS that only enqueues: for the web program, made after gunicorn's fork."""
    return DBOSClient(
        system_database_engine=engine,
        serializer=DBOSPortableJSONSerializer(),
        application_name=APPLICATION,
        lazy=True,
        retry_connection_errors=False,
    )


@dataclass(frozen=True, slots=True)
class History:
    """What a ticket's bell knows of the attempts before it.

    ``first_at``: when the first of them was due. ``attempt``: how many were postponed. ``deaths``: how many workers
    died at work on it.
    """

    first_at: datetime
    attempt: int = 0
    deaths: int = 0


class Inbox:
    """The doorbell's side and the run's side of the inbox."""

    def __init__(self, engine: sa.Engine, client: DBOSClient) -> None:
        self._engine = engine
        self._client = client
        self._insert = insert_if_new(engine.dialect.name, inbox, "id")

    def ring(self, ticket: int, at: datetime, delay: float, rung_by: RungBy = "webhook") -> Rung:
        """Write the bell and its job in one transaction. Raises SQLAlchemy's errors when the database can't."""
        with self._engine.begin() as connection:
            return self.ring_within(connection, ticket, at, delay, rung_by)

    def claim(self, ticket: int, run: str) -> History | None:
        """Take the waiting bell, before the ticket is read: a bell that rings later means a read that comes later.

        Doing it twice is harmless. None where no bell waited.
        """
        with self._engine.begin() as connection:
            connection.execute(TAKE, {"rung_for": ticket, "run": run})
            found = connection.execute(HISTORY, {"taken_by": run}).one()
        return None if found[0] is None else History(*found)

    def end(self, run: str, outcome: Outcome) -> None:
        """Close the bells that this run claimed."""
        with self._engine.begin() as connection:
            self.end_within(connection, run, outcome)

    def end_within(self, connection: sa.Connection, run: str, outcome: Outcome) -> None:
        """The same, as part of a larger transaction."""
        connection.execute(END, {"taken_by": run, "outcome": outcome})

    def postpone(self, run: str, ticket: int, at: datetime, delay: float, history: History) -> Rung:
        """End this run and ring again after ``delay`` seconds. A bell that rang meanwhile does it instead."""
        deaths = sa.select(sa.func.coalesce(sa.func.max(inbox.c.deaths), 0)).where(inbox.c.run == run)
        with self._engine.begin() as connection:
            history = replace(history, deaths=max(history.deaths, connection.execute(deaths).scalar_one()))
            self.end_within(connection, run, "postponed")
            return self.ring_within(connection, ticket, at, delay, "postponed", history)

    def ring_within(
        self,
        connection: sa.Connection,
        ticket: int,
        at: datetime,
        delay: float,
        rung_by: RungBy,
        history: History | None = None,
    ) -> Rung:
        """Ring as part of a larger transaction. A bell that waits already inherits the longer history."""
        job, told = str(uuid4()), asdict(history) if history else {}
        bell = {"ticket": ticket, "received_at": at, "rung_by": rung_by, "job": job, **told}
        if connection.execute(self._insert, bell).first() is None:
            if history is not None:
                self._inherit(connection, ticket, history)
            return "already waiting"
        options: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "workflow_id": job,
            "queue_name": QUEUE,
            "queue_partition_key": str(ticket),
            "app_version": APPLICATION_VERSION,
        }
        if delay > 0:
            options["delay_seconds"] = delay
        due = history or History(at)
        self._client.enqueue_in_transaction(connection, options, ticket, due.attempt, due.first_at.isoformat())
        return "queued"

    def _inherit(self, connection: sa.Connection, ticket: int, history: History) -> None:
        younger = sa.func.coalesce(inbox.c.first_at, inbox.c.received_at) > history.first_at
        waits = (inbox.c.ticket == ticket, inbox.c.run.is_(None), younger)
        connection.execute(sa.update(inbox).where(*waits).values(**asdict(history)))

    def oldest_waiting(self) -> datetime | None:
        """When the oldest bell rang that no run has taken."""
        with self._engine.connect() as connection:
            return connection.execute(sa.select(sa.func.min(inbox.c.received_at)).where(inbox.c.run.is_(None))).scalar()

    def of_ticket(self, ticket: int) -> list[tuple[datetime, str, str | None, str | None]]:
        """All bells of a ticket, oldest first: when each rang, by what, the run that took it, and what came of it."""
        query = sa.select(inbox.c.received_at, inbox.c.rung_by, inbox.c.run, inbox.c.outcome)
        with self._engine.connect() as connection:
            rows = connection.execute(query.where(inbox.c.ticket == ticket).order_by(inbox.c.id))
            return [(row.received_at, row.rung_by, row.run, row.outcome) for row in rows]
