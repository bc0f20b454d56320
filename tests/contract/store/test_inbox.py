import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from router.store.inbox import History, Inbox, open_client
from router.store.tables import inbox as table
from tests.jobs import jobs, of_dbos

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


HISTORY = History(NOON - HOUR, attempt=3, deaths=1)


@pytest.fixture
def inbox(engine: sa.Engine) -> Inbox:
    return Inbox(engine, open_client(engine))


def test_a_bell_becomes_one_row_and_one_job_of_its_ticket(engine: sa.Engine, inbox: Inbox) -> None:
    assert inbox.ring(7, NOON, 0) == "queued"
    assert jobs(engine) == [("ENQUEUED", "7")]


def test_a_second_bell_finds_the_first_still_waiting(engine: sa.Engine, inbox: Inbox) -> None:
    inbox.ring(7, NOON, 0)
    assert inbox.ring(7, NOON, 0) == "already waiting"
    assert len(jobs(engine)) == 1


def test_a_bell_after_the_claim_is_a_new_one(engine: sa.Engine, inbox: Inbox) -> None:
    inbox.ring(7, NOON, 0)
    inbox.claim(7, "run-1")
    assert inbox.ring(7, NOON, 0) == "queued"
    assert len(jobs(engine)) == 2


def test_other_tickets_ring_on_their_own(engine: sa.Engine, inbox: Inbox) -> None:
    inbox.ring(7, NOON, 0)
    assert inbox.ring(8, NOON, 0) == "queued"


def test_quiet_time_delays_the_job(engine: sa.Engine, inbox: Inbox) -> None:
    inbox.ring(7, NOON, 30)
    assert jobs(engine) == [("DELAYED", "7")]


def test_row_and_job_are_one_transaction(engine: sa.Engine, inbox: Inbox) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text(f"ALTER TABLE {of_dbos(engine, 'workflow_status')} RENAME TO workflow_status_gone"))
    with pytest.raises(sa.exc.SQLAlchemyError):
        inbox.ring(7, NOON, 0)
    assert inbox.oldest_waiting() is None


def test_many_bells_at_once_make_one_job(engine: sa.Engine, inbox: Inbox) -> None:
    answers: list[str] = []
    ringers = [threading.Thread(target=lambda: answers.append(inbox.ring(7, NOON, 0))) for _ in range(16)]
    for ringer in ringers:
        ringer.start()
    for ringer in ringers:
        ringer.join()
    assert answers.count("queued") == 1
    assert len(answers) == 16
    assert len(jobs(engine)) == 1


def test_a_postponed_run_rings_again_later(engine: sa.Engine, inbox: Inbox) -> None:
    inbox.ring(7, NOON, 0)
    inbox.claim(7, "run-1")
    assert inbox.postpone("run-1", 7, NOON, 60, HISTORY) == "queued"
    assert sorted(jobs(engine)) == [("DELAYED", "7"), ("ENQUEUED", "7")]


def test_a_postponed_run_leaves_it_to_the_bell_that_rang_meanwhile(engine: sa.Engine, inbox: Inbox) -> None:
    inbox.ring(7, NOON, 0)
    inbox.claim(7, "run-1")
    inbox.ring(7, NOON, 0)
    assert inbox.postpone("run-1", 7, NOON, 60, HISTORY) == "already waiting"
    with engine.connect() as connection:
        outcomes = connection.execute(sa.select(table.c.run, table.c.outcome).order_by(table.c.id)).all()
    assert outcomes == [("run-1", "postponed"), (None, None)]


def test_a_run_is_told_how_long_its_ticket_has_waited(inbox: Inbox) -> None:
    inbox.ring(7, NOON, 0)
    assert inbox.claim(7, "run-1") == History(NOON)
    inbox.postpone("run-1", 7, NOON + HOUR, 60, HISTORY)
    assert inbox.claim(7, "run-2") == HISTORY


def test_a_claim_that_is_made_again_after_a_crash_finds_what_it_took(inbox: Inbox) -> None:
    inbox.ring(7, NOON, 0)
    inbox.claim(7, "run-1")
    assert inbox.claim(7, "run-1") == History(NOON)
    assert inbox.claim(7, "run-2") is None


def test_a_bell_that_rang_while_a_run_was_at_work_inherits_its_history(inbox: Inbox) -> None:
    inbox.ring(7, NOON, 0)
    inbox.claim(7, "run-1")
    inbox.ring(7, NOON, 0)
    inbox.postpone("run-1", 7, NOON, 60, HISTORY)
    assert inbox.claim(7, "run-2") == HISTORY


def test_an_older_history_is_not_shortened(inbox: Inbox) -> None:
    inbox.ring(7, NOON, 0)
    inbox.claim(7, "run-1")
    inbox.postpone("run-1", 7, NOON, 60, HISTORY)
    inbox.postpone("run-0", 7, NOON, 60, History(NOON, attempt=1))
    assert inbox.claim(7, "run-2") == HISTORY
