"""How amounts and percentages are written. A reader yields the spans it takes, with value and unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from retrieval.facts.fact import Shape
from retrieval.facts.numbers import JOIN, NUMBER, SCALE, SCALE_LETTER, figures, value_of, written

_CURRENCIES = (
    ("INR", ("₹", "rs", "inr", "rupee", "rupees", "rupie", "rupien")),
    ("USD", ("$", "us$", "usd", "dollar", "dollars", "buck", "bucks")),
    ("EUR", ("€", "eur", "euro", "euros")),
    ("GBP", ("£", "gbp", "pound", "pounds")),
    ("CHF", ("chf", "sfr", "franken")),
    ("AED", ("aed", "dirham", "dirhams")),
    ("SGD", ("s$", "sgd")),
    ("JPY", ("¥", "jpy", "yen")),
)
_CODES = {sign: code for code, signs in _CURRENCIES for sign in signs}
_SMALL = {"paise": "INR", "paisa": "INR", "cents": "USD", "cent": "USD", "¢": "USD", "pence": "GBP"}
_SMALL_WORD = r"(?:paise|paisa|cents?|pence|centimes?|rappen)\b"
_SIGN = (
    r"(?:₹|(?<![^\W\d_])Rs\b\.?|(?<![^\W\d_])Rs\.?(?=\d)|\bINR\b|\bINR(?=\d)|\bUS\s?\$|\bS\$|\$|\bUSD\b|\bUSD(?=\d)"
    r"|€|\bEUR\b|\bEUR(?=\d)|£|\bGBP\b|\bCHF\b|\bAED\b|\bSGD\b|¥|\bJPY\b)"
)
_WORD = (
    r"(?:(?:Indian |US |U\.S\. )?(?:rupees?|Rupien?|rs|inr|dollars?|usd|bucks|euros?|eur|pounds?|gbp|chf|franken|aed"
    r"|dirhams?|sgd|jpy|yen)\b)"
)
_OTHER_UNIT = (
    r"(?!\s?(?:%|per\s?cent|Prozent|days?|months?|years?|hours?|minutes?|weeks?|business|working|bank\b|lenders?"
    r"|Tage?n?\b|Wochen?\b|Monate?n?\b|Jahre?n?\b|Stunden?\b|Minuten?\b))"
)
_SCALED_TOO = rf"(?=\s*{_SIGN}\s*{NUMBER}[\s-]?(?:{SCALE}|{SCALE_LETTER})\b)"
"""Behind "and" comes another amount, unless one scale word is for both: between $5 and $6 million."""
_AMOUNTS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?P<n>{NUMBER})\s?(?P<sign>{_WORD}),?\s(?:(?:and|und)\s)?(?P<small>{NUMBER})\s?{_SMALL_WORD}",
        rf"(?P<sign>{_SIGN})\s*(?P<n>{NUMBER})\s(?:and|und)\s(?P<small>{NUMBER})\s?{_SMALL_WORD}",
        rf"(?P<sign>{_SIGN})\s*(?P<n>{NUMBER})(?:[\s-]?(?P<scale>{SCALE}|{SCALE_LETTER})\b)?"
        rf"(?:\s*(?:(?:-|–|—|to|bis)\s*(?:{_SIGN}\s*)?|(?:and|und){_SCALED_TOO}\s*{_SIGN}\s*)"
        rf"(?P<n2>{NUMBER}){_OTHER_UNIT}(?:\s?(?P<scale2>{SCALE}|{SCALE_LETTER})\b)?)?",
        rf"(?:(?P<n2>{NUMBER})(?:\s?(?P<scale2>{SCALE})\b)?{JOIN})?(?P<n>{NUMBER})(?:[\s-]?(?P<scale>{SCALE})\b\.?)?"
        rf"(?:\s|-|/-)?"
        rf"(?P<sign>{_WORD}|[₹$€£¥])",
        rf"\b(?P<sign>{_WORD})\s?(?P<n>{NUMBER}){_OTHER_UNIT}(?:\s?(?P<scale>{SCALE})\b)?",
        rf"(?:(?P<n2>{NUMBER}){JOIN})?(?P<n>{NUMBER})[\s-]?(?P<scale>lakhs?|lacs?|crores?|cr)\b",
        rf"(?P<n>{NUMBER})(?:\s?(?P<scale>{SCALE}))?(?P<sign>/-)",
        rf"\b(?P<n>{NUMBER})\s?(?P<sign>paise|paisa|cents?\b|¢|pence\b)",
    )
)
"""In the order in which they are tried; lakhs and crores without a currency, and 500/-, mean rupees."""
_PER_CENT = re.compile(
    rf"(?:(?P<n2>{NUMBER}){JOIN})?(?P<n>{NUMBER})[\s-]?"
    r"(?P<unit>%|per[\s-]?cent\b|Prozent(?:punkte?n?)?\b|pct\b|v\.\s?H\.|percentage[\s-]points?\b|bps?\b"
    r"|basis[\s-]points?\b|Basispunkte?n?\b)",
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
            sign = (match.groupdict().get("sign") or "₹").lower()
            if small := match.groupdict().get("small"):
                value = written(value_of(match["n"]) + value_of(small) / 100)
                yield Shape(*match.span(), value, _currency(sign))
            elif sign in _SMALL:
                value = written(value_of(match["n"]) / 100)
                yield Shape(*match.span(), value, _SMALL[sign])
            else:
                yield from figures(match, _currency(sign), _amount)


def _amount(number: str, scale: str) -> Decimal:
    """Money has no tenths of a cent: three digits behind a dot are thousands."""
    groups = not scale and _GERMAN_GROUPS.fullmatch(number)
    return value_of(number.replace(".", "") if groups else number, scale)


def _currency(sign: str) -> str:
    name = re.sub(r"^(?:indian|us|u\.s\.) |[.\s]", "", sign)
    return _CODES.get(name, "INR")


def percentages(text: str) -> Iterator[Shape]:
    """Percentages; basis points are hundredths of them."""
    for match in _PER_CENT.finditer(text):
        points = match["unit"].lower().startswith(("bp", "basis"))
        yield from figures(match, "%", _hundredth if points else value_of)


def _hundredth(number: str, scale: str) -> Decimal:
    return value_of(number, scale) / 100
