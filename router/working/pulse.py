"""The pulse of a worker: every few seconds a sign of life, and a look at what nobody else looks at."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from router.adapters.git import commit_of
from router.at_work import AtWork
from router.doors import Doors
from router.errors import Problem
from router.meters import serve as show_meters
from router.settings import Settings
from router.store.folder_problem import FOLDER
from router.store.retention import Keep
from router.store.slots import Slot, SlotLostError
from router.store.watched_folder import WatchedFolder
from router.sweep.rounds import problem_of
from router.wiring import Store
from router.working.purger import Purger
from router.working.reaper import Reaper

BEAT_SECONDS = 5.0
LOOK_EVERY = timedelta(minutes=1)
LOST_AFTER = timedelta(minutes=15)
"""How long a bell may stay untaken, or its run unfinished and dead, before it is rung again."""
STEP_LIMIT = timedelta(minutes=15)
"""Longer than the time-outs of all calls of a step together: what takes so long hangs."""

log = structlog.get_logger()


def try_each(**tasks: Callable[[], None]) -> None:
    """Do all of them; one that fails is logged by its name and keeps none of the others from being done.

    A lost slot ends them all.
    """
    for name, task in tasks.items():
        try:
            task()
        except SlotLostError:
            raise
        except Exception:
            log.exception(f"{name}_failed")


class Pulse:
    """The sign of life, the slot, the work of the dead, lost bells, hung steps, the rules folder."""

    def __init__(
        self, settings: Settings, store: Store, doors: Doors, slot: Slot, at_work: AtWork, reaper: Reaper
    ) -> None:
        self._settings = settings
        self._store = store
        self._doors = doors
        self._slot = slot
        self._at_work = at_work
        self._reaper = reaper
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._folder = WatchedFolder(settings.rules, store.rule_sets, store.publications, commit_of)
        self._purger = Purger(store, Keep.of_days(settings.keep_records_days, settings.keep_steps_days))
        self._meters = show_meters(settings.worker_ops_bind)
        self._began: datetime = store.clock.now()
        self._looked: datetime = self._began

    def beat_until(self, stop: threading.Event) -> None:
        """Beat until told to stop. What fails is logged and tried again at the next beat; the rest goes on.

        Raises ``SlotLostError``.
        """
        while True:
            try_each(
                slot=self._slot.hold,
                reaper=self._reaper.look,
                watchdog=self._once_a_minute,
                retention=self._purger.look,
                rules_folder=self._look_at_the_rules,
                heartbeat=self._beat,
            )
            if stop.wait(BEAT_SECONDS):
                return

    def end(self) -> None:
        """No more beats: from now on this worker isn't counted."""
        try_each(heartbeat=lambda: self._store.heartbeats.end(self._name))

    def _look_at_the_rules(self) -> None:
        self._folder.look(self._store.clock.now(), publish=self._settings.rules_watch)

    def _beat(self) -> None:
        self._store.heartbeats.beat(self._name, self._state(), self._store.clock.now())

    def _state(self) -> dict[str, object]:
        index = self._doors.index.state_or_problem()
        return {
            "since": self._began.isoformat(timespec="seconds"),
            "slot": self._slot.executor,
            "metrics": self._meters,
            "problems": {
                "index": index.problem,
                "customer list": self._customer_list_problem(),
                "steps": self._hung_steps(),
                "sweep": self._sweep_problem(),
                "replies": self._replies_problem(),
                "model": self._doors.model.problem() if self._doors.model else "",
                FOLDER: self._folder.problem,
            },
            "index": index.collection,
            "embedding_model": index.model,
            "models": self._doors.model.status() if self._doors.model else "no key: templates only",
            "rules": self._store.rule_sets.hash_in_force(),
        }

    def _customer_list_problem(self) -> str:
        try:
            self._doors.customers.rows(email="nobody@example.invalid")
        except Problem as problem:
            return problem.says
        return ""

    def _sweep_problem(self) -> str:
        window, every = self._store.sweeps.state(), timedelta(minutes=self._settings.sweep_minutes)
        return problem_of(window, every, self._store.clock.now()) if window else ""

    def _replies_problem(self) -> str:
        sent, most = self._store.records.replies_in_an_hour(0, self._store.clock.now()), self._doors.most.per_hour
        full = most is not None and sent >= most
        return (
            f"{sent} within an hour, as many as ROUTER_MOST_REPLIES_PER_HOUR allows: drafts are notes" if full else ""
        )

    def _hung_steps(self) -> str:
        told = [f"{one.step} of ticket {one.ticket}, run {one.run}" for one in self._at_work.hung(STEP_LIMIT)]
        return f"hung for {STEP_LIMIT} and more: {'; '.join(told)}. Restart this worker" if told else ""

    def _once_a_minute(self) -> None:
        now = self._store.clock.now()
        if timedelta(0) <= now - self._looked < LOOK_EVERY:  # else the clock was set back
            return
        self._looked = now
        self._take_from_hung_steps()
        waits_long = LOST_AFTER + timedelta(seconds=self._settings.quiet_seconds)
        if tickets := self._store.watchdog.ring_for_the_lost(now, waits_long):
            log.error("rang_for_lost_tickets", tickets=tickets)

    def _take_from_hung_steps(self) -> None:
        """A step that hangs keeps its thread, and its run no longer: nothing that it does then is recorded, and it
        posts nothing (:mod:`router.stages.deliver`). The watchdog rings for its ticket."""
        for one in self._at_work.hung(STEP_LIMIT):
            log.error("step_hangs", run_id=one.run, ticket_id=one.ticket, step=one.step)
            self._store.client.cancel_workflows([one.run])
