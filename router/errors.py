"""What can go wrong outside, told apart by what to do about it.

Handing a ticket to a person is a decision and a value, never one of these.
"""

from __future__ import annotations


class Problem(Exception):
    """A fault with its place (``Freshdesk``, ``Groq``, ``index``, ``customer list``) and words for the one on call."""

    def __init__(self, place: str, says: str) -> None:
        super().__init__(f"{place}: {says}")
        self.place = place
        self.says = says


class Unavailable(Problem):
    """Nothing happened and it may work later: down, overloaded, rate-limited. ``retry_after`` is in seconds."""

    def __init__(self, place: str, says: str, retry_after: float | None = None) -> None:
        super().__init__(place, says)
        self.retry_after = retry_after


class Refused(Problem):
    """It was understood and will never work as asked: wrong key, no right, gone. ``status`` is the HTTP status."""

    def __init__(self, place: str, says: str, status: int | None = None) -> None:
        super().__init__(place, says)
        self.status = status


class TicketGone(Refused):
    """The ticket itself can't be read: deleted, of another account, or it never was. There is nothing to answer."""


class Unclear(Problem):
    """A write was sent and no answer came: it may have been accepted. Read back before anything else."""
