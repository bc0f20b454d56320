"""How each kind of fact is written. Every reader yields the spans it takes, with value and unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from router.guard.dates import dates_in
from router.guard.numbers import DIGITS, NUMBER, SCALE, SCALE_LETTER, value_of, written

_DOMAINS = "com|net|org|in|io|info|biz|xyz|app|dev|co|example|site|online|top|club|link|shop|us|uk|eu|de|fr|ru|cn|me"
_LINK = re.compile(
    rf"(?:https?://|www\.)[^\s<>()\[\]\"']+|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:{_DOMAINS})\b(?![@\w])(?:/[^\s<>()\[\]\"']*)?",
    re.I,
)
_ADDRESS = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_JOIN = r"\s*(?:-|–|—|to|and|or)\s*"
_SIGN = r"(?:₹|\bRs\b\.?|\bINR\b|US\$|\$|\bUSD\b|€|\bEUR\b|£|\bGBP\b)"
_UNIT_AFTER = r"(?:₹|rupees?\b|rs\b|inr\b|dollars?\b|usd\b|\$|euros?\b|eur\b|€|pounds?\b|gbp\b|£)"
_AMOUNT_BEFORE = re.compile(
    rf"(?P<sign>{_SIGN})\s*(?P<n>{NUMBER})(?:\s?(?P<scale>{SCALE}|{SCALE_LETTER})\b)?"
    rf"(?:\s*(?:-|–|—|to)\s*(?P<n2>{NUMBER})(?!\s?(?:%|per\s?cent|days?|months?|years?|hours?))(?:\s?(?P<scale2>{SCALE}|{SCALE_LETTER})\b)?)?",
    re.I,
)
_AMOUNT_AFTER = re.compile(
    rf"(?:(?P<n2>{NUMBER})(?:\s?(?P<scale2>{SCALE})\b)?{_JOIN})?(?P<n>{NUMBER})(?:\s?(?P<scale>{SCALE})\b)?\s?"
    rf"(?P<sign>{_UNIT_AFTER})",
    re.I,
)
_LAKHS = re.compile(rf"(?:(?P<n2>{NUMBER}){_JOIN})?(?P<n>{NUMBER})\s?(?P<scale>lakhs?|lacs?|crores?|cr)\b", re.I)
_PER_CENT = re.compile(
    rf"(?:(?P<n2>{NUMBER}){_JOIN})?(?P<n>{NUMBER})\s?"
    r"(?P<unit>%|per\s?cent\b|pct\b|percentage points?\b|bps\b|basis points?\b)",
    re.I,
)
_DURATION = re.compile(
    rf"(?:(?P<n2>{NUMBER}){_JOIN})?(?P<n>{NUMBER})[\s-]*(?P<of>(?:business|working|bank|banking|calendar)[\s-]+)?"
    r"(?P<unit>minute|min|hour|hr|day|week|month|year|yr|quarter)s?\b",
    re.I,
)
_SAME_UNIT = {"min": "minute", "hr": "hour", "yr": "year"}
_TIME = re.compile(
    r"\b(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?\s?(?P<half>[ap])\.?m\b\.?|\b(?P<h2>\d{1,2}):(?P<m2>\d{2})\b", re.I
)
_ALWAYS = re.compile(r"\b24\s?[x/]\s?7\b", re.I)
_NAMED_REFERENCE = re.compile(
    r"\b(?:order|ticket|reference|ref|utr|rrn|txn|transaction|loan|case|request|complaint|application|folio|invoice)"
    r"\W{0,2}(?:(?:no|nr|number|id)\W{0,2}){0,2}#?(?P<id>(?=[\w-]*\d)[A-Za-z0-9][A-Za-z0-9-]{1,30})\b",
    re.I,
)
_REFERENCE = re.compile(
    r"#(?P<a>\w*\d[\w-]*)|\b(?P<b>T\+\d)\b|\b(?P<c>(?<![A-Z0-9/-])(?=[A-Z0-9/-]*\d)(?=[A-Z0-9/-]*[A-Z])[A-Z0-9]+(?:[-/][A-Z0-9]+)*)\b"
    r"|\b(?P<d>[A-Za-z]{2,6}-?\d{3,})\b"
)
_LONG_NUMBER = re.compile(r"(?<![\w.])\+\d[\d\s().-]{5,}\d|(?<![\w.,])\d(?:[ -]?\d){6,}(?![\w]|[.,]\d)")
_DAY = re.compile(r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight)s?\b", re.I)
_MULTIPLE = re.compile(rf"(?P<n>{DIGITS})\s?x\b|\b(?P<n2>{NUMBER}) times\b", re.I)
_LIST_MARK = re.compile(r"^[ \t>]*(?:step\s+)?\d{1,2}[.):](?=\s)", re.I | re.M)
_ORDINAL = re.compile(r"\b(?P<n>\d{1,3})(?:st|nd|rd|th)\b", re.I)
_COUNT = re.compile(rf"(?P<n>{NUMBER})(?:\s?(?P<scale>{SCALE})\b)?", re.I)
FEWEST_COUNTED = 3


@dataclass(frozen=True, slots=True)
class Shape:
    """What a reader took: the span, the value in its one spelling, and the unit."""

    start: int
    end: int
    value: str
    unit: str = ""


def links(text: str) -> Iterator[Shape]:
    for match in _LINK.finditer(text):
        word = match.group().rstrip(".,;:!?*_")
        bare = re.sub(r"^https?://", "", word, flags=re.I)
        host, slash, path = re.sub(r"^www\.", "", bare, flags=re.I).partition("/")
        yield Shape(match.start(), match.start() + len(word), (host.lower() + slash + path).rstrip("/"))


def addresses(text: str) -> Iterator[Shape]:
    for match in _ADDRESS.finditer(text):
        yield Shape(*match.span(), match.group().rstrip(".").lower())


def dates(text: str) -> Iterator[Shape]:
    return (Shape(start, end, value) for start, end, value in dates_in(text))


def amounts(text: str) -> Iterator[Shape]:
    taken: list[tuple[int, int]] = []
    for pattern in (_AMOUNT_BEFORE, _AMOUNT_AFTER, _LAKHS):
        for match in pattern.finditer(text):
            if any(match.start() < end and match.end() > start for start, end in taken):
                continue
            taken.append(match.span())
            yield from _figures(match, _currency(match.groupdict().get("sign") or "₹"))


def _currency(sign: str) -> str:
    sign = sign.lower().rstrip(".")
    if sign in ("$", "us$", "usd") or sign.startswith("dollar"):
        return "USD"
    if sign in ("€", "eur") or sign.startswith("euro"):
        return "EUR"
    return "GBP" if sign in ("£", "gbp") or sign.startswith("pound") else "INR"


def _figures(match: re.Match[str], unit: str, divisor: int = 1) -> Iterator[Shape]:
    """One figure, or the two of a range, which share the unit and the scale named last."""
    groups = match.groupdict()
    scale = groups.get("scale") or ""
    scale2 = groups.get("scale2") or ""
    if groups.get("n2") and match.start("n2") > match.start("n"):
        scale = scale or scale2
    first = value_of(groups["n"], scale) / divisor
    yield Shape(*match.span(), written(first), unit)
    if groups.get("n2"):
        second = value_of(groups["n2"], scale2 or scale) / divisor
        yield Shape(*match.span(), written(second), unit)


def percentages(text: str) -> Iterator[Shape]:
    for match in _PER_CENT.finditer(text):
        points = match["unit"].lower().startswith(("bps", "basis"))
        yield from _figures(match, "%", 100 if points else 1)


def times(text: str) -> Iterator[Shape]:
    for match in _ALWAYS.finditer(text):
        yield Shape(*match.span(), "24x7")
    for match in _TIME.finditer(text):
        hour, minute = int(match["h"] or match["h2"]), int(match["m"] or match["m2"] or 0)
        if match["half"]:
            hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
        yield Shape(*match.span(), f"{hour:02}:{minute:02}")


def durations(text: str) -> Iterator[Shape]:
    for match in _DURATION.finditer(text):
        unit = _SAME_UNIT.get(match["unit"].lower(), match["unit"].lower())
        business = match["of"] and not match["of"].lower().startswith("calendar")
        yield from _figures(match, f"business {unit}" if business else unit)


def references(text: str) -> Iterator[Shape]:
    taken: list[tuple[int, int]] = []
    for pattern in (_NAMED_REFERENCE, _REFERENCE):
        for match in pattern.finditer(text):
            name = match.lastgroup or "id"
            start, end = match.span(name)
            if any(start < other_end and end > other_start for other_start, other_end in taken):
                continue
            taken.append((start, end))
            yield Shape(start, end, match[name].upper())


def long_numbers(text: str) -> Iterator[Shape]:
    for match in _LONG_NUMBER.finditer(text):
        yield Shape(*match.span(), re.sub(r"\D", "", match.group()))


def days(text: str) -> Iterator[Shape]:
    for match in _DAY.finditer(text):
        yield Shape(*match.span(), match.group().lower().removesuffix("s"))


def multiples(text: str) -> Iterator[Shape]:
    for match in _MULTIPLE.finditer(text):
        yield Shape(*match.span(), written(value_of(match["n"] or match["n2"])))


def counts(text: str) -> Iterator[Shape]:
    """Plain numbers above three, and all that aren't whole. A list's own numbers count nothing."""
    text = _LIST_MARK.sub(lambda mark: "\x00" * len(mark.group()), text)
    for match in _ORDINAL.finditer(text):
        yield Shape(*match.span(), str(int(match["n"])), "in a row")
    text = _ORDINAL.sub(lambda ordinal: "\x00" * len(ordinal.group()), text)
    for match in _COUNT.finditer(text):
        value = value_of(match["n"], match["scale"] or "")
        if value > FEWEST_COUNTED or value != value.to_integral_value():
            yield Shape(*match.span(), written(value))
