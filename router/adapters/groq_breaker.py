"""Leaving alone what keeps failing: a breaker for each model, and one for the service as a whole.

After some failures in a row nobody asks for a while. Then one call tries, while the others go on without; if it is
answered everybody asks again, else the rest begins anew. Each worker learns for itself.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from router.ports import Clock

SERVICE = "Groq"
"""The name of the breaker before all models."""


@dataclass(slots=True)
class _Circuit:
    """``until`` is the end of the rest, None while all is well; ``tried``: a call is under way that looks."""

    failures: int = 0
    says: str = ""
    until: datetime | None = None
    tried: bool = False


class Breakers:
    """Safe for many threads; nothing is locked while a call is made."""

    def __init__(self, clock: Clock, failures: int = 3, seconds: float = 60.0) -> None:
        self._clock = clock
        self._failures = failures
        self._rest = timedelta(seconds=seconds)
        self._lock = threading.Lock()
        self._circuits: dict[str, _Circuit] = {}

    def closed_to(self, *names: str) -> str:
        """Why none of these may be asked now. Empty: go, and tell afterwards how it went."""
        now = self._clock.now()
        with self._lock:
            circuits = {name: self._circuits[name] for name in names if name in self._circuits}
            for one in circuits.values():
                if one.until is not None and (now < one.until or one.tried):
                    return _told(one)
            for one in circuits.values():
                one.tried = one.until is not None
        return ""

    def failed(self, name: str, says: str, *, at_once: bool = False) -> None:
        """One more in a row. ``at_once``: no need to see it again."""
        with self._lock:
            one = self._circuits.setdefault(name, _Circuit())
            one.failures += 1
            if at_once or one.until is not None or one.failures >= self._failures:
                one.until, one.says = self._clock.now() + self._rest, says
            one.tried = False

    def rest(self, name: str, seconds: float, says: str) -> None:
        """It was said itself how long it will not answer."""
        with self._lock:
            one = self._circuits.setdefault(name, _Circuit())
            one.until, one.says, one.tried = self._clock.now() + timedelta(seconds=seconds), says, False

    def answered(self, *names: str) -> None:
        """All is well with these."""
        with self._lock:
            for name in names:
                self._circuits.pop(name, None)

    def let_go(self, *names: str) -> None:
        """The call was not made, or told nothing about these."""
        with self._lock:
            for name in names:
                if name in self._circuits:
                    self._circuits[name].tried = False

    def resting(self) -> dict[str, str]:
        """What is left alone at this moment, and why."""
        now = self._clock.now()
        with self._lock:
            return {name: _told(one) for name, one in self._circuits.items() if one.until and now < one.until}

    def seconds_left(self, name: str) -> float | None:
        """Until it is tried again; None where it isn't left alone."""
        with self._lock:
            until = self._circuits[name].until if name in self._circuits else None
        return max(0.0, (until - self._clock.now()).total_seconds()) if until else None


def _told(one: _Circuit) -> str:
    until = f"{one.until:%H:%M:%S} UTC" if one.until else "an unknown time"
    return f"left alone until {until}: {one.says}"
