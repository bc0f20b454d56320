"""Who may call when: thought through without a call."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from router.adapters.freshdesk_rate import Priority, Told, after, seconds_to_wait
from router.ports import RateReading

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
