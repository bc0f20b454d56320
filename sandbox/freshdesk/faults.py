"""Faults on demand: which call fails, how, and how often."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase

BEFORE = ("429", "5xx", "refuse", "slow", "drop_before")
"""Faults that strike before the call is looked at: nothing was accepted."""
AFTER = ("hang_after", "cut_after", "5xx_after")
"""Faults that strike when the call has been accepted and the state is changed."""
STALE = "stale"
"""A reading of a ticket that shows it without its newest entry, as a copy of the database does that lags behind."""


@dataclass
class Fault:
    """``path`` is matched without ``/api/v2`` and may hold ``*``; ``count`` below 0 means until it is taken away. The
    first ``skip`` calls that meet it are let through. ``code`` is what ``refuse`` gives as its reason.
    """

    fault: str
    path: str = "*"
    method: str = "*"
    count: int = 1
    status: int = 502
    seconds: float = 5.0
    retry_after: int = 2
    skip: int = 0
    code: str = ""

    def __post_init__(self) -> None:
        if self.fault not in (*BEFORE, *AFTER, STALE):
            known = ", ".join((*BEFORE, *AFTER, STALE))
            raise ValueError(f'There is no fault "{self.fault}". Known: {known}.')

    def meets(self, method: str, path: str) -> bool:
        return self.count != 0 and self.method in ("*", method) and fnmatchcase(path, self.path)


@dataclass(frozen=True)
class Bell:
    """How a webhook rings: ``once``, ``twice``, ``never``, or ``late``: an hour's limit was used up, and it waited."""

    mode: str = "once"
    seconds: float = 0.0


class Faults:
    """The faults that wait for their call, oldest first, and what is left of the bell's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []
        self._bell: list[Bell] = []

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._waiting.append(fault)

    def take(self, method: str, path: str) -> Fault | None:
        """The fault this call meets; it is used up by one."""
        with self._lock:
            found = next((fault for fault in self._waiting if fault.meets(method, path)), None)
            if found is None:
                return None
            if found.skip > 0:
                found.skip -= 1
                return None
            found.count -= 1
            self._waiting = [fault for fault in self._waiting if fault.count != 0]
            return found

    def waiting(self) -> list[dict[str, object]]:
        with self._lock:
            return [asdict(fault) for fault in self._waiting]

    def disturb_bell(self, mode: str, count: int, seconds: float = 0.0) -> None:
        """The next ``count`` webhooks ring ``twice``, ``never``, or ``late`` by so many seconds."""
        if mode not in ("twice", "never", "late"):
            raise ValueError(f'A bell rings "twice", "never" or "late", not "{mode}".')
        with self._lock:
            self._bell.extend([Bell(mode, seconds)] * count)

    def next_bell(self) -> Bell:
        with self._lock:
            return self._bell.pop(0) if self._bell else Bell()

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()
            self._bell.clear()
