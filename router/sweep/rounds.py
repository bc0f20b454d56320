"""When to sweep: every few minutes, in one worker of all, and not while sending is stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import structlog

from router.errors import Problem
from router.ports import Clock
from router.sweep.ledger import Ledger, Window
from router.sweep.sweep import Sweep

LOOK_EVERY = 10.0
"""Seconds between two looks at whether a sweep is due."""

LATE = timedelta(hours=1)
"""So long may a sweep take that has much to ring for."""

log = structlog.get_logger()


class Stopping(Exception):
    """The program ends. The window hasn't moved: the next start sweeps the same again."""


def problem_of(window: Window, every: timedelta, now: datetime) -> str:
    """What is wrong with the sweeps, for the one on call; empty when nothing is, or when they are switched off."""
    if not every:
        return ""
    if window.problem:
        return f"the last one failed: {window.problem}; until one ends well, a lost bell stays lost"
    late = now - (window.swept_at or window.installed_at)
    return f"none has ended for {late.total_seconds() / 60:.0f} minutes" if late > max(LATE, 3 * every) else ""


class Rounds:
    """A thread of its own in every worker. ``alone`` is the lock that only one of them gets."""

    def __init__(
        self,
        sweep: Callable[[Callable[[float], None]], Sweep],
        ledger: Ledger,
        clock: Clock,
        every: timedelta,
        alone: Callable[[], AbstractContextManager[bool]],
        stopped: Callable[[], bool],
    ) -> None:
        self._sweep = sweep(self._rest)
        self._ledger = ledger
        self._clock = clock
        self._every = every
        self._alone = alone
        self._sending_stopped = stopped
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._go_round, name="sweep", daemon=True)

    def __enter__(self) -> Rounds:
        if self._every:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        if self._every:
            self._thread.join(timeout=30)

    def go_if_due(self) -> bool:
        """Sweep if it is time and nobody else does; whether it did."""
        if not self._due():
            return False
        with self._alone() as mine:
            if not mine or not self._due():
                return False
            self._sweep.go()
        return True

    def _due(self) -> bool:
        """A failed sweep is tried again after as long as a good one. While sending is stopped nothing is lost: the
        window stays where it is. One that ended in what is now the future says nothing: the clock was set back."""
        window = self._ledger.window()
        last = max((at for at in (window.swept_at, window.failed_at) if at is not None), default=None)
        lately = last is not None and timedelta(0) <= self._clock.now() - last < self._every
        return not lately and not self._sending_stopped()

    def _go_round(self) -> None:
        while not self._ends.wait(LOOK_EVERY):
            try:
                self.go_if_due()
            except Stopping:
                return
            except Problem as problem:
                log.warning("sweep_failed", place=problem.place, says=problem.says)
            except Exception:
                log.exception("sweep_failed")

    def _rest(self, seconds: float) -> None:
        if self._ends.wait(seconds):
            raise Stopping
