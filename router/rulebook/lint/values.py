"""The values that a fact can have, as far as they can be listed: enough of them to try every check on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, floor

from router.rulebook.conditions import Check
from router.rulebook.facts import COLUMN, Fact, Value

ALWAYS_THERE = frozenset(
    {
        "ticket.source",
        "ticket.priority",
        "ticket.status",
        "ticket.attachments",
        "ticket.created",
        "ticket.age",
        "message.length",
        "message.questions",
        "message.asks for a person",
        "message.written by the requester",
        "customer.kind",
        "customer.conflict",
        "customer.proof",
        "time.business hours",
        "time.weekday",
        "time.date",
        "route.rule",
        "draft.grounding",
        "draft.writer",
        "draft.findings",
    }
)
"""Facts that are never empty on a new ticket."""

_FRACTION = "draft.probability"


def can_be_listed(fact: Fact) -> bool:
    """Whether :func:`values_to_try` leaves nothing out that could make a difference."""
    return fact.type in ("number", "duration", "date", "yes or no") or (bool(fact.choices) and not fact.numbers_too)


def values_to_try(fact: Fact, checks: Iterable[Check]) -> tuple[Value, ...]:
    """Values of the fact, one at least for each way in which these checks can turn out together."""
    missing: tuple[Value, ...] = () if fact.name in ALWAYS_THERE else (None,)
    if fact.type == "yes or no":
        return (*missing, True, False)
    if fact.type == "text":
        return (*missing, *fact.choices)
    edges = {number for check in checks for value in check.wanted if (number := _as_number(value)) is not None}
    return (*missing, *(_as_value(fact, number) for number in sorted(set(_around(fact, edges)))))


def _around(fact: Fact, edges: set[float]) -> Iterator[float]:
    """Each edge, what lies next to it, and what lies between two: nothing else can tell the checks apart."""
    low, high = _bounds(fact)
    edges = {low, *edges} if high is None else {low, high, *edges}
    tried = {number for edge in edges for number in _next_to(fact, edge)}
    tried |= {(one + two) / 2 for one, two in pairwise(sorted(edges))} if not _is_whole(fact) else set()
    yield from (number for number in tried if low <= number and (high is None or number <= high))


def _next_to(fact: Fact, edge: float) -> tuple[float, ...]:
    if _is_whole(fact):
        return (floor(edge) - 1, floor(edge), ceil(edge), floor(edge) + 1)
    return (edge - 1, edge, edge + 1)


def _is_whole(fact: Fact) -> bool:
    """Counts and days have nothing between two neighbours."""
    return fact.type == "date" or (fact.type == "number" and fact.name != _FRACTION and not _is_free(fact))


def _is_free(fact: Fact) -> bool:
    return fact.name.startswith(COLUMN)


def _bounds(fact: Fact) -> tuple[float, float | None]:
    if fact.type == "date":
        return date.min.toordinal(), date.max.toordinal()
    if _is_free(fact):
        return -1e18, None
    return 0, (1 if fact.name == _FRACTION else None)


def _as_number(value: Value) -> float | None:
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, date):
        return value.toordinal()
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _as_value(fact: Fact, number: float) -> Value:
    if fact.type == "duration":
        return timedelta(seconds=number)
    return date.fromordinal(int(number)) if fact.type == "date" else float(number)
