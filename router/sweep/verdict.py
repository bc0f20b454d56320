"""Does a listed ticket need a bell? Thought through from its line and from what we know, without a call.

Two clocks meet here. What Freshdesk tells is by its own; what we noted is by ours, and ``skew`` leads from ours to
Freshdesk's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from router.sweep.feed import CLOSED, Line
from router.sweep.ledger import Bell, Known, Looked

Step = Literal["ring", "look", "later", "leave"]

SECOND = timedelta(seconds=2)
"""Freshdesk tells time in whole seconds, and neither clock is exact: what lies closer together has no order."""
SURELY = timedelta(minutes=1)
"""What was written so long after a run had read the ticket is new to it."""
SAME_POST = timedelta(minutes=1)
"""A public word of the company that close to our own post counts as ours: then somebody looks."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The moment of a sweep. ``began`` is by Freshdesk's clock, ``installed_at`` by ours; a ticket that changed less
    than ``grace`` ago is left to its own bell until the next sweep."""

    began: datetime
    skew: timedelta
    grace: timedelta
    installed_at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a ticket, and why in a word or two for the count."""

    step: Step
    why: str


def judge(line: Line, known: Known, moment: Moment) -> Verdict:
    """What the list and the database together say of a ticket.

    ``look``: the thread must be read to tell, because a second word of the customer's in a row moves nothing in the
    list but the time of the last change, and so do our own posts.
    """
    if line.status == CLOSED:
        return Verdict("leave", "closed")
    if line.updated_at < moment.installed_at:
        return Verdict("leave", "from before")
    if known.looked is not None and _as_it_was_read(line, known.looked, moment):
        return Verdict("leave", "read")
    if line.waits_since is None and not _crossed(line, known, moment):
        return Verdict("leave", "answered")
    if line.updated_at > moment.began - moment.grace:
        return Verdict("later", "just changed")
    if known.bell is not None and _covers(known.bell, known.looked, line, moment):
        return Verdict("leave", "rang")
    return Verdict("ring", "waits") if _surely_new(line, known, moment) else Verdict("look", "changed")


def _as_it_was_read(line: Line, looked: Looked, moment: Moment) -> bool:
    """Unchanged since; a read within the second of the last change may have missed what came later in it."""
    settled = looked.read_at + moment.skew - line.updated_at > SECOND
    return looked.updated_at == line.updated_at and settled


def _crossed(line: Line, known: Known, moment: Moment) -> bool:
    """Whether the newest answer is ours, and nobody has looked whether the customer wrote while it was sent."""
    if known.reply is None or line.agent_wrote_at is None:
        return False
    ours = abs(known.reply.sent_at + moment.skew - line.agent_wrote_at) < SAME_POST
    return ours and (known.looked is None or known.looked.read_at + moment.skew < line.agent_wrote_at)


def _covers(bell: Bell, looked: Looked | None, line: Line, moment: Moment) -> bool:
    """Whether the bell's run reads, or has read, the ticket as it is now.

    One that has ended may have been shown the ticket as it was before, or been told that there is none yet.
    """
    if bell.state == "waits" or bell.rang_at + moment.skew < line.updated_at:
        return bell.state == "waits"
    return bell.state == "at work" or (looked is not None and looked.updated_at >= line.updated_at)


def _surely_new(line: Line, known: Known, moment: Moment) -> bool:
    since = line.waits_since
    if since is None or since < moment.installed_at:
        return False
    if known.looked is not None:
        return since > known.looked.read_at + moment.skew + SURELY
    return known.reply is None
