"""Years that have gone by since the words were written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from retrieval.checking.finding import Finding, warning
from retrieval.checking.library import Library, Written
from retrieval.facts.fact import Fact
from retrieval.facts.plain import plain
from retrieval.facts.reading import facts_in

YEAR = re.compile(r"(?:19|20)\d{2}")
MEANT = re.compile(r"(?:since|founded(?: in)?|seit|gegründet|act(?: of)?,?)\s*$", re.IGNORECASE)


def check_years(library: Library, today: date) -> Iterator[Finding]:
    """Years before the one before the review: whoever reads the answer then would wonder."""
    for written in library.templates:
        oldest = _year_of_review(written, today) - 1
        for line, place in written.lines():
            text = plain(line)
            for fact in facts_in(text):
                year = _year(fact)
                if year and int(year) < oldest and not MEANT.search(text[: fact.start]):
                    says = f"{year} is long past; is it, and the prices beside it, still right?"
                    yield warning(place, f"{says} Better say it without a year")


def _year(fact: Fact) -> str:
    """The year of a date, or a number that can only be one; else empty."""
    if fact.kind == "date":
        return "" if fact.value.startswith("-") else fact.value[:4]
    return fact.value if fact.kind == "year" and YEAR.fullmatch(fact.value) else ""


def _year_of_review(written: Written, today: date) -> int:
    review = written.template.review
    return int(review[:4]) if review else today.year
