"""The closed list of facts that a rule may ask about, each with its type. Everything else is generated from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from router.rulebook.complaints import did_you_mean

FactType = Literal["text", "number", "yes or no", "list", "duration"]
Value = str | float | bool | tuple[str, ...] | timedelta | None
"""What a fact can be. None means that it isn't there, like an empty text or list."""

File = Literal["routing.yaml", "sending.yaml"]
BOTH: tuple[File, ...] = ("routing.yaml", "sending.yaml")
SENDING: tuple[File, ...] = ("sending.yaml",)

PRIORITIES = {1: "low", 2: "medium", 3: "high", 4: "urgent"}
STATUSES = {2: "open", 3: "pending", 4: "resolved", 5: "closed"}
SOURCES = {1: "email", 2: "portal", 3: "phone", 7: "chat", 9: "feedback widget", 10: "outbound email"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known when a rule is looked at.

    ``choices`` are the only words it can be, where these are known; with ``numbers too`` Freshdesk's own numbers may
    stand beside them, for what an account has made itself. ``kind`` names the choices that the rules themselves
    make: products, templates, rule ids.
    """

    name: str
    type: FactType
    meaning: str
    files: tuple[File, ...] = BOTH
    choices: tuple[str, ...] = ()
    numbers_too: bool = False
    kind: Literal["", "product", "template", "route"] = ""


FACTS: tuple[Fact, ...] = (
    Fact("ticket.subject", "text", "the subject line"),
    Fact("ticket.type", "text", "Freshdesk's ticket type, such as Question"),
    Fact("ticket.source", "text", "how the ticket came in", choices=tuple(SOURCES.values()), numbers_too=True),
    Fact("ticket.priority", "text", "how urgent it is", choices=tuple(PRIORITIES.values())),
    Fact("ticket.status", "text", "where it stands", choices=tuple(STATUSES.values()), numbers_too=True),
    Fact("ticket.tags", "list", "the tags on the ticket"),
    Fact("ticket.attachments", "number", "how many files hang on the ticket"),
    Fact("ticket.age", "duration", "from the ticket's first message to its newest entry"),
    Fact("message", "text", "the subject and everything the customer wrote since our last public reply"),
    Fact("message.language", "text", "the language as two letters (en, de, hi), empty when it can't be told"),
    Fact("message.length", "number", "how many characters the customer wrote"),
    Fact("message.questions", "number", "how many different questions the customer asks"),
    Fact("message.products named", "list", "the products that the message names", kind="product"),
    Fact(
        "message.products not held",
        "list",
        "the products named whose details this customer may not be told",
        kind="product",
    ),
    Fact("customer.kind", "text", "who is writing", choices=("new", "existing", "unknown")),
    Fact("customer.products", "list", "the products that the customer holds", kind="product"),
    Fact("customer.conflict", "yes or no", "two places disagree about the customer's products"),
    Fact("customer.proof", "text", "how sure we are of who it is", choices=("strong", "weak", "none")),
    Fact("route.rule", "text", "the rule of routing.yaml that decided", SENDING, kind="route"),
    Fact("draft.template", "text", "the template that carries the draft", SENDING, kind="template"),
    Fact(
        "draft.grounding",
        "text",
        "what carries the draft: our words, passages that were found, or neither",
        SENDING,
        choices=("template", "documented", "inferred"),
    ),
    Fact("draft.writer", "text", "who wrote it", SENDING, choices=("model", "template", "standard")),
    Fact("draft.audience", "text", "for whom the template was written: shared or a product", SENDING),
    Fact("draft.findings", "number", "how many things the checks found wrong", SENDING),
)
BY_NAME = {fact.name: fact for fact in FACTS}
CUSTOM_FIELD = "ticket.cf_"


def fact_named(name: str, file: str) -> Fact | str:
    """The fact of this name, or what is wrong with asking for it in this file."""
    if name.startswith(CUSTOM_FIELD) and len(name) > len(CUSTOM_FIELD):
        return Fact(name, "text", "a custom field of the ticket")
    fact = BY_NAME.get(name)
    if fact is None:
        return f'unknown fact "{name}"{did_you_mean(name, (f.name for f in FACTS if file in f.files))}'
    if file not in fact.files:
        return f'"{name}" isn\'t known yet here; it can be asked in {" and ".join(fact.files)} only'
    return fact


def table() -> str:
    """All facts as a Markdown table, for the guide."""
    custom = Fact(f"{CUSTOM_FIELD}NAME", "text", "a custom field of the ticket, by its Freshdesk name")
    rows = [f"| `{f.name}` | {f.type} | {_meaning(f)} | {', '.join(f.files)} |" for f in (*FACTS, custom)]
    return "\n".join(["| fact | type | what it is | may be asked in |", "| --- | --- | --- | --- |", *rows])


def _meaning(fact: Fact) -> str:
    if not fact.choices:
        return fact.meaning
    more = ", or Freshdesk's number" if fact.numbers_too else ""
    return f"{fact.meaning}: {', '.join(fact.choices)}{more}"
