"""Dates in all usual spellings of English and German, day before month as in India."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.facts.fact import Shape

_NAMES = ("jan jän", "feb", "mar mär mae", "apr", "may mai", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec dez")
_SPELT = (
    r"jan(?:uary?)?|jänner|feb(?:ruary?)?|mar(?:ch)?|märz|maerz|apr(?:il)?|(?-i:May|MAY|Mai)|jun[ei]?|jul[yi]?|"
    r"aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?"
)
_MONTH = rf"(?P<month>\b(?:{_SPELT})\b\.?)"
_ALONE = (
    r"(?-i:(?P<month>\b(?:January|Januar|Jänner|February|Februar|März|April|Juni?|June|July?|Juli|August"
    r"|September|October"
    r"|Oktober|November|December|Dezember|(?<=in )March|(?<=by )March|(?<=of )March|(?<=until )March|(?<=since )March"
    r"|(?<=from )March|(?<=is )March|(?<=to )March|(?<=in )May|(?<=by )May|(?<=of )May|(?<=until )May|(?<=since )May"
    r"|(?<=from )May|(?<=im )Mai|(?<=seit )Mai)\b))"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|[.,]\d)"
_DAY_FIRST = rf"{_DAY}(?:\.(?=\s(?!May)))?"
_YEAR = r"(?P<year>(?:19|20)\d{2}|['’]\d{2})\b"
_UP_TO = r"\s?(?:-|–|—|to|and|bis|und)\s?"
_FIRST = r"(?P<first>\d{1,2})(?:st|nd|rd|th|\.)?"
_SPELLINGS = (
    re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<![\d.])(?P<day>\d{1,2})[-/.]\s?(?P<number>\d{1,2})[-/.]\s?(?P<year>\d{4}|\d{2})(?![\d.]\d|\d)"),
    re.compile(
        rf"(?<![\d.,])(?:{_FIRST}{_UP_TO})?{_DAY_FIRST}[\s-]+(?:of\s+)?{_MONTH}(?:,?[\s-]+(?:of\s+)?{_YEAR})?", re.I
    ),
    re.compile(rf"{_MONTH}\s+(?:the\s+)?(?:{_FIRST}{_UP_TO})?{_DAY}(?:,?\s+(?:of\s+)?{_YEAR})?", re.I),
    re.compile(rf"{_MONTH},?[\s-]+(?:of\s+)?{_YEAR}", re.I),
    re.compile(r"(?<=\b[Aa]m )(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.(?!\d)"),
    re.compile(
        r"(?:(?<=\bbis zum )|(?<=\bvom )|(?<=\bzum )|(?<=\bseit )"
        r"|(?<=\bab ))(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?!\d)"
    ),
    re.compile(r"(?:(?<=\bon )|(?<=\bby )|(?<=\bdated )|(?<=\buntil ))(?P<day>\d{1,2})/(?P<number>\d{1,2})(?![\d/])"),
    re.compile(_ALONE),
)


def dates(text: str) -> Iterator[Shape]:
    """Dates: ``2027-03-01``, ``--03-01`` without a year, ``2027-03`` without a day, ``--03`` a month alone."""
    taken: list[tuple[int, int]] = []
    for spelling in _SPELLINGS:
        for match in spelling.finditer(text):
            values = [value for value in _values(match) if value]
            if values and not any(match.start() < end and match.end() > start for start, end in taken):
                taken.append(match.span())
                yield from (Shape(*match.span(), value) for value in values)


def _values(match: re.Match[str]) -> tuple[str, ...]:
    """The date, and that of the day at which a range begins."""
    groups = match.groupdict()
    first = groups.pop("first", None)
    return (_value(groups), _value({**groups, "day": first}) if first else "")


def _value(groups: dict[str, str | None]) -> str:
    month = _month(groups)
    day = int(groups.get("day") or 0)
    if groups.get("number") and month > 12 >= day:
        month, day = day, month
    if not 1 <= month <= 12 or day > 31 or (groups.get("day") and day == 0):
        return ""
    year = (groups.get("year") or "").lstrip("'’")
    year = f"20{year}" if len(year) == 2 else year
    if not groups.get("day"):
        return f"{year or '-'}-{month:02}"
    return f"{year or '-'}-{month:02}-{day:02}"


def _month(groups: dict[str, str | None]) -> int:
    if name := groups.get("month"):
        return next(number for number, short in enumerate(_NAMES, start=1) if name.lower()[:3] in short)
    return int(groups.get("number") or 0)


def same_date(wanted: str, there: str) -> bool:
    """Whether a source's date carries the wanted one: a year or a day that is named must stand there."""
    if wanted == there:
        return True
    if len(wanted) == 4:
        return month_of(wanted) == month_of(there)
    if wanted.startswith("--"):
        return there.endswith(wanted[1:]) and len(there) == 10
    return len(wanted) == 7 and there.startswith(f"{wanted}-")


def month_of(value: str) -> str:
    """The month of a date, year and day or not."""
    return value[2:4] if value.startswith("--") else value[5:7]
