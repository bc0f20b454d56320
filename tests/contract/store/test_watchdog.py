import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from router.store.deaths import Deaths
from router.store.inbox import APPLICATION_VERSION, History, Inbox, open_client
from router.store.tables import inbox as table
from router.store.watchdog import Watchdog
from tests.jobs import change_jobs, jobs

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def inbox(engine: sa.Engine) -> Inbox:
    return Inbox(engine, open_client(engine))


@pytest.fixture
def watchdog(engine: sa.Engine, inbox: Inbox) -> Watchdog:
    return Watchdog(engine, open_client(engine), inbox)


def look(watchdog: Watchdog) -> list[int]:
    return watchdog.ring_for_the_lost(NOON + HOUR, HOUR / 2)


def the_job(engine: sa.Engine) -> str:
    with engine.connect() as connection:
        return connection.execute(sa.select(table.c.job)).scalar_one()


def test_a_bell_whose_job_died_before_taking_it_is_rung_again(
    engine: sa.Engine, inbox: Inbox, watchdog: Watchdog
) -> None:
    inbox.ring(7, NOON, 0)
    change_jobs(engine, status="ERROR")
    assert inbox.ring(7, NOON, 0) == "already waiting"
    assert look(watchdog) == [7]
    assert sorted(jobs(engine)) == [("ENQUEUED", "7"), ("ERROR", "7")]
    assert look(watchdog) == []
    assert inbox.oldest_waiting() == NOON


def test_a_bell_whose_job_waits_its_turn_is_left_alone_however_long_that_takes(
    engine: sa.Engine, inbox: Inbox, watchdog: Watchdog
) -> None:
    inbox.ring(7, NOON, 0)
    assert look(watchdog) == []
    assert jobs(engine) == [("ENQUEUED", "7")]


def test_a_bell_whose_run_died_at_work_is_rung_again_with_its_history(
    engine: sa.Engine, inbox: Inbox, watchdog: Watchdog
) -> None:
    inbox.ring(7, NOON, 0)
    inbox.claim(7, the_job(engine))
    Deaths(engine, open_client(engine)).count([the_job(engine)], NOON)
    assert look(watchdog) == []
    change_jobs(engine, status="ERROR")
    assert look(watchdog) == [7]
    assert look(watchdog) == []
    assert inbox.claim(7, "run-2") == History(NOON, 0, deaths=1)


def test_a_bell_that_waits_behind_a_dead_run_keeps_its_job_and_inherits_the_history(
    engine: sa.Engine, inbox: Inbox, watchdog: Watchdog
) -> None:
    inbox.ring(7, NOON, 0)
    inbox.claim(7, the_job(engine))
    change_jobs(engine, status="ERROR")
    inbox.ring(7, NOON + HOUR, 0)
    assert look(watchdog) == [7]
    assert sorted(jobs(engine)) == [("ENQUEUED", "7"), ("ERROR", "7")]
    assert inbox.claim(7, "run-2") == History(NOON)


def test_for_a_run_that_nobody_may_take_up_the_ticket_is_rung_at_once(
    engine: sa.Engine, inbox: Inbox, watchdog: Watchdog
) -> None:
    inbox.ring(7, NOON, 0)
    run = the_job(engine)
    inbox.claim(7, run)
    Deaths(engine, open_client(engine)).count([run], NOON)
    assert watchdog.ring_instead_of([run, "run-9"]) == [7]
    assert watchdog.ring_instead_of([run]) == []
    assert inbox.claim(7, "run-2") == History(NOON, 0, deaths=1)


def test_a_young_bell_and_an_ended_run_are_left_alone(engine: sa.Engine, inbox: Inbox, watchdog: Watchdog) -> None:
    inbox.ring(7, NOON, 0)
    inbox.ring(8, NOON, 0)
    inbox.claim(8, "run-8")
    inbox.end("run-8", "answered")
    change_jobs(engine, status="ERROR")
    assert watchdog.ring_for_the_lost(NOON + HOUR, HOUR * 2) == []
    assert len(jobs(engine)) == 2


def test_a_bell_of_a_program_that_told_no_job_is_rung_again(
    engine: sa.Engine, inbox: Inbox, watchdog: Watchdog
) -> None:
    inbox.ring(7, NOON, 0)
    with engine.begin() as connection:
        connection.execute(sa.update(table).values(job=None))
    assert look(watchdog) == [7]
    assert look(watchdog) == []


def test_what_another_version_left_undone_is_taken_from_it_and_rung_again(
    engine: sa.Engine, inbox: Inbox, watchdog: Watchdog
) -> None:
    inbox.ring(7, NOON, 0)
    change_jobs(engine, application_version=f"{APPLICATION_VERSION}.old")
    assert look(watchdog) == [7]
    assert sorted(jobs(engine)) == [("CANCELLED", "7"), ("ENQUEUED", "7")]


def test_of_many_watchdogs_one_rings(engine: sa.Engine, inbox: Inbox, watchdog: Watchdog) -> None:
    inbox.ring(7, NOON, 0)
    change_jobs(engine, status="ERROR")
    rang: list[list[int]] = []
    together = threading.Barrier(6)

    def look_too() -> None:
        together.wait()
        rang.append(look(watchdog))

    threads = [threading.Thread(target=look_too) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(rang) == [[]] * 5 + [[7]]
    assert sorted(jobs(engine)) == [("ENQUEUED", "7"), ("ERROR", "7")]
