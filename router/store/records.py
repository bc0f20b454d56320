"""The decision records: one a run, kept whole, so that each decision can be told and replayed."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import sqlalchemy as sa

from router.run import Run
from router.store.database import for_reading
from router.store.inbox import Inbox, Outcome
from router.store.inserts import insert_if_new, insert_or_update
from router.store.outbox import mark_answered
from router.store.sweeps import looked_by, remember
from router.store.tables import first_lanes, outbox, records, replied
from router.types import Counts, Lane

TICKET: sa.BindParameter[int] = sa.bindparam("ticket")
FIRST_LANE = sa.select(first_lanes.c.lane).where(first_lanes.c.ticket == TICKET)
OF_TICKET = sa.select(records.c.record).where(records.c.ticket == TICKET).order_by(records.c.at, records.c.run)
REPLIES_TO = sa.select(replied.c.at).where(
    replied.c.requester == sa.bindparam("requester"), replied.c.at > sa.bindparam("after")
)
REPLIES = sa.select(sa.func.count()).where(
    outbox.c.kind == "reply",
    outbox.c.posts > 0,
    outbox.c.ticket != sa.bindparam("but_on"),
    outbox.c.changed_at > sa.bindparam("after"),
)


class Records:
    """Writes the record of a run, and with its last word everything that must become true together."""

    def __init__(self, engine: sa.Engine, inbox: Inbox) -> None:
        self._engine = engine
        self._reading = for_reading(engine)
        self._inbox = inbox

    def keep(self, run: Run, at: datetime) -> None:
        """Write the record as it stands."""
        with self._engine.begin() as connection:
            self._write(connection, run, at)

    def finish(self, run: Run, outcome: Outcome, at: datetime, lane: Lane | None) -> None:
        """The run has ended: its record, the end of its bells, its message and the ticket's first lane, in one."""
        with self._engine.begin() as connection:
            self._write(connection, run, at)
            self._inbox.end_within(connection, run.id, outcome)
            if outcome == "superseded":
                # The customer's newer words have a bell of their own, unless it never rang.
                self._inbox.ring_within(connection, run.ticket_id, at, 0.0, "superseded")
            if outcome != "superseded" and (read := looked_by(run)):
                remember(connection, run.ticket_id, read)
            if outcome != "superseded" and run.receipt and run.message is not None and run.message.waits:
                mark_answered(connection, run.ticket_id, run.message.id, run.id, run.receipt.delivered, at)
            if run.ticket is not None and run.receipt and run.receipt.delivered == "reply":
                row = {"run": run.id, "requester": run.ticket.requester_id, "at": at}
                connection.execute(insert_if_new(connection.dialect.name, replied), row)
            if lane is not None:
                first = insert_if_new(connection.dialect.name, first_lanes)
                connection.execute(first, {"ticket": run.ticket_id, "lane": lane})

    def first_lane(self, ticket: int) -> Lane | None:
        """The lane of the ticket's first draft: no later one goes farther."""
        with self._reading.connect() as connection:
            return connection.execute(FIRST_LANE, {"ticket": ticket}).scalar()

    def replies_to(self, requester: int, at: datetime) -> Counts:
        """How many replies went out to this requester before ``at``, on all tickets."""
        spans = (timedelta(hours=1), timedelta(hours=24), timedelta(days=7))
        with self._reading.connect() as connection:
            times = list(connection.execute(REPLIES_TO, {"requester": requester, "after": at - max(spans)}).scalars())
        hour, day, week = (sum(sent > at - span for sent in times) for span in spans)
        return Counts(hour, day, week)

    def replies_in_an_hour(self, but_on: int, at: datetime) -> int:
        """How many replies went out, or are under way, to anybody within the hour before ``at``, on other tickets."""
        asked = {"but_on": but_on, "after": at - timedelta(hours=1)}
        with self._reading.connect() as connection:
            return int(connection.execute(REPLIES, asked).scalar_one())

    def sent_templates(self, ticket: int) -> tuple[str, ...]:
        """The templates of the public replies sent on a ticket, oldest first; empty for one without a template."""
        replied = [run for run in self.of_ticket(ticket) if run.receipt and run.receipt.delivered == "reply"]
        return tuple(run.draft.template if run.draft else "" for run in replied)

    def in_trouble(self, newest: int = 200) -> Counter[str]:
        """Why tickets wait right now, in words, and how many for each reason; of the newest runs."""
        own, later = records.alias(), records.alias()
        newer = sa.exists().where(later.c.ticket == own.c.ticket, later.c.at > own.c.at)
        query = sa.select(own.c.record).where(own.c.delivered.is_(None), ~newer).order_by(own.c.at.desc())
        with self._reading.connect() as connection:
            rows = connection.execute(query.limit(newest)).scalars()
            troubles = [record.get("trouble") or {} for record in rows]
        return Counter(f"{one['place']}: {one['says']}" for one in troubles if one.get("what") == "later")

    def of_ticket(self, ticket: int) -> list[Run]:
        """All runs of a ticket, oldest first."""
        with self._reading.connect() as connection:
            return [Run.from_json(row.record) for row in connection.execute(OF_TICKET, {"ticket": ticket})]

    def newest(self, limit: int) -> list[Run]:
        """The newest runs of all tickets, newest first."""
        with self._reading.connect() as connection:
            rows = connection.execute(sa.select(records.c.record).order_by(records.c.at.desc()).limit(limit))
            return [Run.from_json(row.record) for row in rows]

    def _write(self, connection: sa.Connection, run: Run, at: datetime) -> None:
        row = {
            "run": run.id,
            "ticket": run.ticket_id,
            "at": at,
            "delivered": run.receipt.delivered if run.receipt else None,
            "record": run.to_json(),
            "requester": run.ticket.requester_id if run.ticket else None,
        }
        changed = ("at", "delivered", "record", "requester")
        connection.execute(insert_or_update(connection.dialect.name, records, *changed), row)
