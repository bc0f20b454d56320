"""What is kept for how long. Old rows go in small batches, and nothing that is in flight or guards an open ticket.

A ticket's records, bells and posts go only together with its silence: as long as anything of it is younger than the
limit, or under way, all of it stays. Which messages were dealt with (``answered``), the lane of a ticket's first draft
and what the sweep has read stay for good: numbers and times alone, and what keeps a second answer away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from dbos import DBOSClient

from router.store.inbox import WORKFLOW
from router.store.requesters import fill_requesters
from router.store.runs import STATES
from router.store.tables import heartbeats, inbox, outbox, records, rejected, replied, vault
from router.store.vault import WRITTEN_ANEW_AFTER

BATCH = 200
COUNTED = timedelta(days=8)
"""Replies to a requester are counted for seven days."""
ENDED = (*STATES["finished"], *STATES["failed"])
MAPS, JOBS = "maps of personal data", "ended runs"
Old = tuple[str, sa.Column[object], sa.ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Keep:
    """How long. None keeps for good."""

    records: timedelta | None
    steps: timedelta | None

    @staticmethod
    def of_days(records: int, steps: int) -> Keep:
        """From whole days; 0 keeps for good."""
        return Keep(*(timedelta(days=days) if days else None for days in (records, steps)))


class Retention:
    """Counts or deletes what is too old. Many may do it at once."""

    def __init__(self, engine: sa.Engine, client: DBOSClient, keep: Keep) -> None:
        self._engine = engine
        self._client = client
        self._keep = keep

    def purge(self, now: datetime, most: int = BATCH) -> Mapping[str, int]:
        """Delete ``most`` rows of each kind at most; how many of each went."""
        gone = {}
        all_told = not self._keep.records or fill_requesters(self._engine, most)
        for name, key, is_old in self._old(now):
            if name == MAPS and not all_told:
                continue
            oldest = sa.select(key).where(is_old).limit(most)
            with self._engine.begin() as connection:
                gone[name] = connection.execute(sa.delete(key.table).where(key.in_(oldest), is_old)).rowcount
        if jobs := self._ended_jobs(now, most):
            self._client.delete_workflows(jobs)
        return {**gone, JOBS: len(jobs)}

    def would_go(self, now: datetime) -> Mapping[str, int]:
        """How many rows of each kind are too old by now. Nothing is changed."""
        with self._engine.connect() as connection:
            counts = {
                name: connection.execute(sa.select(sa.func.count(key)).where(is_old)).scalar_one()
                for name, key, is_old in self._old(now)
            }
        return {**counts, JOBS: len(self._ended_jobs(now, None))}

    def _old(self, now: datetime) -> Iterator[Old]:
        if self._keep.records:
            before = now - self._keep.records
            ended = sa.and_(inbox.c.outcome.is_not(None), inbox.c.received_at < before)
            settled = sa.and_(outbox.c.state != "sending", outbox.c.changed_at < before)
            yield "posts", outbox.c.key, sa.and_(settled, _silent(outbox.c.ticket, before))
            yield "records", records.c.run, sa.and_(records.c.at < before, _silent(records.c.ticket, before))
            yield "bells", inbox.c.id, sa.and_(ended, _silent(inbox.c.ticket, before))
            yield "counted replies", replied.c.run, replied.c.at < now - COUNTED
            aged = vault.c.changed_at < min(before, self._oldest_open_bell(now) - WRITTEN_ANEW_AFTER)
            yield MAPS, vault.c.requester, sa.and_(aged, _unused(vault.c.requester, before))
        if self._keep.steps:
            yield "refused bodies", rejected.c.id, rejected.c.at < now - self._keep.steps
            yield "signs of life", heartbeats.c.worker, heartbeats.c.at < now - self._keep.steps

    def _oldest_open_bell(self, now: datetime) -> datetime:
        """A run reads its map after its bell rang, and then the map is written anew (:mod:`router.store.vault`)."""
        with self._engine.connect() as connection:
            oldest = sa.select(sa.func.min(inbox.c.received_at)).where(inbox.c.outcome.is_(None))
            return connection.execute(oldest).scalar() or now

    def _ended_jobs(self, now: datetime, most: int | None) -> list[str]:
        """Runs that ended long ago and whose bells have ended too: until then the watchdog asks for them."""
        if not self._keep.steps:
            return []
        before = (now - self._keep.steps).isoformat()
        found = self._client.list_workflows(
            name=WORKFLOW, status=list(ENDED), completed_before=before, load_input=False, load_output=False, limit=most
        )
        with self._engine.connect() as connection:
            still_open = sa.select(inbox.c.run).where(inbox.c.run.is_not(None), inbox.c.outcome.is_(None))
            return sorted({job.workflow_id for job in found} - {*connection.execute(still_open).scalars()})


def _silent(ticket: sa.Column[int], before: datetime) -> sa.ColumnElement[bool]:
    """Nothing of the ticket is younger, and nothing is under way."""
    told, rang, posted = records.alias(), inbox.alias(), outbox.alias()
    bell_counts = sa.or_(rang.c.received_at >= before, rang.c.outcome.is_(None))
    post_counts = sa.or_(posted.c.changed_at >= before, posted.c.state == "sending")
    signs = (
        sa.exists().where(told.c.ticket == ticket, told.c.at >= before),
        sa.exists().where(rang.c.ticket == ticket, bell_counts),
        sa.exists().where(posted.c.ticket == ticket, post_counts),
    )
    return sa.and_(*(~sign for sign in signs))


def _unused(requester: sa.Column[int], before: datetime) -> sa.ColumnElement[bool]:
    """Whether no record of theirs stays."""
    told = records.alias()
    goes = sa.and_(told.c.at < before, _silent(told.c.ticket, before))
    return ~sa.exists().where(told.c.requester == requester, ~goes)
