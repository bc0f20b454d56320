"""One frozen type for each moment of a ticket's way. Plain values, no I/O.

Every text in here is masked: personal data is replaced by placeholders before anything is stored
(:mod:`router.reading.masking`). All times are UTC with a zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from retrieval.types import SHARED, Levels, PassageHit, TemplateHit

Lane = Literal["shadow", "note", "reply"]
Decision = Literal["ignore", "hand over", "standard reply", "retrieve"]
Grounding = Literal["template", "documented", "inferred"]
SentenceKind = Literal["template", "documented", "courtesy", "inferred"]
Delivery = Literal["reply", "note", "nothing"]
CustomerKind = Literal["new", "existing", "unknown"]
ProofStrength = Literal["strong", "weak", "none"]

LANES: tuple[Lane, ...] = ("shadow", "note", "reply")
Silencer = Literal["rule", "highest lane", "hand", "first draft", "customer"]
"""What can say shadow: a rule of ``sending.yaml``, its highest lane, somebody by hand, the ticket's first draft, or
``customers.yaml``."""
"""From the most careful to the farthest."""


def lower_lane(*lanes: Lane) -> Lane:
    """The most careful of the lanes."""
    return min(lanes, key=LANES.index)


# --- understand ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the thread. ``id`` 0 is the ticket's description, which Freshdesk doesn't list.

    A private note keeps its place and loses its text: notes are read for the ticket's state only. ``robot`` says
    which sign of a machine this entry carries, empty for none.
    """

    id: int
    author_id: int | None
    incoming: bool
    private: bool
    source: int
    robot: str
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as it stood when the run read it. ``status`` and the like are Freshdesk's numbers.

    ``group`` is the group's name, read only where a rule asks for it; empty when nobody asked or it has none.
    ``before_us``: it was opened before this service was installed.
    """

    id: int
    subject: str
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
    custom_fields: Mapping[str, str]
    attachments: int
    entries: tuple[Entry, ...]
    group: str = ""
    before_us: bool = False

    @property
    def newest_entry_id(self) -> int:
        return max(entry.id for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Message:
    """What the customer wrote since the last public reply: everything in ``text``, the newest part in ``newest``.

    ``id`` is that of the newest customer entry (0 = the description), -1 when nothing of theirs waits for an answer.
    ``language`` is an ISO 639-1 code, empty when it can't be told. ``robot`` says why the newest entry looks
    machine-sent, empty when a person's waits: machines' entries are left out then. ``author_is_requester`` holds only
    if the requester wrote everything that waits. ``doubt`` says why ``text`` can't be taken for all of the customer's
    own words: too long to be read whole, or nothing but quoted. Such a message gets a note at most. ``courtesy``:
    nobody wants anything; None where nobody looked.
    """

    id: int
    text: str
    newest: str
    language: str
    products_named: tuple[str, ...]
    author_is_requester: bool
    robot: str = ""
    doubt: str = ""
    courtesy: bool | None = None

    @property
    def waits(self) -> bool:
        """Whether anything of the customer's waits for an answer."""
        return self.id >= 0


# --- identify -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line of ``customers.yaml`` and what its place answered.

    ``answer`` is ``yes``, ``no`` or ``not asked`` (an earlier line had settled it) or ``could not be asked``;
    ``says`` tells it in words for the decision record; ``products`` is None where the place says nothing about them.
    """

    place: str
    answer: Literal["yes", "no", "not asked", "could not be asked"]
    says: str
    strength: ProofStrength = "none"
    products: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class CustomerHistory:
    """The requester's other tickets. ``since_last``: from the one before this ticket to this one, None for a first."""

    open_tickets: int
    tickets_in_30_days: int
    since_last: timedelta | None


