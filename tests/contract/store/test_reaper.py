"""Whose work is adopted, and whose is left to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from router.at_work import AtWork
from router.settings import Settings
from router.store.database import open_engine
from router.store.slots import Slot, worker_slot
from router.wiring import Store, open_store
from router.working.reaper import NO_SIGN_OF_LIFE, TO_BEGIN, Reaper
from tests.clock import SetClock
from tests.jobs import change_jobs, jobs

SECOND = timedelta(seconds=1)


@dataclass
class Case:
    """A worker's reaper, and one job of ticket 7."""

    store: Store
    clock: SetClock
    slot: Slot
    at_work: AtWork
    reaper: Reaper
    job: str = ""

    def taken(self, executor: str, ago: timedelta = timedelta(0)) -> None:
        """The job is in the hands of this executor, which took it so long ago."""
        at = int((self.clock.now() - ago).timestamp() * 1000)
        change_jobs(self.store.engine, self.job, status="PENDING", executor_id=executor, started_at_epoch_ms=at)

    def status(self) -> str:
        [(status, _)] = jobs(self.store.engine)
        return status


@pytest.fixture
def case(settings: Settings) -> Iterator[Case]:
    clock: Any = SetClock()
    store = replace(open_store(settings), clock=clock)
    store.inbox.ring(7, clock.now(), 0.0)
    with worker_slot(store.engine, settings.var) as slot:
        at_work = AtWork(clock)
        case = Case(store, clock, slot, at_work, Reaper(store, slot, at_work))
        case.job = store.client.list_workflows()[0].workflow_id
        store.inbox.claim(7, case.job)
        yield case
    store.engine.dispose()


@pytest.fixture
def other(case: Case, settings: Settings) -> Iterator[Slot]:
    """The slot of another worker, which lives."""
    if case.store.engine.dialect.name != "postgresql":
        pytest.skip("SQLite takes one worker")
    engine = open_engine(settings)
    with worker_slot(engine, settings.var) as slot:
        case.taken(slot.executor)
        yield slot
    engine.dispose()


def test_what_an_earlier_life_of_this_worker_left_is_adopted(case: Case) -> None:
    case.taken("slot-1:before")
    case.reaper.look()
    assert case.status() == "ENQUEUED"


def test_what_a_worker_of_the_version_before_left_is_adopted(case: Case) -> None:
    case.taken("slot-1")
    case.reaper.look()
    assert case.status() == "ENQUEUED"


def test_what_this_worker_has_in_hand_is_left_to_it(case: Case) -> None:
    case.taken(case.slot.executor, ago=TO_BEGIN * 5)
    with case.at_work.on(case.job, 7):
        case.reaper.look()
    assert case.status() == "PENDING"


@pytest.mark.parametrize(("ago", "status"), [(TO_BEGIN - SECOND, "PENDING"), (TO_BEGIN + SECOND, "ENQUEUED")])
def test_what_this_worker_took_and_never_began_goes_back_to_the_queue(case: Case, ago: timedelta, status: str) -> None:
    case.taken(case.slot.executor, ago)
    case.reaper.look()
    assert case.status() == status


def test_jobs_of_executors_that_have_no_slot_are_nobodys_business(case: Case) -> None:
    case.taken("local")
    case.reaper.look()
    assert case.status() == "PENDING"


def test_a_living_worker_keeps_its_work_and_a_dead_one_loses_it(case: Case, other: Slot) -> None:
    case.reaper.look()
    assert case.status() == "PENDING"
    other.free()
    case.reaper.look()
    assert case.status() == "ENQUEUED"


def test_a_worker_that_stands_still_loses_its_slot_and_its_work(case: Case, other: Slot) -> None:
    case.store.heartbeats.beat("w2", {"slot": other.executor}, case.clock.now())
    for wait in (timedelta(0), NO_SIGN_OF_LIFE - SECOND):
        case.clock.forward(wait.total_seconds())
        case.reaper.look()
        assert case.status() == "PENDING"
    case.clock.forward(2)
    for _ in range(100):  # the server ends the other session in its own time
        case.reaper.look()
        if case.status() == "ENQUEUED":
            break
    assert case.status() == "ENQUEUED"


def test_a_worker_whose_clock_is_late_and_which_beats_keeps_both(case: Case, other: Slot) -> None:
    for _ in range(5):
        case.store.heartbeats.beat("w2", {"slot": other.executor}, case.clock.now() - timedelta(hours=1))
        case.reaper.look()
        case.clock.forward((NO_SIGN_OF_LIFE - SECOND).total_seconds())
    other.hold()
    assert case.status() == "PENDING"
    with case.slot.abandoned(other.number) as dead:
        assert not dead
