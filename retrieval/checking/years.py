"""Years that have gone by since the words were written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from retrieval.checking.finding import Finding, warning
from retrieval.checking.library import Library, Written
from retrieval.checking.texts import LINK

YEAR = re.compile(r"(?<![\w₹$€.,-])(?:19|20)\d{2}(?![\w%]|[.,]\d)")
MEANT = re.compile(r"(?:since|founded(?: in)?|seit|gegründet|act(?: of)?,?|₹|Rs\.?)\s*$", re.IGNORECASE)


def check_years(library: Library, today: date) -> Iterator[Finding]:
    """Years before the one before the review: whoever reads the answer then would wonder."""
    for written in library.templates:
        oldest = _year_of_review(written, today) - 1
        for line, place in written.lines():
            text = LINK.sub(" ", line)
            for found in YEAR.finditer(text):
                if int(found.group()) < oldest and not MEANT.search(text[: found.start()]):
                    says = f"{found.group()} is long past; is it, and the prices beside it, still right?"
                    yield warning(place, f"{says} Better say it without a year")


def _year_of_review(written: Written, today: date) -> int:
    review = written.template.review
    return int(review[:4]) if review else today.year
