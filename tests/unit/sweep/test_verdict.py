"""A ticket's line and what we know of it, thought through without a call."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from router.sweep.feed import Line
from router.sweep.ledger import NOTHING, Bell, Known, Looked, Reply
from router.sweep.verdict import Moment, judge

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MOMENT = Moment(began=NOW, skew=timedelta(0), grace=2 * MINUTE, installed_at=NOW - 48 * HOUR)
FRESH = Line(7, 2, False, NOW - 5 * HOUR, NOW - 5 * HOUR, None, None)
"""A customer wrote five hours ago, and nothing has happened since."""
ANSWERED = replace(FRESH, updated_at=NOW - 4 * HOUR, agent_wrote_at=NOW - 4 * HOUR)
READ = Looked(0, FRESH.updated_at, FRESH.updated_at + MINUTE)


def step(line: Line, known: Known = NOTHING, moment: Moment = MOMENT) -> str:
    return judge(line, known, moment).step


def test_a_ticket_that_nobody_knows_and_nobody_answered_is_rung_for() -> None:
    assert step(FRESH) == "ring"


def test_an_answered_one_is_left_and_one_that_asked_again_is_not() -> None:
    assert step(ANSWERED) == "leave"
    assert step(replace(ANSWERED, requester_wrote_at=NOW - 3 * HOUR, updated_at=NOW - 3 * HOUR)) == "ring"


def test_words_of_the_same_second_count_as_waiting() -> None:
    assert step(replace(ANSWERED, requester_wrote_at=ANSWERED.agent_wrote_at)) == "ring"


def test_closed_ones_and_those_the_company_opened_are_left() -> None:
    assert step(replace(FRESH, status=5)) == "leave"
    assert step(replace(FRESH, outbound=True)) == "leave"
    assert step(replace(FRESH, outbound=True, requester_wrote_at=NOW - 3 * HOUR)) == "ring"


def test_one_that_has_just_changed_is_left_to_its_own_bell_until_the_next_sweep() -> None:
    assert step(replace(FRESH, updated_at=NOW - MINUTE)) == "later"


def test_what_a_run_has_read_is_left_as_long_as_it_stays_as_it_was() -> None:
    assert step(FRESH, Known(looked=READ)) == "leave"
    assert step(replace(FRESH, updated_at=NOW - 3 * HOUR), Known(looked=READ)) == "look"


def test_a_run_that_read_within_the_second_of_the_last_change_may_have_missed_some_of_it() -> None:
    assert step(FRESH, Known(looked=replace(READ, read_at=FRESH.updated_at + timedelta(seconds=1)))) == "look"


def test_a_word_after_an_answer_and_long_after_the_run_needs_no_look() -> None:
    asked = replace(ANSWERED, requester_wrote_at=NOW - 3 * HOUR, updated_at=NOW - 3 * HOUR)
    assert step(asked, Known(looked=READ)) == "ring"
    assert step(asked, Known(looked=replace(READ, read_at=NOW - 3 * HOUR - timedelta(seconds=30)))) == "look"


def test_after_our_own_reply_somebody_looks_once_whether_the_customer_wrote_meanwhile() -> None:
    known = Known(looked=READ, reply=Reply(NOW - 4 * HOUR, 0))
    assert step(ANSWERED, known) == "look"
    seen_since = replace(READ, updated_at=ANSWERED.updated_at, read_at=NOW - HOUR)
    assert step(replace(ANSWERED, updated_at=NOW - HOUR / 2), replace(known, looked=seen_since)) == "leave"


def test_an_answer_by_a_person_after_ours_is_no_answer_of_ours() -> None:
    assert step(ANSWERED, Known(looked=READ, reply=Reply(NOW - 4.5 * HOUR, 0))) == "leave"


@pytest.mark.parametrize(
    ("bell", "expected"),
    [
        (Bell(NOW - 6 * HOUR, "waits"), "leave"),  # it hasn't been taken: its run will read everything
        (Bell(NOW - 5 * HOUR, "at work"), "leave"),  # taken after the last change
        (Bell(NOW - 6 * HOUR, "at work"), "ring"),  # taken before: the run may have read it before the last change
        (Bell(NOW - 6 * HOUR, "ended"), "ring"),
    ],
)
def test_a_bell_covers_what_was_written_before_its_run_read(bell: Bell, expected: str) -> None:
    assert step(FRESH, Known(bell=bell)) == expected


def test_two_clocks_are_compared_by_their_difference() -> None:
    rang_in_time_by_ours = Bell(NOW - 5 * HOUR - 10 * MINUTE, "at work")
    assert step(FRESH, Known(bell=rang_in_time_by_ours)) == "ring"
    assert step(FRESH, Known(bell=rang_in_time_by_ours), replace(MOMENT, skew=10 * MINUTE)) == "leave"


def test_words_from_before_the_installation_are_never_rung_for() -> None:
    old = replace(FRESH, created_at=NOW - 90 * HOUR, updated_at=NOW - 60 * HOUR)
    assert step(old) == "leave"
    # It changed since; only the thread tells whether the customer has written or an agent has set a tag.
    assert step(replace(old, updated_at=NOW - HOUR)) == "look"


@pytest.mark.parametrize(
    ("looked", "expected"),
    [
        (None, "ring"),  # nothing was read: Freshdesk knew no such ticket yet, or wouldn't show it
        (replace(READ, updated_at=NOW - 6 * HOUR), "look"),  # a copy that lagged behind
        (replace(READ, read_at=FRESH.updated_at), "leave"),
    ],
)
def test_a_run_that_has_ended_covers_what_it_was_shown(looked: Looked | None, expected: str) -> None:
    assert step(FRESH, Known(looked=looked, bell=Bell(NOW - 5 * HOUR, "ended"))) == expected
