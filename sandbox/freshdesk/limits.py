"""Rate limits and credits: one bucket a minute for the whole account, with smaller ones inside for costly calls."""

from __future__ import annotations

import math
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Plan:
    """Calls a minute; ``inner`` holds the limits of single kinds of call."""

    per_minute: int
    inner: dict[str, int] = field(default_factory=dict)


def _inner(writes: int, lists: int) -> dict[str, int]:
    return {"ticket_create": writes, "ticket_update": writes, "tickets_list": lists, "contacts_list": lists}


PLANS = {
    "trial": Plan(50),
    "growth": Plan(200, _inner(80, 20)),
    "pro": Plan(400, _inner(160, 100)),
    "enterprise": Plan(700, _inner(280, 200)),
    "unlimited": Plan(10_000_000),
}


@dataclass(frozen=True)
class Reading:
    """What one call did to the bucket. ``retry_after`` is 0 when it was let through."""

    total: int
    remaining: int
    used: int
    retry_after: int = 0


class Meter:
    """Counts what was used in this minute, and since the last reset by kind of call."""

    def __init__(self, plan: Plan = PLANS["pro"], tick: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._tick = tick
        self.plan = plan
        self.other_apps = 0
        self.clear()

    def clear(self) -> None:
        """Start a new minute and forget all counts."""
        with self._lock:
            self._start = self._tick()
            self._used = 0
            self._inner: Counter[str] = Counter()
            self.calls: Counter[str] = Counter()
            self.credits: Counter[str] = Counter()

    def take(self, cost: int, kind: str, label: str) -> Reading:
        """Ask for ``cost`` credits. A call that is refused for the limit costs nothing and is counted as refused."""
        with self._lock:
            self._roll()
            used = self._used + self.other_apps
            inner_full = self._inner[kind] + 1 > self.plan.inner.get(kind, math.inf)
            if used + cost > self.plan.per_minute or inner_full:
                self.calls["refused by limit"] += 1
                return Reading(self.plan.per_minute, max(0, self.plan.per_minute - used), 0, self._wait())
            self._count(cost, kind, label)
            return Reading(self.plan.per_minute, self.plan.per_minute - used - cost, cost)

    def report(self) -> dict[str, object]:
        """Credits and calls since the last reset, in all and by path."""
        with self._lock:
            served = {label: calls for label, calls in self.calls.items() if label != "refused by limit"}
            return {
                "credits": sum(self.credits.values()),
                "calls": sum(served.values()),
                "list_calls": sum(calls for label, calls in served.items() if label in LIST_CALLS),
                "refused": self.calls["refused by limit"],
                "by_path": {p: {"calls": n, "credits": self.credits[p]} for p, n in sorted(served.items())},
            }

    def _count(self, cost: int, kind: str, label: str) -> None:
        self._used += cost
        self._inner[kind] += 1
        self.calls[label] += 1
        self.credits[label] += cost

    def _roll(self) -> None:
        if self._tick() - self._start >= 60:
            self._start = self._tick()
            self._used = 0
            self._inner.clear()

    def _wait(self) -> int:
        return max(1, math.ceil(60 - (self._tick() - self._start)))


LIST_CALLS = ("GET /tickets", "GET /contacts")


def kind_of(label: str) -> str:
    """Which inner limit a call falls under, empty for none."""
    return {
        "POST /tickets": "ticket_create",
        "PUT /tickets/{id}": "ticket_update",
        "GET /tickets": "tickets_list",
        "GET /contacts": "contacts_list",
    }.get(label, "")


def cost_of(label: str, includes: int) -> int:
    """Credits of a call: one more for each embed of a view, two more for each embed of a list."""
    return 1 + includes * (2 if label in LIST_CALLS else 1)
