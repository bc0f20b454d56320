"""What the database knows of the tickets in a list, and how far the sweep has come."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Looked:
    """What a run or a sweep has read of a ticket: the customer's newest message by its id (0: the description, -1:
    none), and when the ticket had last changed, by Freshdesk's clock. ``read_at`` is by ours, and never too late."""

    message: int
    updated_at: datetime
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Bell:
    """A ticket's newest bell, by our clock. A dead run's bell is none: the watchdog rings again for it."""

    rang_at: datetime
    state: Literal["waits", "at work", "ended"]


@dataclass(frozen=True, slots=True)
class Reply:
    """Our newest public reply on a ticket, by our clock, and the customer's message that it answers."""

    sent_at: datetime
    message: int


@dataclass(frozen=True, slots=True)
class Known:
    """All of it for one ticket; None for what never happened."""

    looked: Looked | None = None
    bell: Bell | None = None
    reply: Reply | None = None


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Window:
    """How far the sweep has come. All that waited before ``since`` was rung for; ``since`` is by Freshdesk's clock.

    ``swept_at`` is when the last sweep ended well, and ``told`` what it found; ``failed_at`` and ``problem`` are of one
    that failed since.
    """

    installed_at: datetime
    since: datetime
    swept_at: datetime | None = None
    failed_at: datetime | None = None
    problem: str = ""
    told: Mapping[str, float] = field(default_factory=dict)


class Ledger(Protocol):
    """The database, as the sweep sees it. Each method is one transaction."""

    def window(self) -> Window: ...

    def known(self, tickets: Collection[int]) -> Mapping[int, Known]:
        """Of these tickets, what is known; one that nothing is known of is missing."""

    def remember(self, ticket: int, looked: Looked) -> None:
        """The sweep has looked at this ticket itself."""

    def ring(self, ticket: int, at: datetime) -> None:
        """A bell in the same inbox as the webhook's. Rung twice it is one."""

    def waiting(self) -> int:
        """How many bells no run has taken yet."""

    def moved(self, since: datetime, at: datetime, told: Mapping[str, float]) -> None:
        """A sweep has ended well, and the next begins here."""

    def failed(self, problem: str, at: datetime) -> None:
        """A sweep broke off. The window stays where it was."""
