"""Whether a fact stands in a source."""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.facts.dates import same_date
from retrieval.facts.fact import Fact
from retrieval.facts.reading import facts_in

_OPPOSITE = {("at least", "at most"), ("at most", "at least")}


def carried(fact: Fact, sources: Iterable[str]) -> bool:
    """Whether a source holds the same kind of fact with the same unit and value: $50 is not 50 %."""
    return any(is_among(fact, facts_in(source)) for source in sources)


def is_among(fact: Fact, others: Iterable[Fact]) -> bool:
    """Whether one of the others says what the fact says."""
    return any(_same(fact, other) for other in others)


def _same(fact: Fact, other: Fact) -> bool:
    if (fact.bound, other.bound) in _OPPOSITE:
        return False
    if fact.kind == other.kind:
        return _same_value(fact, other)
    return _same_figure(fact, other)


def _same_value(fact: Fact, other: Fact) -> bool:
    if fact.kind == "date":
        return same_date(fact.value, other.value)
    if fact.kind == "link" and "/" not in fact.value:
        return other.value.split("/")[0] == fact.value
    return (fact.value, fact.unit) == (other.value, other.unit)


def _same_figure(fact: Fact, other: Fact) -> bool:
    """Where one kind may carry another: a bare number claims less than an amount, a number of ours has many names."""
    if fact.kind == "count" and not fact.unit:
        if other.kind == "date":
            return other.value.startswith(f"{fact.value}-")
        return other.kind in ("amount", "reference") and other.value == fact.value
    return fact.kind == "reference" and other.kind in ("count", "phone or account number") and other.value == fact.value
