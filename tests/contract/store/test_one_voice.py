"""Real workers: of a ticket's bells one is worked on at a time, whoever does it."""

from __future__ import annotations

from benchmarks.chaos.gathering import spans
from tests.contract.store.programs import Workers
from tests.jobs import wait_for

SLOW = 1.5


def test_a_ticket_that_rings_again_while_it_is_worked_on_waits_its_turn(workers: Workers) -> None:
    workers.start()
    rings_twice(workers)


def test_that_holds_between_workers_too(many: Workers) -> None:
    many.start()
    many.start()
    for _ in range(3):
        rings_twice(many)


def rings_twice(workers: Workers) -> None:
    """The second bell rings in the first run, which takes its time."""
    workers.control.fault("slow", path="/tickets/*", method="GET", count=1, seconds=SLOW)
    ticket = workers.new_ticket()
    workers.fault_is_met()
    workers.store.inbox.ring(ticket, workers.store.clock.now(), 0.0)
    wait_for(lambda: len(runs_of(workers, ticket)) == 2)
    (_, first_ended), (second_began, _) = runs_of(workers, ticket)
    assert second_began >= first_ended


def runs_of(workers: Workers, ticket: int) -> list[tuple[float, float]]:
    """Beginning and end of each run of the ticket that has ended, in order."""
    ended = {run for _, _, run, outcome in workers.store.inbox.of_ticket(ticket) if outcome}
    return sorted((began, end) for number, run, began, end in spans(workers.store) if number == ticket and run in ended)
