"""The worker program: it takes a slot and answers tickets until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from types import FrameType
from typing import NoReturn

import structlog
from dbos import DBOS, DBOSPortableJSONSerializer

from router.adapters.git import commit_of
from router.at_work import AtWork
from router.doors import Doors
from router.errors import Problem
from router.rulebook.complaints import RulesInvalid
from router.settings import Settings, SettingsInvalid
from router.store.database import set_up_database
from router.store.folder_problem import in_force_problem
from router.store.inbox import APPLICATION, APPLICATION_VERSION, QUEUE
from router.store.slots import Slot, SlotLostError, worker_slot
from router.wiring import Store, open_doors, open_rounds, open_store
from router.workflow import Job
from router.working.pulse import Pulse
from router.working.reaper import Reaper

DRAIN_SECONDS = 30
"""So long the runs in hand may go on after the stop; what hasn't ended then is adopted at the next start."""

log = structlog.get_logger()


def work(settings: Settings) -> None:
    """Answer tickets until SIGTERM or SIGINT, and end the process.

    Raises ``SettingsInvalid`` for what must be mended first, and ``NoFreeSlotError``.
    """
    stop = threading.Event()
    _stop_on_signals(stop)
    set_up_database(settings)
    store = open_store(settings, connections=settings.worker_threads + 6)
    with worker_slot(store.engine, settings.var) as slot:
        store.sweeps.begin(store.clock.now())
        doors = open_doors(settings, store)
        _take_rules_at_first_start(settings, store)
        _try_freshdesk(doors)
        _warm_up(doors)
        with open_rounds(settings, store):
            code = answer_and_tell(settings, store, doors, slot, stop)
    leave(code)


def answer_and_tell(settings: Settings, store: Store, doors: Doors, slot: Slot, stop: threading.Event) -> int:
    """The exit code: 1 when another worker has taken this one's place, for then it must be started anew."""
    try:
        answer(settings, store, doors, slot, stop)
    except SlotLostError as lost:
        log.error("slot_lost", says=str(lost))
        return 1
    return 0


def leave(code: int) -> NoReturn:
    """End at once: a thread that sleeps or hangs is waited for by nobody, what it had in hand is adopted."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def answer(settings: Settings, store: Store, doors: Doors, slot: Slot, stop: threading.Event) -> None:
    """Adopt what an earlier life left, and do the queue's jobs. Raises ``SlotLostError``."""
    at_work = AtWork(store.clock)
    reaper = Reaper(store, slot, at_work)
    reaper.look()
    _launch(settings, store, Job(doors, store.inbox, store.records, at_work), slot)
    drain = 0
    try:
        pulse = Pulse(settings, store, doors, slot, at_work, reaper)
        pulse.beat_until(stop)
        drain = DRAIN_SECONDS
    finally:
        DBOS.destroy(workflow_completion_timeout_sec=drain)
        log.info("worker_stopped")
    pulse.end()


def _launch(settings: Settings, store: Store, job: Job, slot: Slot) -> None:
    logging.getLogger("dbos").setLevel(logging.WARNING)
    DBOS(
        config={
            "name": APPLICATION,
            "system_database_engine": store.engine,
            "application_version": APPLICATION_VERSION,
            "executor_id": slot.executor,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
        }
    )
    job.register()
    DBOS.launch()
    # One run at a time for each ticket; no other limit, which SQLite's queue would not keep.
    DBOS.register_queue(
        QUEUE, partition_concurrency=1, worker_concurrency=settings.worker_threads, polling_interval_sec=0.2
    )
    log.info("worker_ready", threads=settings.worker_threads, slot=slot.executor)


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


def _stop_on_signals(stop: threading.Event) -> None:
    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
