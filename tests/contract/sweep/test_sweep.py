"""The sweep on a real list over HTTP and in both databases: its window, its manners, and what it leaves alone."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from router.adapters.freshdesk_http import FreshdeskCalls
from router.adapters.freshdesk_list import TicketFeed
from router.doors import SystemClock
from router.errors import Unavailable
from router.run import Run
from router.store.sweeps import looked_by
from router.sweep.rounds import Rounds
from router.sweep.sweep import OVERLAP, Pace, Sweep
from tests.contract.sweep.conftest import AT_ONCE, House

HASTY = Pace(grace=0.0, most_waiting=10**6, rest=0.0, patience=0.0)
EVERY = timedelta(minutes=5)


def hours(*opened: float, **more: Any) -> dict[str, Any]:
    """A desk whose tickets were opened so many hours ago and wait since."""
    tickets = [{"subject": "Lock-in", "text": "How long?", "status": 2, "hours ago": ago, **more} for ago in opened]
    return {"people": [{"name": "Asha Rao", "email": "asha@mail.example", "earlier tickets": tickets}]}


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> dict[str, Any]:
    return getattr(request, "param", hours(*[40 - n / 10 for n in range(250)]))


def test_the_window_moves_to_shortly_before_the_sweep_began(house: House) -> None:
    house.begin()
    before = SystemClock().now()
    house.sweep().go()
    window = house.ledger.window()
    assert abs(window.since - (before - timedelta(seconds=AT_ONCE.grace) - OVERLAP)) < timedelta(seconds=5)
    assert window.told["rung"] == len(house.bells()) == 250


def test_a_page_that_fails_midway_leaves_the_window_where_it_was(house: House) -> None:
    house.begin()
    begun = house.ledger.window().since
    house.control.fault("5xx", path="/tickets", method="GET", count=-1, skip=1)
    with pytest.raises(Unavailable):
        house.sweep().go()
    window = house.ledger.window()
    assert (window.since, window.swept_at) == (begun, None)
    assert "502" in window.problem
    # What the first page held is rung; the next sweep rings for the rest, and for none of them twice.
    assert len(house.bells()) == 100
    house.control.clear_faults()
    house.sweep().go()
    assert house.bells() == [ticket["id"] for ticket in house.tickets()]
    assert house.ledger.window().problem == ""


def test_a_spent_limit_is_waited_out_and_the_sweep_goes_on(house: House) -> None:
    house.begin()
    house.control.fault("429", path="/tickets", method="GET", count=3, retry_after=40, skip=1)
    house.sweep(Pace(most_waiting=10**6, rest=0.0, patience=600.0)).go()
    assert [seconds for seconds in house.waited if seconds] == [40, 40, 40]
    assert len(house.bells()) == 250


@pytest.mark.parametrize("seed", [hours(5.0, 4.0, 3.0)], indirect=True)
def test_it_waits_while_too_many_bells_wait(house: House) -> None:
    house.begin()

    def a_run_takes_one(seconds: float) -> None:
        house.waited.append(seconds)
        house.inbox.claim(house.bells()[0], "run-1")

    calls = FreshdeskCalls(house.desk.url, house.desk.api_key, 5.0)
    pace = Pace(most_waiting=2, rest=0.0, again=7.0)
    Sweep(TicketFeed(calls), house.ledger, SystemClock(), a_run_takes_one, pace).go()
    assert house.waited == [7.0]
    assert len(house.bells()) == 3


@pytest.mark.parametrize("seed", [hours(5.0, 4.0, 3.0)], indirect=True)
def test_bells_that_nobody_takes_do_not_hold_it_up_for_ever(house: House) -> None:
    house.begin()

    def nothing_happens(seconds: float) -> None:
        house.waited.append(seconds)
        assert sum(house.waited) < 100

    calls = FreshdeskCalls(house.desk.url, house.desk.api_key, 5.0)
    pace = Pace(most_waiting=1, rest=0.0, again=7.0, patience=21.0)
    Sweep(TicketFeed(calls), house.ledger, SystemClock(), nothing_happens, pace).go()
    assert house.waited == [7.0, 7.0, 7.0]
    assert len(house.bells()) == 3


@pytest.mark.parametrize("seed", [hours(5.0)], indirect=True)
def test_a_ticket_that_has_just_changed_is_rung_for_by_a_later_sweep(house: House) -> None:
    house.begin()
    young = house.control.mail("How long is my money locked in?")
    assert house.sweep().go().left["just changed"] == 1
    assert young not in house.bells()
    # The window reaches back before it, so the next sweep lists it again.
    house.sweep(HASTY).go()
    assert young in house.bells()


@pytest.mark.parametrize("ahead", [900, -900])
@pytest.mark.parametrize("seed", [hours(5.0)], indirect=True)
def test_clocks_that_differ_by_a_quarter_of_an_hour_hide_nothing(house: House, ahead: float) -> None:
    house.control.clock(ahead)
    house.begin()
    house.sweep(HASTY).go()
    for _ in range(2):
        number = house.control.mail("How long is my money locked in?")
        house.sweep(HASTY).go()
        assert house.bells().count(number) == 1
        house.sweep(HASTY).go()
        assert house.bells().count(number) == 1


class WaitingClock:
    """Ours, and Freshdesk's with it: waiting moves both."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._waited = 0.0

    def now(self) -> datetime:
        return SystemClock().now() + timedelta(seconds=self._waited)

    def wait(self, seconds: float) -> None:
        self._waited += seconds
        self._house.control.clock(self._waited)


