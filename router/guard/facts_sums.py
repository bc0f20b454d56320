"""Whether a figure that no source holds looks worked out from figures that one does. Arithmetic is for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import combinations

from retrieval.facts.fact import Fact
from retrieval.facts.reading import facts_in

_KINDS = frozenset({"amount", "percentage", "duration"})
_FEWEST_DIGITS = 2
_MOST = 40
"""Figures of the sources that are tried in pairs."""


def worked_out(fact: Fact, sources: Sequence[str]) -> str:
    """How the figure could have been worked out, as "₹500 + ₹1,000"; empty when nothing clear is found."""
    value = _value(fact)
    if fact.kind not in _KINDS or value is None or len(value.normalize().as_tuple().digits) < _FEWEST_DIGITS:
        return ""
    there = [other for source in sources for other in facts_in(source) if _value(other)]
    return next((how for how, result in _results(fact, list(dict.fromkeys(there))[:_MOST]) if result == value), "")


def _results(fact: Fact, there: Sequence[Fact]) -> Iterator[tuple[str, Decimal]]:
    alike = [other for other in there if (other.kind, other.unit) == (fact.kind, fact.unit)]
    for one, other in combinations(alike, 2):
        first, second = _value(one) or Decimal(0), _value(other) or Decimal(0)
        yield f"{one.word} + {other.word}", first + second
        yield f"{one.word} - {other.word}", abs(first - second)
    for one in alike:
        for other in there:
            factor = _value(other) or Decimal(0)
            if other.kind == "percentage" and fact.kind == "amount":
                yield f"{other.word} of {one.word}", (_value(one) or Decimal(0)) * factor / 100
            elif other.kind in ("count", "duration") and one is not other:
                yield f"{one.word} x {other.word}", (_value(one) or Decimal(0)) * factor


def _value(fact: Fact) -> Decimal | None:
    try:
        return Decimal(fact.value)
    except InvalidOperation:
        return None
