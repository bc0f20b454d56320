"""Limits that are really counted: for each model a bucket of requests and one of tokens, which fill up steadily."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

WIDE = 100_000_000


@dataclass(frozen=True)
class Size:
    """How much a bucket holds, and in how many seconds it fills from empty."""

    holds: float = WIDE
    seconds: float = 60.0


class Limits:
    """``requests`` and ``tokens`` for every model apart. Wide unless told otherwise."""

    def __init__(self, tick: Callable[[], float] = time.monotonic) -> None:
        self._tick = tick
        self._lock = threading.Lock()
        self.set({})

    def set(self, sizes: Mapping[str, Size]) -> None:
        """New sizes, and all buckets full."""
        with self._lock:
            self._sizes = {"requests": Size(seconds=86_400), "tokens": Size(), **sizes}
            self._left: dict[tuple[str, str], tuple[float, float]] = {}

    def refused(self, model: str, tokens: int) -> tuple[str, float] | None:
        """The bucket that has no room for a call of so many tokens, and in how many seconds it has."""
        with self._lock:
            for kind, need in (("requests", 1.0), ("tokens", float(tokens))):
                size, left = self._sizes[kind], self._now(model, kind)
                if need > left:
                    return kind, (need - left) * size.seconds / size.holds
        return None

    def use(self, model: str, tokens: int) -> None:
        """A call was served."""
        with self._lock:
            for kind, used in (("requests", 1.0), ("tokens", float(tokens))):
                self._left[model, kind] = (self._now(model, kind) - used, self._tick())

    def headers(self, model: str) -> dict[str, str]:
        """What Groq tells with every answer."""
        told: dict[str, str] = {}
        with self._lock:
            for kind, size in self._sizes.items():
                left = self._now(model, kind)
                full_in = (size.holds - left) * size.seconds / size.holds
                told |= {
                    f"x-ratelimit-limit-{kind}": f"{size.holds:.0f}",
                    f"x-ratelimit-remaining-{kind}": f"{max(0.0, left):.0f}",
                    f"x-ratelimit-reset-{kind}": written(full_in),
                }
        return told

    def _now(self, model: str, kind: str) -> float:
        size = self._sizes[kind]
        left, at = self._left.get((model, kind), (size.holds, self._tick()))
        return min(size.holds, left + (self._tick() - at) * size.holds / size.seconds)


def written(seconds: float) -> str:
    """A duration as Groq writes it: ``7.66s``, ``2m59.56s``, ``120ms``."""
    if seconds < 1:
        return f"{seconds * 1000:.0f}ms"
    minutes, rest = divmod(seconds, 60)
    return f"{minutes:.0f}m{rest:.2f}s" if minutes else f"{rest:.2f}s"


def sizes_from(fields: Mapping[str, object]) -> dict[str, Size]:
    """Sizes from the control endpoint's JSON: ``{"tokens": 12000, "seconds": 60}``; raises ``ValueError``."""
    strange = sorted(set(fields) - {"requests", "tokens", "seconds"})
    if strange:
        raise ValueError(f"give requests, tokens and seconds; not {', '.join(strange)}")
    seconds = float(str(fields.get("seconds", 60.0)))
    return {kind: Size(float(str(fields[kind])), seconds) for kind in ("requests", "tokens") if kind in fields}
