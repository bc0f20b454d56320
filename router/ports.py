"""The doors to the outside, as the stages see them. Adapters implement them, :mod:`router.wiring` builds them.

Values that come through a door are not masked yet: they live in memory only and are never stored or logged.
Every door raises the errors of :mod:`router.errors` and no vendor's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from retrieval.types import Hits, IndexState, Template
from router.posting.post import Post
from router.spending import Hold, UsedUp
from router.types import Lane

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """A conversation entry as Freshdesk returned it. ``body`` is HTML."""

    id: int
    author_id: int | None
    incoming: bool
    private: bool
    source: int
    auto_response: bool
    email_failures: int
    body: str
    created_at: datetime
    from_email: str = ""
    edited: bool = False
    attachments: int = 0
    to_emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskTicket:
    """A ticket as Freshdesk returned it, with every page of its conversations, oldest first.

    ``description`` is HTML. Names of status, priority and source are Freshdesk's numbers.
    """

    id: int
    subject: str
    description: str
    status: int
    priority: int
    source: int
    type: str
    tags: tuple[str, ...]
    group_id: int | None
    responder_id: int | None
    product_id: int | None
    requester_id: int
    spam: bool
    deleted: bool
    created_at: datetime
    updated_at: datetime
    custom_fields: Mapping[str, object]
    attachments: int
    entries: tuple[DeskEntry, ...]
    to_emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A ticket as Freshdesk lists it: enough to count it."""

    id: int
    status: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """A Freshdesk contact. Blank fields are empty, never None."""

    id: int
    name: str = ""
    email: str = ""
    other_emails: tuple[str, ...] = ()
    phone: str = ""
    mobile: str = ""
    external_id: str = ""
    custom_fields: Mapping[str, object] = field(default_factory=dict)


class HelpDesk(Protocol):
    """Freshdesk. Reads may be repeated by the adapter; a write is sent once, or raises ``Unclear``."""

    def ticket(self, ticket_id: int) -> DeskTicket: ...

    def contact(self, contact_id: int) -> Contact: ...

    def contacts(self, *, email: str = "", phone: str = "", mobile: str = "", external_id: str = "") -> list[Contact]:
        """Contacts that carry exactly this sign (one sign a call)."""

    def has_earlier_tickets(self, requester_id: int, before: int) -> bool:
        """Whether this contact has a ticket, of any age, with a lower id than ``before``."""

    def tickets_of(self, requester_id: int) -> list[TicketLine]:
        """This contact's tickets of any age, newest first, a hundred at most."""

    def reply(self, ticket_id: int, html: str) -> int:
        """Post a public reply; the id of the new conversation entry."""

    def note(self, ticket_id: int, html: str) -> int:
        """Post a private note; the id of the new conversation entry."""

    def change_note(self, entry_id: int, html: str) -> None:
        """Put these words in place of a private note's."""

    def update(self, ticket_id: int, changes: Mapping[str, object]) -> None:
        """Change fields by their API names (``tags``, ``group_id``, ``priority``, ``status``, ``responder_id``)."""

    def groups(self) -> dict[str, int]:
        """Group names and ids."""

    def agents(self) -> dict[str, int]:
        """Agents' e-mail addresses (lower case) and ids."""

    def me(self) -> int:
        """The id of the agent whose key this is."""

    def first(self) -> HelpDesk:
        """The same help desk for what must be read before a post: its calls go before everything else's."""


class CustomerList(Protocol):
    """The company's own table of customers."""

    def rows(self, *, email: str = "", customer_id: str = "", phone: str = "") -> Sequence[Mapping[str, str]]:
        """Rows that carry any of the signs given, compared without case and blanks.

        Raises ``Unavailable`` when the list can't be asked; no row is an answer, not a fault.
        """


