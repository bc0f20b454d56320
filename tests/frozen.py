"""Processes that stop anywhere and go on later, made of threads: one stands still while the others work.

Every look at the clock and every call to the outbox or to the help desk is a place to stop before.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from router.errors import Problem, Refused, Unavailable, Unclear
from router.ports import DeskEntry, DeskTicket
from router.stages.deliver import Delivery, Parcel
from router.store.outbox import Outbox
from router.types import Receipt, Ticket
from tests.clock import SetClock
from tests.unit.tickets import TICKET

SETTLE = 25.0


@dataclass
class ListedDesk:
    """A help desk with one ticket: it takes what it is given and tells it again."""

    number: int
    entries: list[DeskEntry] = field(default_factory=list)
    unanswered: int = 0

    def ticket(self, ticket_id: int) -> DeskTicket:
        plain = {name: getattr(TICKET, name) for name in DeskTicket.__dataclass_fields__ if hasattr(TICKET, name)}
        return DeskTicket(**{**plain, "id": self.number, "description": "", "entries": tuple(self.entries)})

    def reply(self, ticket_id: int, html: str) -> int:
        return self._add(html, private=False)

    def note(self, ticket_id: int, html: str) -> int:
        return self._add(html, private=True)

    def change_note(self, entry_id: int, html: str) -> None:
        pass

    def update(self, ticket_id: int, changes: Mapping[str, object]) -> None:
        pass

    def _add(self, html: str, *, private: bool) -> int:
        number = 100 + len(self.entries)
        self.entries.append(DeskEntry(number, 1, False, private, 2, False, 0, html, TICKET.created_at))
        if self.unanswered:
            self.unanswered -= 1
            raise Unclear("Freshdesk", "no answer")
        return number


@dataclass
class Skewed:
    """The clock of a host that goes fast or slow."""

    clock: SetClock
    seconds: float

    def now(self) -> datetime:
        return self.clock.now() + timedelta(seconds=self.seconds)


class Gate:
    """Before each call of one process: it stops at one of them, or nowhere."""

    def __init__(self, stop_at: int | None) -> None:
        self._stop_at = stop_at
        self.passed: list[str] = []
        self.stopped = threading.Event()
        self.go_on = threading.Event()

    def through(self, real: Any, name: str) -> Any:
        gate = self

        class Gated:
            def __getattr__(self, call: str) -> Any:
                gate.wait(f"{name}.{call}")
                return getattr(real, call)

        return Gated()

    def wait(self, call: str) -> None:
        self.passed.append(call)
        if len(self.passed) - 1 == self._stop_at:
            self.stopped.set()
            self.go_on.wait()


class Process:
    """One that delivers a parcel: it stops where it is told to, and goes on when it is told to."""

    def __init__(self, outbox: Outbox, desk: ListedDesk, clock: SetClock, parcel: Parcel, **how: Any) -> None:
        self.gate = Gate(how.get("stop_at"))
        self._clock = clock
        self._parcel = parcel
        ticket: Ticket = replace(TICKET, id=desk.number)
        hosts_clock = self.gate.through(Skewed(clock, how.get("skew", 0.0)), "clock")
        gated: Any = self.gate.through(desk, "desk"), self.gate.through(outbox, "outbox")
        self._new = lambda: Delivery("run-1", ticket, 0, *gated, {}, hosts_clock, SETTLE, self._holder)
        self._holder = how.get("holder") or f"process {next(_NUMBERS)}"
        self.receipt: Receipt | None = None
        self._until: datetime | None = how.get("until")
        self._thread = threading.Thread(target=self._work, args=(how.get("tries", 1),), daemon=True)

    def start(self) -> bool:
        """Work until the place to stop, or to the end. True if it stands still."""
        self._thread.start()
        while not self.gate.stopped.wait(0.001):
            if not self._thread.is_alive():
                return self.gate.stopped.is_set()
        return True

    def go_on(self) -> None:
        """To the end."""
        self.gate.go_on.set()
        self._thread.join()

    def _work(self, tries: int) -> None:
        for _ in range(tries):
            try:
                self.receipt = self._new().deliver(self._parcel)
            except Refused:
                return
            except Problem as problem:
                wait = problem.retry_after if isinstance(problem, Unavailable) else SETTLE
                if self._until and self._clock.now() + timedelta(seconds=wait or 1.0) >= self._until:
                    return
                self._clock.forward(wait or 1.0)
            else:
                return


_NUMBERS: Iterator[int] = count(1)


def everywhere(run: Callable[[int], bool]) -> int:
    """Run it with every place to stop, one after another, until there is none left; how many there were."""
    for place in count():
        if not run(place):
            return place
    raise AssertionError