@pytest.mark.parametrize("seed", [hours(1.0)], indirect=True)
def test_a_first_page_that_was_waited_for_makes_no_difference_of_clocks(house: House) -> None:
    house.begin()
    clock = WaitingClock(house)
    house.inbox.ring(1, clock.now() - timedelta(minutes=65), 0.0)
    house.inbox.claim(1, "run-1")  # it may have read the ticket before its last change, five minutes later
    house.control.fault("429", path="/tickets", retry_after=600)
    calls = FreshdeskCalls(house.desk.url, house.desk.api_key, 5.0)
    Sweep(TicketFeed(calls), house.ledger, clock, clock.wait, replace(AT_ONCE, patience=900.0)).go()
    assert house.bells() == [1, 1]


@pytest.mark.parametrize("seed", [hours(*[5.0] * 230, 4.0)], indirect=True)
def test_a_bulk_update_of_one_second_hides_nothing(house: House) -> None:
    house.begin()
    house.sweep().go()
    assert len(house.bells()) == 231


def test_tickets_that_change_while_the_pages_are_read_are_all_seen(house: House) -> None:
    house.begin()
    numbers = iter(range(1, 250))

    def an_agent_works(_seconds: float) -> None:
        for _ in range(3):
            house.control.api("PUT", f"/tickets/{next(numbers)}", json={"priority": 3})

    calls = FreshdeskCalls(house.desk.url, house.desk.api_key, 5.0)
    Sweep(TicketFeed(calls), house.ledger, SystemClock(), an_agent_works, AT_ONCE).go()
    assert house.bells() == [ticket["id"] for ticket in house.tickets()]


@pytest.mark.parametrize("seed", [hours(5.0, 4.0)], indirect=True)
def test_a_dry_sweep_tells_and_writes_nothing(house: House) -> None:
    house.begin()
    before = house.ledger.window()
    assert sorted(house.sweep(dry=True).go().rung) == [1, 2]
    assert (house.bells(), house.ledger.window()) == ([], before)


@pytest.mark.parametrize("seed", [hours(100.0)], indirect=True)
def test_from_an_earlier_moment_by_hand_the_window_stays(house: House) -> None:
    house.begin(hours_ago=200)
    house.sweep().go()
    since = house.ledger.window().since
    house.sweep().go(since=SystemClock().now() - timedelta(hours=150))
    assert house.ledger.window().since == since


@pytest.mark.parametrize("seed", [hours(100.0)], indirect=True)
def test_an_installation_begins_once(house: House) -> None:
    house.begin()
    window = house.ledger.window()
    house.begin(hours_ago=0)
    assert house.ledger.window() == window
    house.sweep().go(since=SystemClock().now() - timedelta(hours=150))
    assert house.bells() == []  # what was written before it began is not ours to answer


def rounds(house: House, folder: Path, *, stopped: bool = False) -> Rounds:
    return Rounds(
        lambda wait: house.sweep(),
        house.ledger,
        SystemClock(),
        EVERY,
        lambda: house.ledger.alone(folder),
        lambda: stopped,
    )


@pytest.mark.parametrize("seed", [hours(5.0)], indirect=True)
def test_only_one_worker_sweeps_and_only_when_it_is_due(house: House, tmp_path: Path) -> None:
    house.begin()
    first, second = rounds(house, tmp_path), rounds(house, tmp_path)
    with ExitStack() as held:
        assert held.enter_context(house.ledger.alone(tmp_path))
        assert not second.go_if_due()
    assert first.go_if_due()
    assert not second.go_if_due()  # not due for five minutes
    assert house.bells() == [1]


@pytest.mark.parametrize("seed", [hours(5.0)], indirect=True)
def test_a_sweep_that_seems_to_have_ended_in_the_future_keeps_no_other_away(house: House, tmp_path: Path) -> None:
    house.begin()
    house.ledger.moved(house.ledger.window().since, SystemClock().now() + timedelta(hours=2), {})
    assert rounds(house, tmp_path).go_if_due()


@pytest.mark.parametrize("seed", [hours(5.0)], indirect=True)
def test_while_sending_is_stopped_nobody_sweeps(house: House, tmp_path: Path) -> None:
    house.begin()
    assert not rounds(house, tmp_path, stopped=True).go_if_due()
    assert house.bells() == []


def test_a_run_that_never_read_its_ticket_has_looked_at_nothing() -> None:
    now = SystemClock().now()
    assert looked_by(Run("run-1", 7, now, now)) is None