@dataclass(frozen=True, slots=True)
class Customer:
    """Who is writing, and what they may be told. ``may_see`` always holds ``shared``.

    ``columns`` are those of the customer list that ``customers.yaml`` names. ``email_domain`` and ``history``
    are None where nobody has looked: history is asked for only where a rule uses it. ``country`` is two capital
    letters, empty where nobody knows it for sure.
    """

    kind: CustomerKind
    products: tuple[str, ...]
    may_see: tuple[str, ...]
    conflict: bool
    proof: ProofStrength
    highest_lane: Lane
    evidence: tuple[Evidence, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    email_domain: str | None = None
    history: CustomerHistory | None = None
    country: str = ""


# --- route --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ConditionTrace:
    """A condition that was looked at: the fact, the words around it, the value it read, and whether it held.

    ``known`` is False where nobody had looked at the fact. It is then compared like an empty one.
    """

    fact: str
    operator: str
    wanted: str
    read: str
    held: bool
    known: bool = True


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """A rule that was looked at, in the file's order, with the conditions that settled it.

    ``outcome``: ``decided``, ``would have decided`` (on trial), ``added tags``, or ``did not apply``.
    """

    rule: str
    title: str
    outcome: Literal["decided", "would have decided", "added tags", "did not apply"]
    conditions: tuple[ConditionTrace, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOver:
    """What a hand-over asks of Freshdesk; empty fields stay as they are. ``note`` is a private note for the agent."""

    group: str = ""
    agent: str = ""
    priority: str = ""
    status: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """What is done with the ticket, by which rule (``built in`` for what no rule may change), and why.

    ``search`` holds the audiences that retrieval may look at: a part of what the customer may see, narrowed by the
    product that the message names. ``highest_lane`` caps what follows, with ``lane_reasons`` saying why.
    """

    decision: Decision
    rule: str
    reason: str
    template: str = ""
    hand_over: HandOver = HandOver()
    search: tuple[str, ...] = (SHARED,)
    search_reason: str = ""
    only_templates: tuple[str, ...] = ()
    not_templates: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    highest_lane: Lane = "reply"
    lane_reasons: tuple[str, ...] = ()
    trace: tuple[RuleTrace, ...] = ()

    @property
    def drafts(self) -> bool:
        """Whether a draft is to be made."""
        return self.decision in ("retrieve", "standard reply")


# --- retrieve -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuestionHit:
    """A question of the customer's, and the template's topic that fits it best; no topic when none does.

    ``score`` is the cosine, ``probability`` how likely the topic is what is asked, ``template`` the template's id.
    """

    text: str
    topic: str
    score: float
    probability: float = 0.0
    template: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Templates and passages of the searched audiences, best first. ``collection`` is the index version.

    ``questions`` holds each question that waits with what was found for it alone, so that one that the chosen
    template leaves open can be told; ``besides`` those sentences that ask nothing and are, each alone, surely about
    something that there is a template for. ``ours`` is the sign that the message is about something there is a template
    for, ``levels`` are the version's own: both as :class:`retrieval.types.Hits` tells them.
    """

    templates: tuple[TemplateHit, ...] = ()
    passages: tuple[PassageHit, ...] = ()
    searched: tuple[str, ...] = ()
    collection: str = ""
    questions: tuple[QuestionHit, ...] = ()
    ours: float = 0.0
    levels: Levels = field(default_factory=Levels)
    besides: tuple[QuestionHit, ...] = ()


# --- write --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Usage:
    """What the model was asked and what it cost. Empty for drafts that no model wrote.

    ``cost`` is None where nothing was asked, or a model's price isn't known. ``missed``: a model was wanted, and none
    gave an answer that could be used. ``task`` is what it should do (``fill``, ``adapt``, ``answer``), ``given`` the
    passages it was shown, ``system`` the version of the fixed part of the prompt with the beginning of its hash;
    ``answers`` has a few words for each answer: ``used``, or what was wrong with it.
    """

    model: str = ""
    prompt_sha256: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    remarks: tuple[str, ...] = ()
    cost: float | None = None
    currency: str = ""
    missed: bool = False
    task: str = ""
    given: tuple[str, ...] = ()
    system: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that stand in a passage character for character."""

    passage: str
    words: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """What one sentence of a draft rests on.

    ``template``: our own words; ``documented``: the quotes carry it; ``courtesy``: it greets, thanks or signs, or is
    the heading of what stands below it, and states nothing; ``inferred``: anything else. ``says`` tells why: what
    carries it, or what was missing. ``in_place``: it is documented word for word, and the draft tells the whole
    paragraph that it comes from.
    """

    sentence: str
    kind: SentenceKind
    says: str
    quotes: tuple[Quote, ...] = ()
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply that nobody has seen yet. ``text`` is Markdown, with placeholders for personal data.

    ``template`` is the template's id, empty when none carried it; ``passages`` the ids of the passages used;
    ``writer`` who filled it: the model, the template writer, or a standard reply by rule. ``open_questions`` is what
    it could not answer, ``summary`` one line for the agent. ``grounds`` has every sentence with its own class and why;
    ``grounding`` is the worst of them.
    """

    text: str
    template: str
    audience: str
    grounding: Grounding
    writer: Literal["model", "template", "standard"]
    passages: tuple[str, ...] = ()
    unfilled: tuple[str, ...] = ()
    summary: str = ""
    open_questions: tuple[str, ...] = ()
    usage: Usage = Usage()
    grounds: tuple[Grounds, ...] = ()


# --- check --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the draft that doesn't stand in a source, or may not be said. ``word`` is quoted from the draft."""

    kind: str
    word: str
    says: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the checks found; a draft goes out only when there is nothing."""

    items: tuple[Finding, ...] = ()

    @property
    def clean(self) -> bool:
        return not self.items


@dataclass(frozen=True, slots=True)
class Most:
    """How many replies may go out at most: on one ticket, to one requester in 24 hours, to everybody in one hour."""

    per_ticket: int = 3
    per_requester: int | None = None
    per_hour: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many replies we sent a requester lately, on all tickets; and to everybody in an hour, on other tickets.

    ``most`` is what was allowed when they were counted.
    """

    in_1_hour: int = 0
    in_24_hours: int = 0
    in_7_days: int = 0
    everybody_in_1_hour: int = 0
    most: Most = Most()


# --- permit -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Permit:
    """How far the draft may go. ``reasons`` tells each step that lowered it, in words.

    ``shadow_by`` is what says shadow, where anything does.
    """

    lane: Lane
    rule: str
    reasons: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    trace: tuple[RuleTrace, ...] = ()
    shadow_by: tuple[Silencer, ...] = ()


# --- deliver ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Receipt:
    """What happened in Freshdesk. ``reason`` says why nothing, or why a note and no reply.

    ``shadow_by`` is what keeps everything in shadow, where that is why.
    """

    delivered: Delivery
    reason: str
    conversation_id: int | None = None
    reference: str = ""
    shadow_by: tuple[Silencer, ...] = ()
