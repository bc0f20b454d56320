"""What Freshdesk said about a contact, kept for ten minutes: every call costs credits of the account.

The values aren't masked. They live in this process's memory only and are never stored or logged.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from router.ports import Clock, Contact, HelpDesk
from router.rulebook.customers import Sign

KEEP = timedelta(minutes=10)
T = TypeVar("T")


class AnswerMemory:
    """Asks the help desk once and remembers. Safe to share between threads; faults are never remembered."""

    def __init__(self, clock: Clock, keep: timedelta = KEEP) -> None:
        self._contacts: _Shelf[Contact] = _Shelf(clock, keep)
        self._by_sign: _Shelf[list[Contact]] = _Shelf(clock, keep)
        self._earlier: _Shelf[bool] = _Shelf(clock, keep)
        self._known_since: _Shelf[int] = _Shelf(clock, keep)

    def contact(self, desk: HelpDesk, contact_id: int) -> Contact:
        return self._contacts.ask(contact_id, lambda: desk.contact(contact_id))

    def contacts(self, desk: HelpDesk, sign: Sign, value: str) -> list[Contact]:
        """All contacts that carry this sign."""
        return self._by_sign.ask((sign, value), lambda: _with_sign(desk, sign, value))

    def has_earlier_tickets(self, desk: HelpDesk, contact_id: int, before: int) -> bool:
        """A yes holds for every later ticket too; a no only for the ticket it was asked for."""
        since = self._known_since.get(contact_id)
        if since is not None and since <= before:
            return True
        found = self._earlier.ask((contact_id, before), lambda: desk.has_earlier_tickets(contact_id, before))
        if found:
            self._known_since.keep(contact_id, before)
        return found


def _with_sign(desk: HelpDesk, sign: Sign, value: str) -> list[Contact]:
    if sign == "customer id":
        return desk.contacts(external_id=value)
    if sign == "phone":  # Freshdesk looks in one of its two phone fields a call
        found = {one.id: one for one in (*desk.contacts(phone=value), *desk.contacts(mobile=value))}
        return list(found.values())
    return desk.contacts(email=value)


class _Shelf(Generic[T]):
    """Answers with their age."""

    def __init__(self, clock: Clock, keep: timedelta) -> None:
        self._clock = clock
        self._keep = keep
        self._answers: dict[Hashable, tuple[datetime, T]] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> T | None:
        with self._lock:
            at, answer = self._answers.get(key, (None, None))
        return answer if at is not None and self._clock.now() - at < self._keep else None

    def keep(self, key: Hashable, answer: T) -> None:
        now = self._clock.now()
        with self._lock:
            self._answers = {kept: told for kept, told in self._answers.items() if now - told[0] < self._keep}
            self._answers[key] = (now, answer)

    def ask(self, key: Hashable, ask: Callable[[], T]) -> T:
        """The remembered answer, or a new one. The lock isn't held while asking: two may ask at once."""
        known = self.get(key)
        if known is not None:
            return known
        answer = ask()
        self.keep(key, answer)
        return answer
