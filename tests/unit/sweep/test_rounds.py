from datetime import UTC, datetime, timedelta

from router.sweep.ledger import Window
from router.sweep.rounds import problem_of

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
FIVE, HOUR = timedelta(minutes=5), timedelta(hours=1)


def test_a_sweep_that_ended_lately_is_no_problem() -> None:
    assert problem_of(Window(NOW - 99 * HOUR, NOW, swept_at=NOW - FIVE), FIVE, NOW) == ""


def test_one_that_failed_or_never_ends_is_told() -> None:
    failed = Window(NOW - 99 * HOUR, NOW, NOW - FIVE, NOW, "Freshdesk: has a fault (502)")
    assert "has a fault (502)" in problem_of(failed, FIVE, NOW)
    assert (
        problem_of(Window(NOW - 99 * HOUR, NOW, swept_at=NOW - 2 * HOUR), FIVE, NOW) == "none has ended for 120 minutes"
    )
    assert problem_of(Window(NOW - 2 * HOUR, NOW), FIVE, NOW) == "none has ended for 120 minutes"


def test_one_that_goes_seldom_is_late_only_after_three_of_its_rounds() -> None:
    assert problem_of(Window(NOW - 99 * HOUR, NOW, swept_at=NOW - 2 * HOUR), HOUR, NOW) == ""


def test_switched_off_nothing_is_wrong() -> None:
    assert problem_of(Window(NOW - 99 * HOUR, NOW, problem="x"), timedelta(0), NOW) == ""
