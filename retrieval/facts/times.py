"""How durations, ages, times of day and days of the week are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.facts.fact import Shape
from retrieval.facts.numbers import JOIN, NUMBER, figures

_UNITS = {
    "second": r"seconds?|secs?|Sekunden?",
    "minute": r"minutes?|mins?|Minuten?",
    "hour": r"hours?|hrs?|Stunden?",
    "day": r"days?|Tage?n?",
    "week": r"weeks?|Wochen?",
    "month": r"months?|Monate?n?|mths?",
    "quarter": r"quarters?|Quartale?n?",
    "year": r"years?|yrs?|Jahre?n?",
}
_DURATION = re.compile(
    rf"(?:(?P<n2>{NUMBER}){JOIN})?(?P<n>{NUMBER})[\s-]*"
    r"(?P<of>(?:(?:bank(?:ing)?\s)?business|working|work|bank|banking|week|calendar|trading)[\s-]*(?=days?\b"
    r"|hours?\b|weeks?\b)"
    r"|Bankarbeits|Arbeits|Werk|Geschäfts|Banktage?n?(?!\w)|Kalender)?"
    rf"(?P<unit>{'|'.join(_UNITS.values())})(?:['’]s?)?(?!\w)",
    re.I,
)
_LETTER = re.compile(rf"(?P<n>{NUMBER})(?P<unit>h|hr|d)\b")
_LETTERS = {"h": "hour", "hr": "hour", "d": "day"}
_FORTNIGHT = re.compile(r"\b(?:a|one|the next) (?P<unit>fortnight|half-?year)\b|\b(?P<unit2>Halbjahr) lang\b", re.I)
_AGE = re.compile(
    rf"(?:(?P<n2>{NUMBER}){JOIN})?(?P<n>{NUMBER})[\s-]*(?:years?|yrs?)[\s-]*(?:olds?|of age)\b"
    rf"|\b(?:(?<!the )age[ds]?|the age|age limit)(?:\s(?:of|is|between"
    rf"|from))?\s(?:(?P<n4>{NUMBER}){JOIN})?(?P<n3>{NUMBER})\b(?!\s?%)"
    rf"|(?P<n5>{NUMBER})\s(?:Jahre\salt|Lebensjahr)\b",
    re.I,
)
_TIME = re.compile(
    r"(?:\b(?P<h3>\d{1,2})(?:[:.](?P<m3>\d{2}))?\s?(?:-|–|—|to|bis|and)\s?)?"
    r"\b(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?\s?(?:(?P<half>[ap])\.?\s?m\b\.?|(?P<uhr>Uhr)\b|o'?clock\b)"
    r"|\b(?P<h2>\d{1,2}):(?P<m2>\d{2})\b",
    re.I,
)
_SPELT_TIME = re.compile(
    rf"(?P<past>half past|quarter past|quarter to)?\b\s?(?P<n>{NUMBER})\s?(?:(?P<half>[ap])\.?\s?m\b\.?|o['’]?clock\b)",
    re.I,
)
_NOON = re.compile(r"\b(?:(?P<noon>noon|midday|12 noon)|(?P<midnight>midnight|Mitternacht))\b", re.I)
_ALWAYS = re.compile(
    r"\b24\s?(?:[x/]|hours? a day,?\s)\s?(?:7\b|seven days)|\b(?:round|around) the clock\b|\brund um die Uhr\b", re.I
)
_WEEK = {
    "monday": r"Mondays?|Montags?",
    "tuesday": r"Tuesdays?|Dienstags?",
    "wednesday": r"Wednesdays?|Mittwochs?",
    "thursday": r"Thursdays?|Donnerstags?",
    "friday": r"Fridays?|Freitags?",
    "saturday": r"Saturdays?|Samstags?|Sonnabends?",
    "sunday": r"Sundays?|Sonntags?",
    "tomorrow": r"tomorrow|(?<!Guten )(?-i:morgen)",
    "tonight": r"tonight|heute Abend",
    "the day after tomorrow": r"(?:the )?day after tomorrow|übermorgen",
    "today": r"(?:by|within|before|until|later|bis|noch) (?:the end of )?(?:today|heute)",
    "end of the day": r"(?:by|before|until|at) (?:the )?(?:end of (?:the )?(?:business )?day|close of business)|\bEOD",
    "this week": r"(?:by (?:the )?end of |by |within |later |later in )?this week|(?:noch )?diese Woche",
    "next week": r"next week|nächste Woche",
    "next month": r"next month|nächsten Monat",
    "end of the week": r"(?:by )?(?:the )?end of (?:the )?week|Ende der Woche",
    "end of the month": r"(?:by |at )?(?:the )?end of (?:the |this )?month|month-end|Monatsende",
}
_DAY = re.compile("|".join(rf"\b(?P<d{place}>{spelt})\b" for place, spelt in enumerate(reversed(_WEEK.values()))), re.I)
_SHORT = re.compile(
    r"\b(?P<a>Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?(?=\s?(?:-|–|to|,|and|&|at|\d|\)|$))"
    r"|(?<=[-–,&] )(?P<b>Fri|Sat|Sun)\b|(?<=to )(?P<c>Fri|Sat|Sun)\b"
)


def durations(text: str) -> Iterator[Shape]:
    """Spans of time; business days are a unit of their own."""
    for match in _DURATION.finditer(text):
        unit = next(unit for unit, spelt in _UNITS.items() if re.fullmatch(spelt, match["unit"], re.I))
        business = match["of"] and not match["of"].lower().startswith(("calendar", "kalender"))
        yield from figures(match, f"business {unit}" if business else unit)
    taken = [match.span() for match in _DURATION.finditer(text)]
    for match in _LETTER.finditer(text):
        if not any(match.start() < end and match.end() > start for start, end in taken):
            yield from figures(match, _LETTERS[match["unit"]])
    for match in _FORTNIGHT.finditer(text):
        fortnight = (match["unit"] or "").lower() == "fortnight"
        yield Shape(*match.span(), "2" if fortnight else "6", "week" if fortnight else "month")


def ages(text: str) -> Iterator[Shape]:
    """Ages of people, in years."""
    for match in _AGE.finditer(text):
        numbers = [match[name] for name in ("n", "n2", "n3", "n4", "n5") if match[name]]
        for number in numbers:
            yield from (
                Shape(*match.span(), shape.value, "year") for shape in figures(_NUMBER.match(number) or match, "")
            )


_NUMBER = re.compile(rf"(?P<n>{NUMBER})", re.I)


def times(text: str) -> Iterator[Shape]:
    """Times of day, as ``18:00``. Without am or pm, or 24 hours, one may be meant twelve hours later: ``hedged``."""
    for match in _ALWAYS.finditer(text):
        yield Shape(*match.span(), "24x7")
    for match in _NOON.finditer(text):
        yield Shape(*match.span(), "12:00" if match["noon"] else "00:00")
    taken: list[tuple[int, int]] = []
    for match in _TIME.finditer(text):
        hour, minute = int(match["h"] or match["h2"]), int(match["m"] or match["m2"] or 0)
        if hour > 24 or minute > 59:
            continue
        taken.append(match.span())
        half = (match["half"] or "").lower()
        yield _time(match, hour, minute, half, open_=not (half or match["uhr"]))
        if match["h3"] and int(match["h3"]) <= 24:
            yield _time(match, int(match["h3"]), int(match["m3"] or 0), half, open_=True)
    yield from _spelt_times(text, taken)


def _spelt_times(text: str, taken: list[tuple[int, int]]) -> Iterator[Shape]:
    for match in _SPELT_TIME.finditer(text):
        hour = next(figures(match, "")).value
        if (
            hour.isdigit()
            and int(hour) <= 12
            and not any(match.start() < end and match.end() > start for start, end in taken)
        ):
            past = (match["past"] or "").lower()
            minute = {"half past": 30, "quarter past": 15, "quarter to": 45}.get(past, 0)
            half = (match["half"] or "").lower()
            yield _time(match, int(hour) - (past == "quarter to"), minute, half, open_=not half)


def _time(match: re.Match[str], hour: int, minute: int, half: str, *, open_: bool) -> Shape:
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return Shape(*match.span(), f"{hour:02}:{minute:02}", hedged=open_ and hour <= 12)


def same_time(wanted: str, there: str, *, open_: bool) -> bool:
    """Whether a source's time carries the wanted one, which may be open to am and pm."""
    if wanted == there or not open_ or "x" in wanted + there:
        return wanted == there
    return int(wanted[:2]) % 12 == int(there[:2]) % 12 and wanted[3:] == there[3:]


def days(text: str) -> Iterator[Shape]:
    """Days of the week, and ends of weeks and months, as far as a promise could name them."""
    names = list(reversed(_WEEK))
    for match in _DAY.finditer(text):
        yield Shape(*match.span(), next(names[place] for place in range(len(names)) if match[f"d{place}"]))
    for match in _SHORT.finditer(text):
        short = (match["a"] or match["b"] or match["c"])[:3].lower()
        yield Shape(*match.span(), next(name for name in _WEEK if name.startswith(short)))
