"""Faults on demand: which call fails, how, and how often."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase

BEFORE = ("429", "5xx", "slow", "drop_before")
"""Faults that strike before the call is looked at: nothing was accepted."""
AFTER = ("hang_after", "cut_after", "5xx_after")
"""Faults that strike when the call has been accepted and the state is changed."""


@dataclass
class Fault:
    """``path`` is matched without ``/api/v2`` and may hold ``*``; ``count`` below 0 means until it is taken away."""

    fault: str
    path: str = "*"
    method: str = "*"
    count: int = 1
    status: int = 502
    seconds: float = 5.0
    retry_after: int = 2

    def __post_init__(self) -> None:
        if self.fault not in BEFORE + AFTER:
            raise ValueError(f'There is no fault "{self.fault}". Known: {", ".join(BEFORE + AFTER)}.')

    def meets(self, method: str, path: str) -> bool:
        return self.count != 0 and self.method in ("*", method) and fnmatchcase(path, self.path)


class Faults:
    """The faults that wait for their call, oldest first, and what is left of the bell's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []
        self._bell: list[str] = []

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._waiting.append(fault)

    def take(self, method: str, path: str) -> Fault | None:
        """The fault this call meets; it is used up by one."""
        with self._lock:
            found = next((fault for fault in self._waiting if fault.meets(method, path)), None)
            if found is None:
                return None
            found.count -= 1
            self._waiting = [fault for fault in self._waiting if fault.count != 0]
            return found

    def waiting(self) -> list[dict[str, object]]:
        with self._lock:
            return [asdict(fault) for fault in self._waiting]

    def disturb_bell(self, mode: str, count: int) -> None:
        """The next ``count`` webhooks ring ``twice`` or ``never``."""
        if mode not in ("twice", "never"):
            raise ValueError(f'A bell rings "twice" or "never", not "{mode}".')
        with self._lock:
            self._bell.extend([mode] * count)

    def next_bell(self) -> str:
        """``once``, ``twice`` or ``never``."""
        with self._lock:
            return self._bell.pop(0) if self._bell else "once"

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()
            self._bell.clear()
