"""What happened to a ticket between reading it and posting on it, and what becomes of the draft then."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from router.ports import DeskEntry, DeskTicket
from router.types import Receipt, Ticket

RESOLVED, CLOSED = 4, 5
MERGED = "merged into ticket"
"""What Freshdesk writes on a ticket whose words moved to another one."""
DROPPED = "dropped"
NEXT_RUN = "the next run answers everything"
SUPERSEDED = f"{DROPPED}: the customer wrote again, and {NEXT_RUN}"


@dataclass(frozen=True, slots=True)
class Moved:
    """``then`` is what follows: everything is read anew, nothing is said, or an agent gets the draft as a note."""

    then: Literal["next run", "nothing", "note"]
    says: str


def what_moved(before: Ticket, now: DeskTicket, ours: Container[int]) -> Moved | None:
    """What makes the draft stale, if anything does; the gravest first."""
    if now.deleted or now.spam:
        return Moved("nothing", "the ticket was marked as " + ("deleted" if now.deleted else "spam"))
    seen = {entry.id for entry in before.entries}
    # Not by a higher id: a merge brings older entries, and they are new here all the same.
    fresh = [entry for entry in now.entries if entry.id not in seen and entry.id not in ours]
    return _put_away(before, now, fresh) or _written(before, now, fresh)


def left_alone(moved: Moved) -> Receipt:
    """Nothing was posted, and why."""
    return Receipt("nothing", f"{DROPPED}: {moved.says}" + (f", and {NEXT_RUN}" if moved.then == "next run" else ""))


def is_superseded(reason: str) -> bool:
    """Whether another run has to answer what the one with this reason left."""
    return reason.startswith(f"{DROPPED}: ") and reason.endswith(NEXT_RUN)


def _put_away(before: Ticket, now: DeskTicket, fresh: Iterable[DeskEntry]) -> Moved | None:
    if any(entry.private and MERGED in entry.body for entry in fresh) and now.status == CLOSED:
        return Moved("nothing", "the ticket was merged into another one")
    return None


def _written(before: Ticket, now: DeskTicket, fresh: Sequence[DeskEntry]) -> Moved | None:
    if any(_customer_wrote(entry) for entry in fresh):
        return Moved("next run", "the customer wrote again")
    if _taken_away(before, now):
        return Moved("next run", "words of the customer were taken away")
    if now.requester_id != before.requester_id:
        return Moved("next run", "the ticket has another requester now")
    if any(_company_wrote(entry) for entry in fresh):
        return Moved("nothing", "a person replied meanwhile")
    if now.status in (RESOLVED, CLOSED) and now.status != before.status:
        return Moved("nothing", "the ticket was closed meanwhile")
    if now.responder_id is not None and any(not entry.incoming and entry.private for entry in fresh):
        return Moved("note", "an agent has the ticket and wrote a private note meanwhile")
    return None


def _taken_away(before: Ticket, now: DeskTicket) -> bool:
    """Whether a message is gone: deleted, or split off to a ticket of its own, whose run answers it there."""
    here = {entry.id for entry in now.entries}
    return any(entry.incoming and not entry.private and entry.id and entry.id not in here for entry in before.entries)


def _company_wrote(entry: DeskEntry) -> bool:
    """An automatic acknowledgement is nobody's answer."""
    return not entry.incoming and not entry.private and not entry.auto_response


def _customer_wrote(entry: DeskEntry) -> bool:
    return entry.incoming and not entry.private and not entry.auto_response
