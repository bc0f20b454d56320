"""The watchdog of the inbox: no bell is lost because its job is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from dbos import DBOSClient, WorkflowStatus

from router.store.inbox import APPLICATION_VERSION, History, Inbox
from router.store.tables import inbox

ALIVE = ("PENDING", "ENQUEUED", "DELAYED")
MOST_BELLS = 2000


class Watchdog:
    """Rings anew for bells whose job came to nothing. Many may look at once: each bell is rung by one of them.

    A bell that is rung in vain does no harm: its run finds nothing that waits.
    """

    def __init__(self, engine: sa.Engine, client: DBOSClient, bells: Inbox) -> None:
        self._engine = engine
        self._client = client
        self._inbox = bells

    def ring_for_the_lost(self, at: datetime, older_than: timedelta) -> list[int]:
        """Ring for bells that no run took or whose run is no more, and return their tickets.

        A job of another version of the program, which nobody has done for so long, is taken for lost as well.
        """
        waiting = self._unfinished(at - older_than)
        jobs = self._jobs({row.run or row.job for row in waiting if row.run or row.job})
        lost = [row for row in waiting if not _in_hand(jobs.get(row.run or row.job))]
        stranded = [job for job, status in jobs.items() if status.status in ALIVE and not _in_hand(status)]
        if stranded:
            self._client.cancel_workflows(stranded)
        return sorted({row.ticket for row in lost if self._ring_anew(row.id, row.run, row.job)})

    def ring_instead_of(self, runs: Collection[str]) -> list[int]:
        """End the bells of runs that nobody may take up again, and ring anew for their tickets, which are returned."""
        query = sa.select(inbox.c.id, inbox.c.ticket, inbox.c.run).where(inbox.c.run.in_(runs))
        with self._engine.connect() as connection:
            bells = list(connection.execute(query.where(inbox.c.outcome.is_(None))))
        return sorted({row.ticket for row in bells if self._ring_anew(row.id, row.run, None)})

    def _unfinished(self, before: datetime) -> list[sa.Row[tuple[int, int, str | None, str | None]]]:
        query = sa.select(inbox.c.id, inbox.c.ticket, inbox.c.run, inbox.c.job)
        query = query.where(inbox.c.outcome.is_(None), inbox.c.received_at < before)
        with self._engine.connect() as connection:
            return list(connection.execute(query.order_by(inbox.c.id).limit(MOST_BELLS)))

    def _jobs(self, jobs: Collection[str]) -> Mapping[str, WorkflowStatus]:
        if not jobs:
            return {}
        found = self._client.list_workflows(workflow_ids=list(jobs), load_input=False, load_output=False)
        return {one.workflow_id: one for one in found}

    def _ring_anew(self, bell: int, run: str | None, job: str | None) -> bool:
        """End this bell and ring a new one with its age and its history. False: somebody else has done so."""
        as_it_was = (inbox.c.id == bell, inbox.c.outcome.is_(None), inbox.c.run.is_not_distinct_from(run))
        ended = sa.update(inbox).where(*as_it_was).values(outcome="lost", run=run or job or "none").returning(inbox)
        with self._engine.begin() as connection:
            row = connection.execute(ended).first()
            if row is None:
                return False
            history = History(row.first_at or row.received_at, row.attempt, row.deaths)
            self._inbox.ring_within(connection, row.ticket, row.received_at, 0.0, "watchdog", history)
        return True


def _in_hand(status: WorkflowStatus | None) -> bool:
    """Whether somebody still has the job, or will have it."""
    return status is not None and status.status in ALIVE and status.app_version == APPLICATION_VERSION
