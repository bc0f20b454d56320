"""Real workers, killed, stopped and woken, on both databases."""

from __future__ import annotations

import os
import signal

import pytest
import sqlalchemy as sa

from tests.contract.store.programs import Worker, Workers
from tests.jobs import wait_for


def test_a_worker_that_is_killed_in_its_post_loses_nothing_and_says_nothing_twice(workers: Workers) -> None:
    workers.start()
    workers.control.fault("slow", path="/tickets/*/notes", count=1, seconds=2)
    ticket = workers.new_ticket()
    worker = workers.at_work(workers.run_of(ticket))
    workers.fault_is_met()
    worker.kill()
    worker.wait()
    workers.start()
    wait_for(lambda: workers.answered(ticket))
    assert len(workers.control.notes(ticket)) == 1


def test_a_dead_workers_tickets_are_answered_by_the_living(many: Workers) -> None:
    many.start()
    many.start()
    many.control.fault("slow", path="/tickets/*", method="GET", count=1, seconds=30)
    ticket = many.new_ticket()
    worker = many.at_work(many.run_of(ticket))
    many.fault_is_met()
    worker.kill()
    worker.wait()
    wait_for(lambda: many.answered(ticket))
    assert len(many.control.notes(ticket)) == 1


@pytest.mark.parametrize(
    ("path", "method"), [("/tickets/*", "GET"), ("/tickets/*/notes", "POST")], ids=["before its post", "in its post"]
)
def test_a_worker_that_stands_still_is_stood_in_for_and_does_no_harm_when_it_goes_on(
    many: Workers, path: str, method: str
) -> None:
    many.start()
    many.start()
    skip = 1 if method == "GET" else 0  # the reading right before the post
    many.control.fault("slow", path=path, method=method, count=1, seconds=1, skip=skip)
    ticket = many.new_ticket()
    run = many.run_of(ticket)
    frozen = many.at_work(run)
    many.fault_is_met()
    frozen.send_signal(signal.SIGSTOP)
    wait_for(lambda: many.answered(ticket))
    frozen.send_signal(signal.SIGCONT)
    beats = many.store.heartbeats.all()
    wait_for(lambda: many.store.heartbeats.all()[_name(frozen)] != beats[_name(frozen)] or frozen.poll())
    other = many.new_ticket()
    wait_for(lambda: many.answered(other))
    assert [len(many.control.notes(one)) for one in (ticket, other)] == [1, 1]


def test_workers_outlive_a_restart_of_the_database(many: Workers) -> None:
    many.start()
    many.start()
    with many.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    tickets = [many.new_ticket() for _ in range(3)]
    wait_for(lambda: all(many.answered(ticket) for ticket in tickets))
    assert [worker.poll() for worker in many.running] == [None, None]
    assert [len(many.control.notes(ticket)) for ticket in tickets] == [1, 1, 1]


def _name(worker: Worker) -> str:
    return f"{os.uname().nodename}:{worker.pid}"


def test_a_worker_that_is_told_to_stop_does_not_wait_for_a_run_that_sleeps(workers: Workers) -> None:
    workers.control.fault("429", path="/tickets/*/notes", count=1, retry_after=120)
    worker = workers.start()
    run = workers.run_of(workers.new_ticket())
    wait_for(lambda: "DBOS.sleep" in workers.steps_of(run))
    worker.terminate()
    assert worker.wait(timeout=60) == 0
