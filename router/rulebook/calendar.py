"""``calendar.yaml``: when we are there. From it come the facts that begin with ``time.``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from router.rulebook.complaints import Complaints, did_you_mean
from router.rulebook.facts import WEEKDAYS, Value
from router.rulebook.values import YEARS, date_of
from router.rulebook.yaml.nodes import ListNode, Node, ScalarNode
from router.rulebook.yaml.shape import Fields, mapping_pairs, one_or_many, read_text

FILE = "calendar.yaml"
CLOSED = "closed"
_SPAN = re.compile(r"([0-2][0-9]):([0-5][0-9]) *- *([0-2][0-9]):([0-5][0-9])", re.ASCII)
_EXPECTED = ("business hours", "weekday", "holiday")


@dataclass(frozen=True, slots=True)
class Span:
    """From ``opens`` up to and without ``closes``, on one day. Midnight at the end is ``24:00``, here ``time.max``."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class CalendarExample:
    """A time on our clock and what the calendar must say of it."""

    given: datetime
    expect: Mapping[str, str]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """Business hours by weekday and holidays by date, in one time zone. Without a file nobody is ever there."""

    zone: tzinfo = UTC
    hours: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    holidays: Mapping[date, str] = field(default_factory=dict)
    examples: tuple[CalendarExample, ...] = ()

    def facts(self, at: datetime) -> Mapping[str, Value]:
        """What rules can ask about a moment."""
        here = at.astimezone(self.zone)
        weekday, holiday = WEEKDAYS[here.weekday()], self.holidays.get(here.date(), "")
        spans = () if holiday else self.hours.get(weekday, ())
        return {
            "time.business hours": any(span.opens <= here.time() < span.closes for span in spans),
            "time.weekday": weekday,
            "time.holiday": holiday,
            "time.date": here.date(),
        }

    def day(self, at: datetime) -> date:
        """The date on our clock."""
        return at.astimezone(self.zone).date()


def read_calendar(node: Node, complaints: Complaints) -> Calendar:
    fields = Fields(node, complaints, FILE, ("time zone", "business hours"), ("holidays", "examples"))
    zone = _zone(fields.get("time zone"), complaints)
    return Calendar(
        zone,
        _hours(fields.get("business hours"), complaints),
        _holidays(fields.get("holidays"), complaints),
        tuple(
            example for item in fields.items("examples") if (example := _example(item, zone, complaints)) is not None
        ),
    )


def read_local_time(node: Node, zone: tzinfo, complaints: Complaints) -> datetime | None:
    """A moment on our clock, as in ``2026-11-23 10:00``."""
    text = read_text(node, complaints, "a time")
    try:
        found = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=zone)
    except ValueError:
        found = None
    if text and (found is None or found.year not in YEARS):
        complaints.at(node, f'"{text}" isn\'t a time; write it as in 2026-11-23 10:00')
        return None
    return found


def _zone(node: Node | None, complaints: Complaints) -> tzinfo:
    if node is None:
        return UTC
    name = read_text(node, complaints, "time zone")
    if name not in available_timezones():
        if name:
            near = did_you_mean(name, available_timezones()) or "; write it as in Asia/Kolkata or Europe/Berlin"
            complaints.at(node, f'there is no time zone "{name}"{near}')
        return UTC
    return ZoneInfo(name)


def _hours(node: Node | None, complaints: Complaints) -> Mapping[str, tuple[Span, ...]]:
    if node is None:
        return {}
    days = Fields(node, complaints, '"business hours"', WEEKDAYS)
    return {day: _spans(value, complaints) for day in WEEKDAYS if (value := days.get(day)) is not None}


def _spans(node: Node, complaints: Complaints) -> tuple[Span, ...]:
    if isinstance(node, ScalarNode) and node.text.strip() == CLOSED:
        return ()
    if isinstance(node, ListNode) and not node.items:
        complaints.at(node, f'the hours are missing; write "{CLOSED}" for a day off')
    spans = tuple(span for item in one_or_many(node) if (span := _span(item, complaints)) is not None)
    for before, after in pairwise(spans):
        if after.opens < before.closes:
            complaints.at(node, "these hours overlap; write them in their order, as in [09:00-13:00, 14:00-18:30]")
    return spans


def _span(node: Node, complaints: Complaints) -> Span | None:
    text = read_text(node, complaints, "hours")
    match = _SPAN.fullmatch(text)
    opens, closes = (_time(match[1], match[2]), _time(match[3], match[4])) if match else (None, None)
    if opens is None or closes is None:
        if text:
            complaints.at(node, f'"{text}" isn\'t a span of hours; write it as in 09:00-18:30, or "{CLOSED}"')
        return None
    if closes <= opens:
        complaints.at(node, f'"{text}" ends before it begins; split hours over midnight between the two days')
        return None
    return Span(opens, closes)


def _time(hour: str, minute: str) -> time | None:
    if (hour, minute) == ("24", "00"):
        return time.max
    return time(int(hour), int(minute)) if int(hour) < 24 else None


def _holidays(node: Node | None, complaints: Complaints) -> Mapping[date, str]:
    found: dict[date, str] = {}
    for key, value in mapping_pairs(node, complaints, '"holidays"') if node is not None else ():
        day = date_of(key.text)
        if day is None:
            complaints.at(key, f'"{key.text}" isn\'t a date; write it as in 2026-12-25')
        else:
            found[day] = read_text(value, complaints, key.text)
    return found


def _example(node: Node, zone: tzinfo, complaints: Complaints) -> CalendarExample | None:
    fields = Fields(node, complaints, "an example", ("given", "expect"))
    given, expect = fields.get("given"), fields.get("expect")
    if given is None or expect is None:
        return None
    at = read_local_time(given, zone, complaints)
    wanted = Fields(expect, complaints, '"expect"', (), _EXPECTED)
    read = {key: wanted.text(key) for key in _EXPECTED if key in wanted}
    return CalendarExample(at, read, node.line, node.column) if at is not None else None
