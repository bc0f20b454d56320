"""Figures in a text: amounts, percentages, durations, times and dates, in English and German.

Only what can be read without guessing: a number with its unit beside it. A bare number is no figure here, and numbers
in words count up to twelve. What is sent to customers is looked at once more, and much closer, before it goes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its unit; ``word`` is what was written, and the same value is one figure however it is written."""

    value: str
    unit: str
    word: str = field(default="", compare=False)
    start: int = field(default=0, compare=False)


SMALL = {
    word: number
    for words in (
        "two three four five six seven eight nine ten eleven twelve",
        "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    )
    for number, word in enumerate(words.split(), 2)
}
SCALES = {"lakh": 10**5, "lakhs": 10**5, "crore": 10**7, "crores": 10**7}
MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr mai jun jul aug sep oct nov dec",
        "januar februar märz april mai juni juli august september oktober november dezember",
    )
    for number, name in enumerate(names.split(), 1)
}
UNITS = {
    "business day": r"(?:business|working|bank)[ -]days?|(?:Bankarbeits|Arbeits|Werk|Geschäfts)tage?n?",
    "minute": r"minutes?|mins?|Minuten?",
    "hour": r"hours?|Stunden?",
    "day": r"(?:calendar )?days?|Tage?n?",
    "week": r"weeks?|Wochen?",
    "month": r"months?|Monate?n?",
    "quarter": r"quarters?|Quartale?n?",
    "year": r"years?|Jahre?n?",
}
CURRENCIES = {"rupees": r"₹|Rs\.?|INR|rupees?|Rupien", "euros": r"€|EUR|euros?", "dollars": r"\$|USD|dollars?"}

TIME = re.compile(
    r"(?<![\w.,:])(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?(?:\s?(?P<half>[ap])\.?m\b|\s?Uhr\b|(?<=:\d\d)(?![\d:]))",
    re.I,
)
NUMBER = r"(?<![\w.,])\d+(?:[.,]\d+)*"
BETWEEN = r"\s?(?:to|bis|or|oder|-|–)\s?"
SCALE = rf"(?:\s?(?P<scale>{'|'.join(SCALES)})\b)?"
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b"
DAY = r"(?<![\w.,])(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
YEAR = r"(?:,?\s+(?P<year>\d{4}))?"
DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{DAY}\s+(?:of\s+)?{MONTH}{YEAR}",
        rf"\b{MONTH}\s+{DAY}(?!\d){YEAR}",
        r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)",
        r"(?<![\w.,])(?P<day>\d{1,2})(?:st|nd|rd|th)\b",
        r"(?<=zum )(?P<day>\d{1,2})\.(?=\s|$)",
    )
)


def _with_unit(unit: str, spelt: str) -> re.Pattern[str]:
    """A number or a range before its unit."""
    number = rf"(?:{NUMBER}|\b(?:{'|'.join(SMALL)})\b)"
    return re.compile(rf"(?:(?P<low>{number}){BETWEEN})?(?P<number>{number}){SCALE}[\s-]?(?:{spelt})(?!\w)", re.I)


BEFORE = {unit: _with_unit(unit, spelt) for unit, spelt in ({"%": "%|per ?cent|Prozent"} | CURRENCIES | UNITS).items()}
AFTER = {
    unit: re.compile(rf"(?<!\w)(?:{spelt})\s?(?P<number>\d+(?:[.,]\d+)*){SCALE}", re.I)
    for unit, spelt in CURRENCIES.items()
}


def figures_in(text: str) -> list[Figure]:
    """The figures of a text in their order. What one pattern has read no other reads again."""
    found: list[Figure] = []
    for figure in (*_times(text), *_amounts(text), *_dates(text)):
        end = figure.start + len(figure.word)
        if not any(figure.start < one.start + len(one.word) and one.start < end for one in found):
            found += _both_ends(figure)
    return sorted(found, key=lambda figure: figure.start)


def _amounts(text: str) -> Iterator[Figure]:
    for unit, pattern in (*AFTER.items(), *BEFORE.items()):
        for match in pattern.finditer(text):
            parts = match.groupdict()
            numbers = [number for number in (parts.get("low"), parts["number"]) if number]
            values = "–".join(_value(number, parts["scale"] or "") for number in numbers)
            yield Figure(values, unit, match.group(), match.start())


def _both_ends(figure: Figure) -> Iterator[Figure]:
    """A range is two figures."""
    for value in figure.value.split("–"):
        yield Figure(value, figure.unit, figure.word, figure.start)


def _times(text: str) -> Iterator[Figure]:
    for match in TIME.finditer(text):
        hour = int(match["hour"])
        if match["half"]:
            hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
        yield Figure(f"{hour}:{match['minute'] or '00'}", "o'clock", match.group(), match.start())


def _dates(text: str) -> Iterator[Figure]:
    for pattern in DATES:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = parts.get("month") or ""
            number = int(month) if month.isdigit() else MONTHS.get(month.lower(), 0)
            value = "-".join(filter(None, (parts.get("year"), str(number or ""), str(int(parts["day"])))))
            yield Figure(value, "date", match.group(), match.start())


def _value(number: str, scale: str) -> str:
    """One spelling for each value: 1,00,000 and 100.000 are groups, 2,5 and 2.50 have a fraction."""
    if not number[0].isdigit():
        return str(SMALL[number.lower()])
    whole, mark, rest = number.replace(".", ",").rpartition(",")
    digits = f"{whole.replace(',', '')}.{rest}" if mark and len(rest) < 3 else number.replace(",", "").replace(".", "")
    return format((Decimal(digits) * SCALES.get(scale.lower(), 1)).normalize(), "f")
