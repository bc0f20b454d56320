"""What this process has in hand at this moment: the runs, and in each the step that is under way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from router.ports import Clock


@dataclass(frozen=True, slots=True)
class InHand:
    """A run and its step; ``step`` is empty between two of them, and ``since`` then when the last one ended."""

    run: str
    ticket: int
    step: str
    since: datetime


class AtWork:
    """Kept in memory only: it ends with the process, and so does what it tells of.

    A thread has one run. Two may have the same one, when the first was taken for dead and goes on.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._in_hand: dict[int, InHand] = {}
        self._lock = threading.Lock()

    @contextmanager
    def on(self, run: str, ticket: int) -> Iterator[None]:
        """From the beginning of a run to its end."""
        self._note(run, ticket, "")
        try:
            yield
        finally:
            with self._lock:
                self._in_hand.pop(threading.get_ident(), None)

    @contextmanager
    def step(self, run: str, ticket: int, step: str) -> Iterator[None]:
        """From the beginning of a step of it to its end."""
        self._note(run, ticket, step)
        try:
            yield
        finally:
            self._note(run, ticket, "")

    def runs(self) -> frozenset[str]:
        """All runs in hand."""
        with self._lock:
            return frozenset(one.run for one in self._in_hand.values())

    def hung(self, longer_than: timedelta) -> tuple[InHand, ...]:
        """Those whose step has been under way for longer than that."""
        before = self._clock.now() - longer_than
        with self._lock:
            return tuple(one for one in self._in_hand.values() if one.step and one.since < before)

    def _note(self, run: str, ticket: int, step: str) -> None:
        with self._lock:
            self._in_hand[threading.get_ident()] = InHand(run, ticket, step, self._clock.now())
