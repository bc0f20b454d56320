"""Rounded figures: carried by the exact one if hedged, or if shortened to two digits or more."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal, InvalidOperation

from retrieval.facts.fact import Fact

ROUNDED = frozenset({"amount", "percentage", "count", "duration", "multiple"})
MOST_OFF = Decimal("0.1")
"""The share by which even a hedged figure may be off."""
FEWEST_DIGITS = 2


def rounds_to(fact: Fact, there: Fact, *, exact: bool) -> bool:
    """Whether the fact is a rounded form of the one in a source; ``exact`` asks for words that say so."""
    if fact.kind not in ROUNDED or not (fact.hedged or (not exact and _is_shortened(fact, there))):
        return False
    try:
        wanted, whole = Decimal(fact.value), Decimal(there.value)
    except InvalidOperation:
        return False
    if not whole or abs(wanted - whole) > MOST_OFF * abs(whole) or _on_the_wrong_side(fact, wanted - whole):
        return False
    step = Decimal(1).scaleb(int(wanted.normalize().as_tuple().exponent))
    ways = (ROUND_HALF_UP, ROUND_DOWN, ROUND_UP) if fact.hedged else (ROUND_HALF_UP,)
    return any((whole / step).to_integral_value(way) * step == wanted for way in ways)


def _on_the_wrong_side(fact: Fact, off: Decimal) -> bool:
    """Over 5 million must not be less than that."""
    return (fact.bound == "at least" and off > 0) or (fact.bound == "at most" and off < 0)


def _is_shortened(fact: Fact, there: Fact) -> bool:
    """Whether the figure has fewer digits than the source's, and two or more."""
    return FEWEST_DIGITS <= _digits(fact) < _digits(there)


def _digits(fact: Fact) -> int:
    try:
        return len(Decimal(fact.value).normalize().as_tuple().digits)
    except InvalidOperation:
        return 0
