"""Log lines that a stranger can cause as often as he likes: one a minute, with the number of those left out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

SECONDS = 60.0


class Seldom:
    """Says when a line may be written. Safe for many threads."""

    def __init__(self, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._next = float("-inf")
        self._times = 0

    def times(self) -> int:
        """Call once for each event: how many there were since the last line, or 0 when it is too early for one."""
        with self._lock:
            self._times += 1
            if self._clock() < self._next:
                return 0
            self._next = self._clock() + self._seconds
            times, self._times = self._times, 0
            return times
