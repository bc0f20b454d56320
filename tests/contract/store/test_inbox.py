import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from router.store.inbox import Inbox, open_client
from router.store.tables import inbox as table

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def inbox(engine: sa.Engine) -> Inbox:
    return Inbox(engine, open_client(engine))


def of_dbos(engine: sa.Engine, table: str) -> str:
    return f"dbos.{table}" if engine.dialect.name == "postgresql" else table


def jobs(engine: sa.Engine) -> list[tuple[str, str | None]]:
    with engine.connect() as connection:
        return [
            tuple(row)
            for row in connection.execute(
                sa.text(f"SELECT status, queue_partition_key FROM {of_dbos(engine, 'workflow_status')}")
            )
        ]


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
    assert inbox.postpone("run-1", 7, NOON, 60, attempt=1, first_at=NOON) == "queued"
    assert sorted(jobs(engine)) == [("DELAYED", "7"), ("ENQUEUED", "7")]


def test_a_postponed_run_leaves_it_to_the_bell_that_rang_meanwhile(engine: sa.Engine, inbox: Inbox) -> None:
    inbox.ring(7, NOON, 0)
    inbox.claim(7, "run-1")
    inbox.ring(7, NOON, 0)
    assert inbox.postpone("run-1", 7, NOON, 60, attempt=1, first_at=NOON) == "already waiting"
    with engine.connect() as connection:
        outcomes = connection.execute(sa.select(table.c.run, table.c.outcome).order_by(table.c.id)).all()
    assert outcomes == [("run-1", "postponed"), (None, None)]


def kill_jobs(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {of_dbos(engine, 'workflow_status')} SET status = 'ERROR'"))


def test_a_bell_whose_job_died_before_taking_it_is_rung_again(engine: sa.Engine, inbox: Inbox) -> None:
    inbox.ring(7, NOON, 0)
    kill_jobs(engine)
    assert inbox.ring(7, NOON, 0) == "already waiting"
    assert inbox.ring_for_the_lost(NOON + HOUR, HOUR / 2) == [7]
    assert sorted(jobs(engine)) == [("ENQUEUED", "7"), ("ERROR", "7")]


def test_a_bell_whose_run_died_at_work_is_rung_again(engine: sa.Engine, inbox: Inbox) -> None:
    inbox.ring(7, NOON, 0)
    with engine.connect() as connection:
        run = connection.execute(
            sa.text(f"SELECT workflow_uuid FROM {of_dbos(engine, 'workflow_status')}")
        ).scalar_one()
    inbox.claim(7, run)
    assert inbox.ring_for_the_lost(NOON + HOUR, HOUR / 2) == []
    kill_jobs(engine)
    assert inbox.ring_for_the_lost(NOON + HOUR, HOUR / 2) == [7]
    assert inbox.ring_for_the_lost(NOON + HOUR, HOUR / 2) == []


def test_a_young_bell_and_an_ended_run_are_left_alone(engine: sa.Engine, inbox: Inbox) -> None:
    inbox.ring(7, NOON, 0)
    inbox.ring(8, NOON, 0)
    inbox.claim(8, "run-8")
    inbox.end("run-8", "answered")
    kill_jobs(engine)
    assert inbox.ring_for_the_lost(NOON + HOUR, HOUR * 2) == []
    assert len(jobs(engine)) == 2
