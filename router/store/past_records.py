"""Finished decision records in batches, each with what the database knew of its ticket when it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

import sqlalchemy as sa

from router.replay.past import Stored
from router.store.tables import first_lanes, outbox, records
from router.types import Lane

BATCH = 500
_TEXT = sa.cast(records.c.record, sa.Text)
_TEMPLATE = records.c.record["draft"]["template"].as_string()
_LANE = records.c.record["permit"]["lane"].as_string()


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A run of a ticket with several. ``template`` is None where it made no draft, ``lane`` where it judged none."""

    at: datetime
    run: str
    delivered: str
    template: str | None
    lane: str | None


@dataclass(frozen=True, slots=True)
class _Tickets:
    """What is known of the tickets of a batch."""

    posts: dict[int, list[int]] = field(default_factory=dict)
    lanes: dict[int, Lane] = field(default_factory=dict)
    runs: dict[int, list[_Earlier]] = field(default_factory=dict)

    def stored(self, run: str, ticket: int, at: datetime, record: str) -> Stored:
        before = [one for one in self.runs.get(ticket, ()) if (one.at, one.run) < (at, run)]
        drafted = any(one.lane is not None and one.template is not None for one in before)
        sent = tuple(one.template or "" for one in before if one.delivered == "reply")
        ceiling = self.lanes.get(ticket) if drafted else None
        return Stored(record, tuple(self.posts.get(ticket, ())), ceiling, sent)


class PastRecords:
    """Reads what was decided, newest first, as text: nothing is parsed here."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def newest(self, most: int | None = None, since: datetime | None = None) -> Iterator[Stored]:
        """The newest ``most`` finished records, or all that ended since a time. Short reads: nobody is kept waiting."""
        query = sa.select(records.c.run).where(records.c.delivered.is_not(None))
        if since is not None:
            query = query.where(records.c.at >= since)
        query = query.order_by(records.c.at.desc(), records.c.run.desc())
        with self._engine.connect() as connection:
            runs = iter(list(connection.execute(query.limit(most)).scalars()))
        while batch := list(islice(runs, BATCH)):
            yield from self._read(batch)

    def _read(self, runs: Sequence[str]) -> list[Stored]:
        query = sa.select(records.c.run, records.c.ticket, records.c.at, _TEXT.label("record"))
        with self._engine.connect() as connection:
            rows = {row.run: row for row in connection.execute(query.where(records.c.run.in_(runs)))}
            tickets = _known(connection, sorted({row.ticket for row in rows.values()}))
        found = (rows[run] for run in runs if run in rows)
        return [tickets.stored(row.run, row.ticket, row.at, row.record) for row in found]


def _known(connection: sa.Connection, tickets: Sequence[int]) -> _Tickets:
    known = _Tickets()
    ours = sa.select(outbox.c.ticket, outbox.c.conversation)
    for row in connection.execute(ours.where(outbox.c.ticket.in_(tickets), outbox.c.conversation.is_not(None))):
        known.posts.setdefault(row.ticket, []).append(row.conversation)
    several = sa.select(records.c.ticket).where(records.c.ticket.in_(tickets)).group_by(records.c.ticket)
    again = list(connection.execute(several.having(sa.func.count() > 1)).scalars())
    for row in connection.execute(sa.select(first_lanes).where(first_lanes.c.ticket.in_(again))):
        known.lanes[row.ticket] = row.lane
    for one in connection.execute(_runs(again)):
        earlier = _Earlier(one.at, one.run, one.delivered, one.template, one.lane)
        known.runs.setdefault(one.ticket, []).append(earlier)
    return known


def _runs(tickets: Sequence[int]) -> sa.Select[tuple[int, str, datetime, str, str, str]]:
    """The finished runs of these tickets, oldest first."""
    columns = (records.c.ticket, records.c.run, records.c.at, records.c.delivered)
    query = sa.select(*columns, _TEMPLATE.label("template"), _LANE.label("lane"))
    finished = query.where(records.c.ticket.in_(tickets), records.c.delivered.is_not(None))
    return finished.order_by(records.c.at, records.c.run)
