"""How amounts and percentages are written. A reader yields the spans it takes, with value and unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from retrieval.facts.fact import Shape
from retrieval.facts.numbers import JOIN, NUMBER, SCALE, SCALE_LETTER, figures, value_of

_SIGN = r"(?:₹|\bRs\b\.?|\bINR\b|US\$|\$|\bUSD\b|€|\bEUR\b|£|\bGBP\b)"
_WORD = r"(?:rupees?\b|Rupien\b|rs\b|inr\b|dollars?\b|usd\b|euros?\b|eur\b|pounds?\b|gbp\b)"
_OTHER_UNIT = r"(?!\s?(?:%|per\s?cent|Prozent|days?|months?|years?|hours?|Tage?n?\b|Monate?n?\b|Jahre?n?\b|Stunden?\b))"
_AMOUNTS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?P<sign>{_SIGN})\s*(?P<n>{NUMBER})(?:\s?(?P<scale>{SCALE}|{SCALE_LETTER})\b)?"
        rf"(?:\s*(?:-|–|—|to|bis)\s*(?P<n2>{NUMBER}){_OTHER_UNIT}(?:\s?(?P<scale2>{SCALE}|{SCALE_LETTER})\b)?)?",
        rf"(?:(?P<n2>{NUMBER})(?:\s?(?P<scale2>{SCALE})\b)?{JOIN})?(?P<n>{NUMBER})(?:\s?(?P<scale>{SCALE})\b)?\s?"
        rf"(?P<sign>{_WORD}|[₹$€£])",
        rf"\b(?P<sign>{_WORD})\s?(?P<n>{NUMBER}){_OTHER_UNIT}(?:\s?(?P<scale>{SCALE})\b)?",
        rf"(?:(?P<n2>{NUMBER}){JOIN})?(?P<n>{NUMBER})\s?(?P<scale>lakhs?|lacs?|crores?|cr)\b",
    )
)
"""In the order in which they are tried; the last one, lakhs and crores without a currency, means rupees."""
_PER_CENT = re.compile(
    rf"(?:(?P<n2>{NUMBER}){JOIN})?(?P<n>{NUMBER})\s?"
    r"(?P<unit>%|per\s?cent\b|Prozent\b|pct\b|percentage points?\b|bps\b|basis points?\b)",
    re.I,
)
_GERMAN_GROUPS = re.compile(r"[1-9]\d{0,2}\.\d{3}")


def amounts(text: str) -> Iterator[Shape]:
    """Money, each amount with its currency."""
    taken: list[tuple[int, int]] = []
    for pattern in _AMOUNTS:
        for match in pattern.finditer(text):
            if any(match.start() < end and match.end() > start for start, end in taken):
                continue
            taken.append(match.span())
            yield from figures(match, _currency(match.groupdict().get("sign") or "₹"), _amount)


def _amount(number: str, scale: str) -> Decimal:
    """Money has no tenths of a cent: three digits behind a dot are thousands."""
    groups = not scale and _GERMAN_GROUPS.fullmatch(number)
    return value_of(number.replace(".", "") if groups else number, scale)


def _currency(sign: str) -> str:
    sign = sign.lower().rstrip(".")
    if sign in ("$", "us$", "usd") or sign.startswith("dollar"):
        return "USD"
    if sign in ("€", "eur") or sign.startswith("euro"):
        return "EUR"
    return "GBP" if sign in ("£", "gbp") or sign.startswith("pound") else "INR"


def percentages(text: str) -> Iterator[Shape]:
    """Percentages; basis points are hundredths of them."""
    for match in _PER_CENT.finditer(text):
        points = match["unit"].lower().startswith(("bps", "basis"))
        yield from figures(match, "%", _hundredth if points else value_of)


def _hundredth(number: str, scale: str) -> Decimal:
    return value_of(number, scale) / 100
