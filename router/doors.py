"""Everything outside that a run may touch, handed in as one frozen bundle by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

from router.ports import ChatModel, Clock, CustomerList, HelpDesk, Index, Outbox, Switches, Vault
from router.reading.masking import restore
from router.rulebook.ruleset import RuleSet
from router.stages.identify import AnswerMemory
from router.types import Counts, Lane, Most

if TYPE_CHECKING:
    from router.guard.signs import Embed  # it compiles hundreds of expressions, which commands never need

SWITCH = "switch"
"""The place of trouble that is none: somebody stopped sending."""


STOPPED_WAIT = 10.0
"""Seconds between two looks at a stopped switch: sending resumes within about as long."""


class RuleSets(Protocol):
    """The sets of rules that were published."""

    def in_force(self) -> RuleSet:
        """The set that counts now. Raises ``Unavailable`` when none was ever published."""

    def by_hash(self, sha256: str) -> RuleSet:
        """A set that a run began with."""


class History(Protocol):
    """What was done on a ticket before."""

    def first_lane(self, ticket: int) -> Lane | None:
        """The lane of the ticket's first draft: no later one goes farther."""

    def replies_to(self, requester: int, at: datetime) -> Counts:
        """How many replies went out to this requester before ``at``, on all tickets."""

    def replies_in_an_hour(self, but_on: int, at: datetime) -> int:
        """How many replies went out, or are under way, to anybody within the hour before ``at``, on other tickets."""

    def sent_templates(self, ticket: int) -> tuple[str, ...]:
        """The templates of the public replies already sent on it."""


class SystemClock:
    """The real time, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Doors:
    """The ports, and the few settings that stages take as arguments. ``model`` is None without a key.

    ``database_faults`` are the errors of our own database that pass by themselves. ``embed`` is None where nothing is
    compared by meaning.
    """

    desk: HelpDesk
    customers: CustomerList
    index: Index
    model: ChatModel | None
    vault: Vault
    outbox: Outbox
    switches: Switches
    rule_sets: RuleSets
    history: History
    memory: AnswerMemory
    clock: Clock
    embedding_languages: tuple[str, ...]
    support_addresses: tuple[str, ...]
    settle_seconds: float
    give_up: timedelta
    most: Most = field(default_factory=Most)
    installed_at: datetime | None = None
    database_faults: tuple[type[Exception], ...] = ()
    embed: Embed | None = None


def originals(doors: Doors, requester: int) -> Callable[[str], str]:
    """What puts a requester's own data back into a text, for comparing in memory."""
    return partial(restore, mapping=doors.vault.mapping(requester))
