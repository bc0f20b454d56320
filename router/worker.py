"""The worker program: DBOS with threads, the embedding model, and a sign of life."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from types import FrameType

import structlog
from dbos import DBOS, DBOSPortableJSONSerializer

from router.adapters.git import commit_of
from router.doors import Doors
from router.errors import Problem
from router.rulebook.complaints import RulesInvalid
from router.settings import Settings, SettingsInvalid
from router.store.database import set_up_database
from router.store.folder_problem import FOLDER, in_force_problem
from router.store.inbox import APPLICATION, APPLICATION_VERSION, QUEUE
from router.store.slots import worker_slot
from router.store.watched_folder import WatchedFolder
from router.wiring import Store, open_doors, open_store
from router.workflow import Job

BEAT_SECONDS = 5.0
LOOK_EVERY = timedelta(minutes=1)
LOST_AFTER = timedelta(minutes=15)
"""How long a bell may stay untaken, or its run unfinished and dead, before it is rung again."""
DRAIN_SECONDS = 30

log = structlog.get_logger()


def work(settings: Settings) -> None:
    """Answer tickets until SIGTERM or SIGINT. Raises ``SettingsInvalid`` for what must be mended first."""
    stop = threading.Event()
    _stop_on_signals(stop)
    set_up_database(settings)
    store = open_store(settings, connections=settings.worker_threads + 6)
    with worker_slot(store.engine, settings.var) as slot:
        doors = open_doors(settings, store)
        _take_rules_at_first_start(settings, store)
        _try_freshdesk(doors)
        _warm_up(doors)
        _launch(settings, store, doors, slot)
        try:
            Pulse(settings, store, doors).beat_until(stop)
        finally:
            DBOS.destroy(workflow_completion_timeout_sec=DRAIN_SECONDS)
            log.info("worker_stopped")


def _launch(settings: Settings, store: Store, doors: Doors, slot: str) -> None:
    logging.getLogger("dbos").setLevel(logging.WARNING)
    DBOS(
        config={
            "name": APPLICATION,
            "system_database_engine": store.engine,
            "application_version": APPLICATION_VERSION,
            "executor_id": slot,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
        }
    )
    Job(doors, store.inbox, store.records).register()
    DBOS.launch()
    # One run at a time for each ticket; no other limit, which SQLite's queue would not keep.
    DBOS.register_queue(
        QUEUE, partition_concurrency=1, worker_concurrency=settings.worker_threads, polling_interval_sec=0.2
    )
    log.info("worker_ready", threads=settings.worker_threads)


def _try_freshdesk(doors: Doors) -> None:
    """Say at the start what would else be seen at the first ticket."""
    try:
        log.info("freshdesk_ready", agent=doors.desk.me())
    except Problem as problem:
        log.error("freshdesk_not_ready", says=problem.says)


def _take_rules_at_first_start(settings: Settings, store: Store) -> None:
    """A new installation starts with the folder's rules; later only ``rules publish`` or the watcher changes them."""
    if store.rule_sets.hash_in_force() is not None:
        if says := in_force_problem(store.rule_sets):
            log.error("rules_in_force_not_used", says=says)
        return
    commit, now = commit_of(settings.rules), store.clock.now()
    try:
        rules = store.rule_sets.publish(settings.rules, "worker", now, "first start", commit)
    except RulesInvalid as invalid:
        raise SettingsInvalid(f"the rules can't be used, nothing was published:\n{invalid}") from invalid
    log.info("rules_published", sha256=rules.sha256[:12], author="first start")


def _warm_up(doors: Doors) -> None:
    """Mend a missing or damaged index, and load the model, before the first ticket pays for it."""
    try:
        doors.index.warm_up()
    except Problem as problem:
        log.warning("index_not_ready", says=problem.says)


def try_each(**tasks: Callable[[], None]) -> None:
    """Do all of them; one that fails is logged by its name and keeps none of the others from being done."""
    for name, task in tasks.items():
        try:
            task()
        except Exception:
            log.exception(f"{name}_failed")


class Pulse:
    """The sign of life every few seconds, and what is looked at on the way: rules folder and index."""

    def __init__(self, settings: Settings, store: Store, doors: Doors) -> None:
        self._settings = settings
        self._store = store
        self._doors = doors
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._folder = WatchedFolder(settings.rules, store.rule_sets, store.publications, commit_of)
        self._began: datetime = store.clock.now()
        self._looked: datetime = self._began

    def beat_until(self, stop: threading.Event) -> None:
        """Beat until told to stop. What fails is logged and tried again at the next beat; the rest goes on."""
        while True:
            try_each(watchdog=self._ring_for_the_lost, rules_folder=self._look_at_the_rules, heartbeat=self._beat)
            if stop.wait(BEAT_SECONDS):
                return

    def _look_at_the_rules(self) -> None:
        self._folder.look(self._store.clock.now(), publish=self._settings.rules_watch)

    def _beat(self) -> None:
        self._store.heartbeats.beat(self._name, self._state(), self._store.clock.now())

    def _state(self) -> dict[str, object]:
        index = self._doors.index.state_or_problem()
        return {
            "since": self._began.isoformat(timespec="seconds"),
            "problems": {
                "index": index.problem,
                "customer list": self._customer_list_problem(),
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

    def _ring_for_the_lost(self) -> None:
        now = self._store.clock.now()
        if now - self._looked < LOOK_EVERY:
            return
        self._looked = now
        waits_long = LOST_AFTER + timedelta(seconds=self._settings.quiet_seconds)
        if tickets := self._store.inbox.ring_for_the_lost(now, waits_long):
            log.error("rang_for_lost_tickets", tickets=tickets)


def _stop_on_signals(stop: threading.Event) -> None:
    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
