"""Adopts what dead workers left: DBOS itself takes up a worker's work only where that same worker starts again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby

import structlog
from dbos import WorkflowStatus

from router.at_work import AtWork
from router.store.inbox import QUEUE, WORKFLOW
from router.store.slots import Slot, slot_of
from router.wiring import Store
from router.workflow import MOST_DEATHS

INTERNAL_QUEUE = "_dbos_internal_queue"
"""Where DBOS puts what is resumed without the name of a queue; it keeps no order of a ticket's runs."""
TO_BEGIN = timedelta(minutes=1)
"""So long after it was taken from the queue a job may not have begun yet."""
NO_SIGN_OF_LIFE = timedelta(minutes=2)
"""So long a worker that holds its slot may beat no more before its slot is taken from it."""

log = structlog.get_logger()


class Reaper:
    """One of each worker. Whatever it adopts goes back to the ticket's own queue, as the oldest there.

    A slot's lock is held while its work is adopted, so that one adopts it and no new worker takes the slot meanwhile.
    """

    def __init__(self, store: Store, slot: Slot, at_work: AtWork) -> None:
        self._store = store
        self._slot = slot
        self._at_work = at_work
        self._beats: dict[str, tuple[datetime, datetime]] = {}

    def look(self) -> None:
        """Adopt what nobody has in hand any more."""
        taken = sorted(self._jobs(status="PENDING"), key=_slot)
        for number, jobs in groupby(taken, key=_slot):
            if number:
                self._look_at(number, {str(job.executor_id) for job in jobs} - {self._slot.executor})
        self._resume([job.workflow_id for job in taken if self._never_begun(job)], "it was taken and never begun")
        strays = [job.workflow_id for job in self._jobs(status="ENQUEUED", queue_name=INTERNAL_QUEUE)]
        self._resume(strays, "it was resumed without its queue")

    def _look_at(self, number: int, executors: set[str]) -> None:
        """``executors`` are names under which this slot's workers, or one before them, have jobs in hand."""
        if not executors:
            return
        with self._slot.abandoned(number) as dead:
            if dead:
                self._adopt([job.workflow_id for job in self._jobs(status="PENDING", executor_id=sorted(executors))])
        if not dead and self._stands_still(number) and self._slot.break_open(number):
            log.error("slot_taken_from_a_worker_without_a_sign_of_life", slot=number)

    def _adopt(self, runs: list[str]) -> None:
        deaths = self._store.deaths.count(runs, self._store.clock.now())
        deadly = [run for run in runs if deaths.get(run, 0) >= MOST_DEATHS]
        if deadly:
            self._store.client.cancel_workflows(deadly)
            tickets = self._store.watchdog.ring_instead_of(deadly)  # the new run hands the ticket to a person
            log.error("too_many_workers_died_at_work", runs=deadly, tickets=tickets)
        self._resume([run for run in runs if run not in deadly], "its worker is dead")

    def _resume(self, runs: list[str], because: str) -> None:
        if runs:
            self._store.client.resume_workflows(runs, queue_name=QUEUE)
            log.warning("adopted", runs=runs, because=because)

    def _never_begun(self, job: WorkflowStatus) -> bool:
        if job.executor_id != self._slot.executor or job.workflow_id in self._at_work.runs():
            return False
        now = self._store.clock.now().timestamp()
        return now - (job.dequeued_at or 0) / 1000 > TO_BEGIN.total_seconds()

    def _stands_still(self, number: int) -> bool:
        """Whether the slot's worker hasn't beaten for long, by our own clock: hosts' clocks may differ."""
        now, beats = self._store.clock.now(), self._store.heartbeats.all()
        for worker, (at, _state) in beats.items():
            seen, since = self._beats.get(worker, (None, now))
            if seen != at or since > now:  # in the future: our clock was set back
                self._beats[worker] = (at, now)
        own = [(at, worker) for worker, (at, state) in beats.items() if slot_of(str(state.get("slot"))) == number]
        return bool(own) and now - self._beats[max(own)[1]][1] > NO_SIGN_OF_LIFE

    def _jobs(self, **which: str | list[str]) -> Iterable[WorkflowStatus]:
        found: list[WorkflowStatus] = self._store.client.list_workflows(
            name=WORKFLOW,
            load_input=False,
            load_output=False,
            **which,  # type: ignore[arg-type]
        )
        return found


def _slot(job: WorkflowStatus) -> int:
    return slot_of(job.executor_id or "") or 0
