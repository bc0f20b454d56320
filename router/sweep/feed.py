"""What the sweep asks of Freshdesk: the list of tickets that changed, and now and then the newest word of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

CLOSED = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A ticket as the list shows it, in Freshdesk's own time.

    ``agent_wrote_at`` is the newest public word of the company. ``requester_wrote_at`` is **not** the customer's newest
    word: Freshdesk sets it at the first one after an answer, and leaves it alone until the next answer.
    ``outbound``: the company wrote first.
    """

    id: int
    status: int
    outbound: bool
    created_at: datetime
    updated_at: datetime
    requester_wrote_at: datetime | None
    agent_wrote_at: datetime | None

    @property
    def waits_since(self) -> datetime | None:
        """Since when a word of the customer's has no public answer; None when it has one."""
        asked = self.requester_wrote_at or (None if self.outbound else self.created_at)
        if asked is None or self.agent_wrote_at is None:
            return asked
        return asked if asked >= self.agent_wrote_at else None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, the oldest change first. ``asked_at`` is Freshdesk's own clock when it answered, None where
    it didn't tell; ``full`` says that there may be a next page."""

    lines: tuple[Line, ...]
    full: bool
    asked_at: datetime | None
    credits: int


@dataclass(frozen=True, slots=True)
class Word:
    """The customer's newest public word on a ticket: its id, 0 for the description."""

    message: int
    at: datetime


class Feed(Protocol):
    """Freshdesk, asked with the lowest priority. Raises the errors of :mod:`router.errors`."""

    def page(self, since: datetime, number: int) -> Page:
        """Tickets that changed at ``since`` or later. Spam and deleted ones aren't listed."""

    def newest_word(self, line: Line) -> tuple[Word | None, int]:
        """The customer's newest word on the ticket, and what it cost to look; None where they never wrote."""
