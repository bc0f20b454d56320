"""Rounded figures: carried by the exact one if hedged, or if shortened to two digits with a scale word."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation

from retrieval.facts.fact import Fact
from retrieval.facts.numbers import SCALE

_SCALED = re.compile(rf"\d\s?(?:{SCALE})\b", re.IGNORECASE)
ROUNDED = frozenset({"amount", "percentage", "count", "duration", "multiple"})
MOST_OFF = Decimal("0.1")
"""The share by which even a hedged figure may be off."""
FEWEST_DIGITS = 2


def rounds_to(fact: Fact, there: Fact) -> bool:
    """Whether the fact is a rounded form of the one in a source."""
    if fact.kind not in ROUNDED or not (fact.hedged or _is_shortened(fact)):
        return False
    try:
        wanted, exact = Decimal(fact.value), Decimal(there.value)
    except InvalidOperation:
        return False
    if not exact or abs(wanted - exact) > MOST_OFF * abs(exact):
        return False
    step = Decimal(1).scaleb(int(wanted.normalize().as_tuple().exponent))
    return any(_to(exact, step, how) == wanted for how in (ROUND_HALF_UP, ROUND_DOWN))


def _to(value: Decimal, step: Decimal, how: str) -> Decimal:
    return (value / step).to_integral_value(how) * step


def _is_shortened(fact: Fact) -> bool:
    digits = Decimal(fact.value).normalize().as_tuple().digits
    return bool(_SCALED.search(fact.word)) and len(digits) >= FEWEST_DIGITS
