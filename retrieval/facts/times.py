"""How durations, times of day and days of the week are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.facts.fact import Shape
from retrieval.facts.numbers import JOIN, NUMBER, figures

_UNITS = {
    "minute": r"minutes?|mins?|Minuten?",
    "hour": r"hours?|hrs?|Stunden?",
    "day": r"days?|Tage?n?",
    "week": r"weeks?|Wochen?",
    "month": r"months?|Monate?n?",
    "quarter": r"quarters?|Quartale?n?",
    "year": r"years?|yrs?|Jahre?n?",
}
_DURATION = re.compile(
    rf"(?:(?P<n2>{NUMBER}){JOIN})?(?P<n>{NUMBER})[\s-]*"
    r"(?P<of>(?:business|working|bank|banking|calendar)[\s-]+|Bankarbeits|Arbeits|Werk|Geschäfts)?"
    rf"(?P<unit>{'|'.join(_UNITS.values())})\b",
    re.I,
)
_TIME = re.compile(
    r"\b(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?\s?(?:(?P<half>[ap])\.?m\b\.?|Uhr\b)|\b(?P<h2>\d{1,2}):(?P<m2>\d{2})\b",
    re.I,
)
_ALWAYS = re.compile(r"\b24\s?[x/]\s?7\b", re.I)
_DAY = re.compile(r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight)s?\b", re.I)


def durations(text: str) -> Iterator[Shape]:
    """Spans of time; business days are a unit of their own."""
    for match in _DURATION.finditer(text):
        unit = next(unit for unit, spelt in _UNITS.items() if re.fullmatch(spelt, match["unit"], re.I))
        business = match["of"] and not match["of"].lower().startswith("calendar")
        yield from figures(match, f"business {unit}" if business else unit)


def times(text: str) -> Iterator[Shape]:
    """Times of day, as ``18:00``."""
    for match in _ALWAYS.finditer(text):
        yield Shape(*match.span(), "24x7")
    for match in _TIME.finditer(text):
        hour, minute = int(match["h"] or match["h2"]), int(match["m"] or match["m2"] or 0)
        if match["half"]:
            hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
        yield Shape(*match.span(), f"{hour:02}:{minute:02}")


def days(text: str) -> Iterator[Shape]:
    """Days of the week, tomorrow and tonight."""
    for match in _DAY.finditer(text):
        yield Shape(*match.span(), match.group().lower().removesuffix("s"))
