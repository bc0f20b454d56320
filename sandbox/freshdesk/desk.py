"""The desk: everything it holds, behind one lock, and how to find things in it."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sandbox.freshdesk.faults import Faults
from sandbox.freshdesk.journal import Journal
from sandbox.freshdesk.library import Library
from sandbox.freshdesk.limits import Meter
from sandbox.freshdesk.records import Agent, Change, Contact, Group, Mail, Performer, Ticket
from sandbox.freshdesk.switches import Switches

Listener = Callable[[Ticket, Performer, Sequence[Change]], None]


@dataclass
class Account:
    """What the help desk calls itself. ``mailbox`` is where customers write to."""

    name: str = "Help desk"
    mailbox: str = "support@example.com"


@dataclass
class DeskClock:
    """The desk's own time, in whole seconds: Freshdesk tells it no finer. It may run ahead of ours, or stand still."""

    ahead: timedelta = timedelta(0)
    at: datetime | None = None

    def now(self) -> datetime:
        return self.at or (datetime.now(UTC) + self.ahead).replace(microsecond=0)

    @contextmanager
    def standing_at(self, at: datetime) -> Iterator[None]:
        """While the past is written."""
        self.at = at.replace(microsecond=0)
        try:
            yield
        finally:
            self.at = None


@dataclass
class Desk:
    """All state. Hold ``lock`` while reading or writing; ``listeners`` hear of every change and run inside it."""

    api_key: str
    account: Account = field(default_factory=Account)
    tickets: dict[int, Ticket] = field(default_factory=dict)
    contacts: dict[int, Contact] = field(default_factory=dict)
    agents: dict[int, Agent] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)
    outbox: list[Mail] = field(default_factory=list)
    journal: Journal = field(default_factory=Journal)
    library: Library = field(default_factory=Library)
    ticket_fields: list[str] = field(default_factory=lambda: ["cf_reference", "cf_area"])
    required_to_close: list[str] = field(default_factory=list)
    contact_fields: list[str] = field(default_factory=lambda: ["cf_products"])
    switches: Switches = field(default_factory=Switches)
    meter: Meter = field(default_factory=Meter)
    faults: Faults = field(default_factory=Faults)
    clock: DeskClock = field(default_factory=DeskClock)
    listeners: list[Listener] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    changed: threading.Condition = field(default_factory=threading.Condition)
    version: int = 0

    def __post_init__(self) -> None:
        self.forget_everything()

    def forget_everything(self) -> None:
        """Empty the desk. The ids start over, above 2^32 as on real accounts, except for ticket numbers."""
        for kept in (self.tickets, self.contacts, self.agents, self.groups, self.outbox):
            kept.clear()
        self.next_ticket_id: Iterator[int] = itertools.count(1)
        self.next_entry_id: Iterator[int] = itertools.count(67_105_086_049)
        self.next_person_id: Iterator[int] = itertools.count(67_013_469_919)
        self.next_other_id: Iterator[int] = itertools.count(67_000_143_819)

    def now(self) -> datetime:
        return self.clock.now()

    @property
    def own_agent(self) -> Agent:
        """The agent whose API key this is."""
        return next(iter(self.agents.values()))

    def contact_by_email(self, email: str) -> Contact | None:
        wanted = email.strip().lower()
        return next((c for c in self.contacts.values() if wanted in c.emails and not c.deleted), None)

    def agent_by_email(self, email: str) -> Agent | None:
        return next((a for a in self.agents.values() if a.email == email.strip().lower()), None)

    def person(self, person_id: int | None) -> Contact | Agent | None:
        """An agent or a contact: they share one row of ids."""
        if person_id is None:
            return None
        return self.agents.get(person_id) or self.contacts.get(person_id)

    def group_named(self, name: str) -> Group | None:
        return next((g for g in self.groups.values() if g.name.lower() == name.lower()), None)

    def announce(self, ticket: Ticket, performer: Performer, changes: Sequence[Change]) -> None:
        """Tell the automation rules what happened, then everybody who watches the page."""
        for listener in self.listeners:
            listener(ticket, performer, changes)
        self.touch()

    def touch(self) -> None:
        with self.changed:
            self.version += 1
            self.changed.notify_all()

    def next_version(self, seen: int, timeout: float) -> int:
        """Wait until something moved since ``seen``, or until the time is over; the version then."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != seen, timeout=timeout)
            return self.version
