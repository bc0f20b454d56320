from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from router.rulebook.calendar import Calendar, read_calendar
from router.rulebook.complaints import Complaints
from router.rulebook.facts import Value
from router.rulebook.yaml.reader import read_yaml

USUAL = """
time zone: Asia/Kolkata
business hours:
  monday: 09:00-18:30
  tuesday: [09:00-13:00, 14:00-24:00]
  wednesday: closed
  thursday: closed
  friday: closed
  saturday: closed
  sunday: closed
holidays:
  2026-11-30: Founders' day
"""


def read(text: str) -> tuple[Calendar, list[str]]:
    complaints = Complaints("calendar.yaml")
    tree = read_yaml(text, complaints)
    assert tree is not None
    return read_calendar(tree, complaints), [str(error) for error in complaints.errors]


def facts(*at: int) -> dict[str, Value]:
    calendar, wrong = read(USUAL)
    assert wrong == []
    return dict(calendar.facts(datetime(*at, tzinfo=UTC)))


def test_hours_count_in_the_companys_time_zone() -> None:
    assert facts(2026, 11, 23, 3, 30)["time.business hours"] is True  # 09:00 in Kolkata
    assert facts(2026, 11, 23, 3, 29)["time.business hours"] is False
    assert facts(2026, 11, 23, 13, 0)["time.business hours"] is False  # 18:30: closed from then on


def test_the_day_is_the_one_on_our_clock() -> None:
    late = facts(2026, 11, 23, 19, 0)  # 00:30 on Tuesday in Kolkata
    assert (late["time.weekday"], late["time.date"]) == ("tuesday", date(2026, 11, 24))


def test_a_lunch_break_is_out_of_hours_and_midnight_can_end_a_day() -> None:
    assert facts(2026, 11, 24, 8, 0)["time.business hours"] is False  # 13:30
    assert facts(2026, 11, 24, 18, 29)["time.business hours"] is True  # 23:59


def test_nobody_is_there_on_a_holiday() -> None:
    holiday = facts(2026, 11, 30, 5, 0)
    assert (holiday["time.business hours"], holiday["time.holiday"]) == (False, "Founders' day")
    assert facts(2026, 11, 23, 5, 0)["time.holiday"] == ""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Asia/Kolkata", "Asia/Calcuta", 'there is no time zone "Asia/Calcuta", did you mean "Asia/Calcutta"?'),
        ("monday: 09:00-18:30", "monday: 9-6", '"9-6" isn\'t a span of hours; write it as in 09:00-18:30, or "closed"'),
        ("09:00-18:30", "18:30-09:00", "ends before it begins"),
        ("09:00-18:30", "09:00-25:00", "isn't a span of hours"),
        ("[09:00-13:00, 14:00-24:00]", "[09:00-13:00, 12:00-14:00]", "overlap"),
        ("  wednesday: closed\n", "", '"business hours" needs "wednesday"'),
        ("  wednesday: closed\n", "  wednesday: []\n", 'write "closed" for a day off'),
        ("2026-11-30:", "30.11.2026:", '"30.11.2026" isn\'t a date; write it as in 2026-12-25'),
        ("2026-11-30:", "2026-02-30:", "isn't a date"),
        ("holidays:", "holydays:", 'has no "holydays", did you mean "holidays"?'),
    ],
)
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, says: str) -> None:
    assert old in USUAL
    _, wrong = read(USUAL.replace(old, new, 1))
    assert any(says in one for one in wrong), wrong
    assert all(one.startswith("calendar.yaml:") for one in wrong)


def test_without_a_calendar_nobody_is_ever_there() -> None:
    assert Calendar().facts(datetime(2026, 11, 23, 10, tzinfo=UTC))["time.business hours"] is False
