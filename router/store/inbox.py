"""Bells that rang, and the job each of them starts. A ticket has at most one bell that waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa
from dbos import DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions

from router.store.database import insert
from router.store.tables import inbox

QUEUE = "tickets"
WORKFLOW = "answer_ticket"
APPLICATION = "freshdesk-reply-router"
APPLICATION_VERSION = "1"
"""Raised only when the order of steps changes; a change strands what is in flight until it has drained."""

Rung = Literal["queued", "already waiting"]
RungBy = Literal["webhook", "postponed", "sweep", "hand", "watchdog"]
Outcome = Literal["answered", "decided", "superseded", "postponed", "lost"]
ALIVE = ("PENDING", "ENQUEUED", "DELAYED")
MOST_RUNS = 500


def open_client(engine: sa.Engine) -> DBOSClient:
    """The half of DBOS that only enqueues: for the web program, made after gunicorn's fork."""
    return DBOSClient(
        system_database_engine=engine,
        serializer=DBOSPortableJSONSerializer(),
        application_name=APPLICATION,
        lazy=True,
        retry_connection_errors=False,
    )


class Inbox:
    """The doorbell's side and the run's side of the inbox."""

    def __init__(self, engine: sa.Engine, client: DBOSClient) -> None:
        self._engine = engine
        self._client = client
        self._insert = insert(engine, inbox).on_conflict_do_nothing().returning(inbox.c.id)

    def ring(self, ticket: int, at: datetime, delay: float, rung_by: RungBy = "webhook") -> Rung:
        """Write the bell and its job in one transaction. Raises SQLAlchemy's errors when the database can't."""
        with self._engine.begin() as connection:
            return self._ring(connection, ticket, at, delay, rung_by, attempt=0, first_at=at)

    def claim(self, ticket: int, run: str) -> None:
        """Take the waiting bell, before the ticket is read: a bell that rings later means a read that comes later."""
        with self._engine.begin() as connection:
            connection.execute(sa.update(inbox).where(inbox.c.ticket == ticket, inbox.c.run.is_(None)).values(run=run))

    def end(self, run: str, outcome: Outcome) -> None:
        """Close the bells that this run claimed."""
        with self._engine.begin() as connection:
            self.end_within(connection, run, outcome)

    def end_within(self, connection: sa.Connection, run: str, outcome: Outcome) -> None:
        """The same, as part of a larger transaction."""
        connection.execute(sa.update(inbox).where(inbox.c.run == run).values(outcome=outcome))

    def postpone(self, run: str, ticket: int, at: datetime, delay: float, attempt: int, first_at: datetime) -> Rung:
        """End this run and ring again after ``delay`` seconds. A bell that rang meanwhile does it instead."""
        with self._engine.begin() as connection:
            self.end_within(connection, run, "postponed")
            return self._ring(connection, ticket, at, delay, "postponed", attempt, first_at)

    def _ring(
        self,
        connection: sa.Connection,
        ticket: int,
        at: datetime,
        delay: float,
        rung_by: RungBy,
        attempt: int,
        first_at: datetime,
    ) -> Rung:
        written = connection.execute(self._insert.values(ticket=ticket, received_at=at, rung_by=rung_by)).first()
        if written is None:
            return "already waiting"
        options: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "queue_name": QUEUE,
            "queue_partition_key": str(ticket),
            "app_version": APPLICATION_VERSION,
        }
        if delay > 0:
            options["delay_seconds"] = delay
        self._client.enqueue_in_transaction(connection, options, ticket, attempt, first_at.isoformat())
        return "queued"

    def ring_for_the_lost(self, at: datetime, older_than: timedelta) -> list[int]:
        """Ring again for tickets whose job died: a bell that no run took, or whose run ended in an error.

        Returns their numbers. A bell that is rung in vain does no harm: its run finds nothing that waits.
        """
        before = at - older_than
        with self._engine.begin() as connection:
            dead = self._dead_runs(connection, before)
            connection.execute(sa.update(inbox).where(inbox.c.run.in_(dead)).values(outcome="lost"))
            lost = connection.execute(sa.select(inbox.c.ticket).where(inbox.c.run.in_(dead))).scalars()
            untaken = connection.execute(
                sa.select(inbox.c.ticket).where(inbox.c.run.is_(None), inbox.c.received_at < before)
            ).scalars()
            tickets = sorted({*lost, *untaken})
            connection.execute(sa.delete(inbox).where(inbox.c.ticket.in_(tickets), inbox.c.run.is_(None)))
            for ticket in tickets:
                self._ring(connection, ticket, at, 0.0, "watchdog", attempt=0, first_at=at)
        return tickets

    def _dead_runs(self, connection: sa.Connection, before: datetime) -> list[str]:
        taken = sa.select(inbox.c.run).where(
            inbox.c.run.is_not(None), inbox.c.outcome.is_(None), inbox.c.received_at < before
        )
        runs = list(connection.execute(taken.limit(MOST_RUNS)).scalars())
        if not runs:
            return []
        statuses = self._client.list_workflows(workflow_ids=runs, load_input=False, load_output=False)
        alive = {one.workflow_id for one in statuses if one.status in ALIVE}
        return [run for run in runs if run not in alive]

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
