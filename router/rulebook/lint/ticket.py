"""A made-up ticket for a condition: one on which it holds shows fast that another condition doesn't follow from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from router.rulebook.conditions import Check, Condition
from router.rulebook.facts import Value
from router.rulebook.known import Known
from router.rulebook.operators import EMPTY, MATCHES

_MORE = {"greater than": 1, "after": 1, "less than": -1, "before": -1}


def ticket_for(condition: Condition) -> Known | None:
    """A ticket with little more on it than the condition asks for; None where such a simple one won't do."""
    facts: dict[str, Value] = {}
    for check in _to_be_met(condition):
        if check.operator not in (EMPTY, MATCHES) and check.wanted:
            facts[check.fact.name] = _meeting(check, facts)
    known = Known(facts)
    return known if condition.holds(known, []) else None


def _to_be_met(condition: Condition) -> Iterator[Check]:
    """The checks of one way to fulfil it. What must not hold is left to luck."""
    if isinstance(condition, Check):
        yield from () if condition.negative else (condition,)
    elif condition.join != "not":
        for part in condition.parts[: 1 if condition.join == "any" else None]:
            yield from _to_be_met(part)


def _meeting(check: Check, facts: Mapping[str, Value]) -> Value:
    before, wanted = facts.get(check.fact.name), check.wanted[0]
    if check.fact.type == "list":
        return (*(before if isinstance(before, tuple) else ()), *map(str, check.wanted[:1]))
    if isinstance(wanted, str):
        return f"{before} {wanted}" if before else wanted
    return _moved(wanted, _MORE.get(check.operator, 0))


def _moved(wanted: Any, steps: int) -> Value:
    """The next value in that direction; the words for comparing leave the wanted one out."""
    moved: Value = wanted + steps if isinstance(wanted, float) else wanted + timedelta(days=steps) if steps else wanted
    return moved
