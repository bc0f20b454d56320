"""A worker that is told to stop finishes what it has in hand, or hands it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.store.programs import Workers, workers_on
from tests.jobs import wait_for


def told_to_stop_at_work(workers: Workers) -> tuple[int, int]:
    """A ticket whose run was in hand when its worker was told to stop, and that worker's exit code."""
    worker = workers.start()
    workers.control.fault("slow", path="/tickets/*", method="GET", seconds=2.0)
    ticket = workers.new_ticket()
    workers.slot_at_work(workers.run_of(ticket))
    workers.fault_is_met()
    worker.terminate()
    return ticket, worker.wait(timeout=60)


def test_a_run_in_hand_is_finished_before_the_worker_ends(tmp_path: Path) -> None:
    with workers_on("sqlite", tmp_path) as workers:
        workers.environment["DRAIN_SECONDS"] = "30"
        ticket, code = told_to_stop_at_work(workers)
        assert code == 0
        assert workers.store.heartbeats.all() == {}
        assert workers.answered(ticket)
        assert len(workers.control.notes(ticket)) == 1


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_could_not_be_finished_in_time_is_handed_back_and_finished_by_the_next(
    database: str, tmp_path: Path
) -> None:
    with workers_on(database, tmp_path) as workers:
        ticket, code = told_to_stop_at_work(workers)
        assert code == 0
        assert not workers.answered(ticket)
        workers.start()
        wait_for(lambda: workers.answered(ticket))
        assert len(workers.control.notes(ticket)) == 1
