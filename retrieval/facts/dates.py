"""Dates in all usual spellings of English and German, day before month as in India."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.facts.fact import Shape

_NAMES = ("jan", "feb", "mar mär", "apr", "may mai", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec dez")
_MONTH = (
    r"(?P<month>\b(?:jan(?:uary?)?|feb(?:ruary?)?|mar(?:ch)?|märz|apr(?:il)?|(?-i:May|MAY|Mai)|jun[ei]?|jul[yi]?|"
    r"aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\b\.?)"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d)"
_DAY_FIRST = rf"{_DAY}(?:\.(?=\s(?!May)))?"
_YEAR = r"(?P<year>(?:19|20)\d{2})\b"
_SPELLINGS = (
    re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<![\d.])(?P<day>\d{1,2})[-/.](?P<number>\d{1,2})[-/.](?P<year>\d{4}|\d{2})(?![\d.]\d|\d)"),
    re.compile(rf"(?<![\d.,]){_DAY_FIRST}[\s-]+(?:of\s+)?{_MONTH}(?:,?[\s-]+{_YEAR})?", re.I),
    re.compile(rf"{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?", re.I),
    re.compile(rf"{_MONTH},?[\s-]+{_YEAR}", re.I),
)


def dates(text: str) -> Iterator[Shape]:
    """Dates: ``2027-03-01``, ``--03-01`` without a year, ``2027-03`` without a day."""
    taken: list[tuple[int, int]] = []
    for spelling in _SPELLINGS:
        for match in spelling.finditer(text):
            value = _value(match)
            if value and not any(match.start() < end and match.end() > start for start, end in taken):
                taken.append(match.span())
                yield Shape(*match.span(), value)


def _value(match: re.Match[str]) -> str:
    groups = match.groupdict()
    month = _month(groups)
    day = int(groups.get("day") or 0)
    if groups.get("number") and month > 12 >= day:
        month, day = day, month
    if not 1 <= month <= 12 or day > 31 or (groups.get("day") and day == 0):
        return ""
    year = groups.get("year") or ""
    year = f"20{year}" if len(year) == 2 else year
    if not groups.get("day"):
        return f"{year}-{month:02}"
    return f"{year or '-'}-{month:02}-{day:02}"


def _month(groups: dict[str, str | None]) -> int:
    if name := groups.get("month"):
        return next(number for number, short in enumerate(_NAMES, start=1) if name.lower()[:3] in short)
    return int(groups.get("number") or 0)


def same_date(wanted: str, there: str) -> bool:
    """Whether a source's date carries the wanted one: a year or a day that is named must stand there."""
    if wanted == there:
        return True
    if wanted.startswith("--"):
        return there.endswith(wanted[1:]) and len(there) == 10
    return len(wanted) == 7 and there.startswith(f"{wanted}-")
