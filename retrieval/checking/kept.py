"""Who answers for a text, and when it is read again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from retrieval.checking.finding import Finding, warning
from retrieval.checking.library import Entry, Library

LONGEST = 18
"""Months until a review; later nobody remembers."""


def check_owner_and_review(library: Library, today: date) -> Iterator[Finding]:
    """Templates and articles without an owner, and reviews that are due or too far off."""
    for entry in (*(written.entry for written in library.templates), *library.articles):
        if not entry.text("owner"):
            yield warning(entry.place("owner"), '"owner" is missing; write who answers for these words')
        yield from _review(entry, today)


def _review(entry: Entry, today: date) -> Iterator[Finding]:
    place = entry.place("review")
    day = _day(entry.text("review"))
    if day is None:
        yield warning(place, '"review" is missing; write the day on which the owner reads it again')
    elif day < today:
        yield warning(place, f"the review of {day} has passed; let the owner read it, and set the next day")
    elif day > _months_after(today, LONGEST):
        yield warning(place, f"the review of {day} is more than {LONGEST} months ahead; choose a day within a year")


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, 28))
