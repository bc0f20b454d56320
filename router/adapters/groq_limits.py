"""What Groq's headers say of its limits, and how long to wait before a call that would hit one.

Each model has two buckets, one of requests and one of tokens, which fill up again steadily. A header tells what is left
and in how long the bucket is full: https://console.groq.com/docs/rate-limits
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from router.ports import Clock

LETTERS_A_TOKEN = 3
"""Few on purpose: a call that was thought bigger than it is waits a little; one thought smaller is refused."""
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|[dhms])")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}


@dataclass(frozen=True, slots=True)
class Bucket:
    """``left`` of ``limit`` when an answer told, and the seconds from then until it is full."""

    limit: float
    left: float
    full_in: float
    told_at: datetime

    def left_at(self, now: datetime) -> float:
        if self.full_in <= 0:
            return self.limit
        since = max(0.0, (now - self.told_at).total_seconds())
        return min(self.limit, self.left + since * (self.limit - self.left) / self.full_in)

    def seconds_until(self, need: float, now: datetime) -> float:
        """Until so much is in it, ``need`` being no more than it holds."""
        lacking = min(need, self.limit) - self.left_at(now)
        if lacking <= 0 or self.limit <= self.left:
            return 0.0
        return lacking * self.full_in / (self.limit - self.left)


def tokens_of(words: str, max_tokens: int) -> int:
    """What a call may use at most, as Groq counts it before it answers."""
    return len(words) // LETTERS_A_TOKEN + max_tokens


class GroqRoom:
    """Whether there is room for a call, for each model apart. Safe for many threads; calls under way count."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[tuple[str, str], Bucket] = {}
        self._under_way: dict[tuple[str, str], float] = defaultdict(float)

    def take(self, model: str, tokens: int) -> float:
        """0: room was taken, and must be given back after the call. Else the seconds until there may be some."""
        needs, now = {"requests": 1.0, "tokens": float(tokens)}, self._clock.now()
        with self._lock:
            wait = max(self._wait((model, kind), need, now) for kind, need in needs.items())
            if wait <= 0:
                for kind, need in needs.items():
                    self._under_way[model, kind] += need
        return wait

    def give_back(self, model: str, tokens: int, headers: Mapping[str, str]) -> None:
        """The call has ended. What its answer told of the limits holds; without headers nothing is learnt."""
        now = self._clock.now()
        with self._lock:
            for kind, need in (("requests", 1.0), ("tokens", float(tokens))):
                self._under_way[model, kind] = max(0.0, self._under_way[model, kind] - need)
                told = _bucket(kind, headers, now)
                if told is not None:
                    self._buckets[model, kind] = told

    def _wait(self, key: tuple[str, str], need: float, now: datetime) -> float:
        bucket = self._buckets.get(key)
        return bucket.seconds_until(min(need, bucket.limit) + self._under_way[key], now) if bucket else 0.0


def seconds_of(text: str) -> float | None:
    """A duration as Groq writes it, such as ``2m59.56s`` or ``120ms``; None for anything else."""
    parts = _PART.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text.strip():
        return None
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)


def _bucket(kind: str, headers: Mapping[str, str], now: datetime) -> Bucket | None:
    try:
        limit = float(headers[f"x-ratelimit-limit-{kind}"])
        left = float(headers[f"x-ratelimit-remaining-{kind}"])
    except (KeyError, ValueError):
        return None
    full_in = seconds_of(headers.get(f"x-ratelimit-reset-{kind}", ""))
    return Bucket(limit, left, timedelta(minutes=1).total_seconds() if full_in is None else full_in, now)
