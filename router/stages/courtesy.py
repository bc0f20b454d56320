"""Whether what waits is nothing but courtesy, by the words and by what stood before them."""

from __future__ import annotations

from collections.abc import Sequence

from router.ports import DeskEntry, DeskTicket
from router.rulebook.courtesy import asks_something, is_courtesy


def wants_nothing(ticket: DeskTicket, asked: str, waiting: Sequence[tuple[DeskEntry, str]]) -> bool:
    """Whether the customer wants nothing with these entries and their words. ``asked`` is our public word before them.

    Where we had asked something, or a file came along, thanks are more than thanks.
    """
    if asks_something(asked) or any(_brings_a_file(entry, ticket) for entry, _ in waiting):
        return False
    subject = ticket.subject if any(entry.id == 0 for entry, _ in waiting) else ""
    return is_courtesy(subject, "\n".join(words for _, words in waiting))


def _brings_a_file(entry: DeskEntry, ticket: DeskTicket) -> bool:
    files = ticket.attachments if entry.id == 0 else entry.attachments
    return files > 0 or "inline-image" in entry.body
