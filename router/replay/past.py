"""What a decision record holds that deciding again needs. Traces are left where they are: they cost time to read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from retrieval.types import SHARED
from router.rulebook.ruleset import RuleSet
from router.stages.moved import is_superseded
from router.types import Counts, Customer, Decision, Draft, Findings, Found, Lane, Message, Ticket

UNREADABLE = "the record is written in a form that this version can't read"
SetOf = Callable[[str], RuleSet | None]
"""The set of rules with this hash; None where it isn't kept, or can't be read any more."""


@dataclass(frozen=True, slots=True)
class PastRoute:
    """Where the ticket went, and what its draft was made from."""

    decision: Decision
    rule: str
    template: str = ""
    search: tuple[str, ...] = (SHARED,)
    only_templates: tuple[str, ...] = ()
    not_templates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PastReceipt:
    """What happened in Freshdesk."""

    delivered: str
    reason: str


@dataclass(frozen=True, slots=True)
class Past:
    """One finished run, as far as rules can ask about it."""

    id: str
    ticket_id: int
    started_at: datetime
    rules: str = ""
    ticket: Ticket | None = None
    message: Message | None = None
    customer: Customer | None = None
    route: PastRoute | None = None
    found: Found | None = None
    draft: Draft | None = None
    findings: Findings | None = None
    counts: Counts | None = None
    receipt: PastReceipt | None = None
    erased: bool = False

    @property
    def superseded(self) -> bool:
        """Whether a later run took over: the customer had written again."""
        return self.receipt is not None and is_superseded(self.receipt.reason)


@dataclass(frozen=True, slots=True)
class Stored:
    """A record's text, and what the database knew of its ticket when the run was made.

    ``own_posts`` are the ids of our posts on the ticket, ``ceiling`` the lane of its first draft where an earlier run
    had made one, ``sent_before`` the template of each public reply sent before, empty for one without.
    """

    record: str
    own_posts: tuple[int, ...] = ()
    ceiling: Lane | None = None
    sent_before: tuple[str, ...] = ()


_PAST = TypeAdapter(Past)


def read_past(record: str) -> Past:
    """Read what any version of the code wrote."""
    return _PAST.validate_json(record)