class Index(Protocol):
    """The index of templates and passages."""

    def warm_up(self) -> None:
        """Load the model and mend a missing or damaged index, before the first ticket pays for it."""

    def state(self) -> IndexState: ...

    def state_or_problem(self) -> IndexState:
        """The same for the one on call: a server that doesn't answer is a problem like any other."""

    def search(
        self, texts: Sequence[str], audiences: Sequence[str], collection: str, *, templates: int = 5, passages: int = 5
    ) -> Hits:
        """The best templates and passages for the texts, of these audiences only. No audience: nothing."""

    def template(self, template_id: str, audiences: Sequence[str], collection: str) -> Template | None:
        """A template by id, if its audience is among these."""

    def siblings(self, template_id: str, audiences: Sequence[str], collection: str) -> Sequence[Template]:
        """Templates of the same topic and language for others of these audiences, however far from the question."""

    def outside(self, audiences: Sequence[str], collection: str) -> Sequence[str]:
        """Texts that stand in the index for other audiences only: what the second look at the wall searches for."""


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """What the model returned, not validated yet. ``remarks`` tells of models skipped and calls repeated.

    Tokens and ``cost`` are those of all calls that it took; the cost is None where a model's price isn't known.
    ``ended`` is empty, or why there is no whole answer in it: ``cut off``, ``empty``, ``refusal``.
    """

    content: str
    model: str
    prompt_tokens: int
    completion_tokens: int
    seconds: float
    remarks: tuple[str, ...] = ()
    cost: float | None = None
    currency: str = ""
    ended: str = ""


class ChatModel(Protocol):
    """The language model: an ordered list of models behind one call."""

    def status(self) -> Mapping[str, str]:
        """Each model of the list and what is known of it, for the one on call."""

    def complete(self, system: str, user: str) -> ModelAnswer:
        """One answer, asked for as a JSON object. Raises ``Unavailable`` when no model of the list can answer now."""

    def problem(self) -> str:
        """Why no model is asked at this moment, for the one on call; empty while all is well."""


class Purse(Protocol):
    """What all workers together may spend on the model. Errors of the database pass through ``hold``."""

    def hold(self, tokens: int, nanos: int) -> Hold | UsedUp:
        """Count a call that takes so much at most, before it is made; money in billionths, 0 for an unknown price."""

    def settle(self, hold: Hold, tokens: int, nanos: int) -> None:
        """The call has ended, and took this. Never raises."""


class Vault(Protocol):
    """Where the way back from placeholders to personal data is kept, one encrypted row a requester."""

    def mapping(self, requester_id: int) -> Mapping[str, str]:
        """Placeholder to original; empty for a requester never seen or erased."""

    def grow(self, requester_id: int, work: Callable[[Mapping[str, str]], tuple[T, Mapping[str, str]]]) -> T:
        """What ``work`` makes of the map, once the map it returned is kept; worked again if another was faster."""


class Clock(Protocol):
    """Time as a parameter."""

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class RateReading:
    """What was last told of a call limit: ``remaining`` of ``total`` calls a minute.

    ``minute_at`` is when the count was last seen to begin anew; nobody calls before ``blocked_until``.
    """

    total: int
    remaining: int
    told_at: datetime
    minute_at: datetime
    blocked_until: datetime | None = None


class RateBoard(Protocol):
    """Where all workers read and write what any of them was told last. Never raises."""

    def read(self, place: str) -> RateReading | None: ...

    def write(self, place: str, reading: RateReading) -> None:
        """Keep it, unless something newer is kept."""


class Outbox(Protocol):
    """What we meant to post, written before the call, and what became of it. Each method is one transaction."""

    def of_ticket(self, ticket: int) -> tuple[Post, ...]:
        """All intents on this ticket as they stand."""

    def intend(self, post: Post, known: Iterable[Post]) -> bool:
        """Write that this call is made now. False: the ticket's intents aren't those ``known``; nothing was written."""

    def take_over(self, post: Post, holder: str, at: datetime) -> Post | None:
        """The intent, now this holder's: the one before can make no call any more. None if it isn't as it was."""

    def looked(self, post: Post) -> None:
        """The thread was read back and our post wasn't there."""

    def not_sent(self, post: Post) -> None:
        """The call was answered, and the answer says that nothing was accepted; or it was never made."""

    def unknown(self, post: Post, at: datetime) -> None:
        """Nobody can tell whether Freshdesk has it."""

    def sent(self, post: Post, conversation: int, run: str, at: datetime) -> None:
        """Freshdesk has it, under this id; with that its message is answered."""

    def found(self, post: Post, run: str) -> None:
        """The same for one that stands in the thread, though nobody may have written down the intent."""

    def ours(self, ticket: int) -> Mapping[int, int]:
        """Our posts on this ticket: conversation id to the newest entry that stood there when it was written."""

    def has_answered(self, ticket: int, message: int) -> bool:
        """Whether a run has already dealt with this message."""


class Switches(Protocol):
    """What counts everywhere within seconds."""

    def stopped(self) -> bool: ...

    def lane_of(self, rule: str = "", template: str = "") -> Lane | None:
        """The most careful lane set by hand for the rule of sending.yaml, the template, or everything."""
