"""Who may call when: thought through without a call."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from router.adapters.freshdesk_rate import Priority, RateGate, Told, after, seconds_to_wait
from router.errors import Unavailable
from router.ports import RateReading
from tests.clock import SetClock

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
RESERVE = 0.2
FULL = RateReading(100, 100, NOW, NOW)


@pytest.mark.parametrize(
    ("left", "post", "read", "sweep"),
    [(100, True, True, True), (61, True, True, True), (60, True, True, False), (21, True, True, False),
     (20, True, False, False), (0, True, False, False)],
)  # fmt: skip
def test_posting_goes_on_where_reading_waits_and_the_sweep_waits_first(
    left: int, post: bool, read: bool, sweep: bool
) -> None:
    reading = replace(FULL, remaining=left)
    waits = {one: seconds_to_wait(reading, one, NOW + 10 * SECOND, RESERVE) for one in ("post", "read", "sweep")}
    assert {one: wait == 0 for one, wait in waits.items()} == {"post": post, "read": read, "sweep": sweep}
    assert {wait for wait in waits.values() if wait} <= {50.0}


def test_nothing_told_yet_holds_nobody_back() -> None:
    assert seconds_to_wait(None, "sweep", NOW, RESERVE) == 0


def test_a_minute_later_somebody_may_try_again() -> None:
    empty = replace(FULL, remaining=0)
    assert seconds_to_wait(empty, "read", NOW + 59 * SECOND, RESERVE) == 1
    assert seconds_to_wait(empty, "read", NOW + 60 * SECOND, RESERVE) == 0


@pytest.mark.parametrize("priority", ["post", "read", "sweep"])
def test_after_a_429_nobody_calls_until_it_said(priority: Priority) -> None:
    blocked = replace(FULL, blocked_until=NOW + 30 * SECOND)
    assert seconds_to_wait(blocked, priority, NOW, RESERVE) == 30
    assert seconds_to_wait(blocked, priority, NOW + 31 * SECOND, RESERVE) == 0


def test_a_count_that_goes_up_has_begun_anew() -> None:
    first = after(None, Told(200, 100, 40, 60), NOW)
    assert first == RateReading(100, 40, NOW, NOW)
    second = after(first, Told(200, 100, 35, 60), NOW + 5 * SECOND)
    assert second == RateReading(100, 35, NOW + 5 * SECOND, NOW)
    third = after(second, Told(200, 100, 99, 60), NOW + 20 * SECOND)
    assert third == RateReading(100, 99, NOW + 20 * SECOND, NOW + 20 * SECOND)


def test_an_answer_without_the_headers_changes_nothing() -> None:
    assert after(FULL, Told.by(502, {}, 60), NOW + SECOND) == FULL
    assert Told.by(200, {"X-RateLimit-Total": "100", "X-RateLimit-Remaining": "7"}, 60).remaining == 7


class Board:
    """What the workers of a test share."""

    def __init__(self) -> None:
        self.reading: RateReading | None = None

    def read(self, place: str) -> RateReading | None:
        return self.reading

    def write(self, place: str, reading: RateReading) -> None:
        self.reading = reading


def test_a_short_429_early_in_a_minute_stops_nobody_for_the_rest_of_it() -> None:
    clock, board = SetClock(), Board()
    gate, other = RateGate(board, clock, RESERVE), RateGate(board, clock, RESERVE)
    for one in (gate, other):
        one.before("read", "GET /tickets")
        one.after("GET /tickets", Told(200, 100, 90, 0))
        clock.forward(1.5)
    gate.after("GET /tickets", Told(429, None, None, 3))  # it came before anything was counted
    clock.forward(1.5)
    for one in (gate, other):
        with pytest.raises(Unavailable) as told:
            one.before("read", "GET /tickets")
        assert told.value.retry_after == 1.5
    clock.forward(1.5)
    for one in (gate, other):
        one.before("read", "GET /tickets")
