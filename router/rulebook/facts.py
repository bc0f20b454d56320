"""The closed list of facts that a rule may ask about, each with its type. Everything else is generated from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from router.rulebook.complaints import did_you_mean

FactType = Literal["text", "number", "yes or no", "list", "duration", "date"]
Value = str | float | bool | tuple[str, ...] | timedelta | date | None
"""What a fact can be. None means that it isn't there, like an empty text or list."""

File = Literal["routing.yaml", "sending.yaml"]
BOTH: tuple[File, ...] = ("routing.yaml", "sending.yaml")
SENDING: tuple[File, ...] = ("sending.yaml",)

PRIORITIES = {1: "low", 2: "medium", 3: "high", 4: "urgent"}
STATUSES = {2: "open", 3: "pending", 4: "resolved", 5: "closed"}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SOURCES = {1: "email", 2: "portal", 3: "phone", 7: "chat", 9: "feedback widget", 10: "outbound email"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known when a rule is looked at.

    ``choices`` are the only words it can be, where these are known; with ``numbers too`` Freshdesk's own numbers may
    stand beside them, for what an account has made itself. ``kind`` names the choices that the rules themselves
    make: products, templates, rule ids. ``asked``: Freshdesk is asked for it, and only where a rule uses it.
    """

    name: str
    type: FactType
    meaning: str
    files: tuple[File, ...] = BOTH
    choices: tuple[str, ...] = ()
    numbers_too: bool = False
    kind: Literal["", "product", "template", "route"] = ""
    asked: bool = False


FACTS: tuple[Fact, ...] = (
    Fact("ticket.subject", "text", "the subject line"),
    Fact("ticket.type", "text", "Freshdesk's ticket type, such as Question"),
    Fact("ticket.source", "text", "how the ticket came in", choices=tuple(SOURCES.values()), numbers_too=True),
    Fact("ticket.priority", "text", "how urgent it is", choices=tuple(PRIORITIES.values())),
    Fact("ticket.status", "text", "where it stands", choices=tuple(STATUSES.values()), numbers_too=True),
    Fact("ticket.tags", "list", "the tags on the ticket"),
    Fact("ticket.group", "text", "the group the ticket is in, by its name in Freshdesk", asked=True),
    Fact("ticket.freshdesk product", "text", "Freshdesk's own ticket field Product, by its number"),
    Fact("ticket.attachments", "number", "how many files hang on the ticket"),
    Fact("ticket.created", "date", "the day on which the ticket was opened, in our time zone"),
    Fact("ticket.age", "duration", "from the ticket's first message to its newest entry"),
    Fact("message", "text", "the subject and everything the customer wrote since our last public reply"),
    Fact("message.newest", "text", "the newest message alone, without the subject"),
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
    Fact("message.asks for a person", "yes or no", "the customer asks to speak or write with a person"),
    Fact(
        "message.courtesy",
        "yes or no",
        "nothing but thanks, “that worked” or a raised thumb; no wherever that isn't sure",
    ),
    Fact("message.written by the requester", "yes or no", "everything that waits was written by the requester"),
    Fact("message.robot", "text", "the sign by which the newest message looks sent by a machine, empty for none"),
    Fact("customer.kind", "text", "who is writing", choices=("new", "existing", "unknown")),
    Fact("customer.products", "list", "the products that the customer holds", kind="product"),
    Fact("customer.conflict", "yes or no", "two places disagree about the customer's products"),
    Fact("customer.proof", "text", "how sure we are of who it is", choices=("strong", "weak", "none")),
    Fact("customer.e-mail domain", "text", "what stands behind the @ of the requester's address"),
    Fact("customer.open tickets", "number", "how many other tickets of theirs are open or pending", asked=True),
    Fact(
        "customer.tickets in 30 days", "number", "how many other tickets they opened in the 30 days before", asked=True
    ),
    Fact("customer.time since last", "duration", "from their ticket before this one to this one", asked=True),
    Fact("time.business hours", "yes or no", "we are there, by calendar.yaml"),
    Fact("time.weekday", "text", "the day of the week", choices=WEEKDAYS),
    Fact("time.holiday", "text", "the name of today's holiday in calendar.yaml, empty on other days"),
    Fact("time.date", "date", "today, in the time zone of calendar.yaml"),
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
    Fact(
        "draft.probability",
        "number",
        "how likely the template answers the question, from 0 to 1; empty for a standard reply or without a template",
        SENDING,
    ),
    Fact("draft.findings", "number", "how many things the checks found wrong", SENDING),
    Fact("draft.kinds of findings", "list", "what kinds of things the checks found, such as amount or link", SENDING),
    Fact("ticket.replies", "number", "how many replies we sent on this ticket", SENDING),
    Fact("requester.replies in 1 hour", "number", "how many replies we sent this requester in the last hour", SENDING),
    Fact("requester.replies in 24 hours", "number", "how many replies we sent them in the last 24 hours", SENDING),
    Fact("requester.replies in 7 days", "number", "how many replies we sent them in the last 7 days", SENDING),
)
BY_NAME = {fact.name: fact for fact in FACTS}
ASKED = frozenset(fact.name for fact in FACTS if fact.asked)
GROUP = "ticket.group"
HISTORY = ASKED - {GROUP}
"""What the customer's other tickets tell: one call for all of it."""
CUSTOM_FIELD = "ticket.cf_"
COLUMN = "customer list."
"""How the names of facts begin that an account and a company make themselves."""


def fact_named(name: str, file: str, columns: Mapping[str, FactType] | None = None) -> Fact | str:
    """The fact of this name, or what is wrong with asking for it in this file.

    ``columns`` are those of the customer list that ``customers.yaml`` names, with their types; None: not known here.
    """
    if name.startswith(CUSTOM_FIELD) and len(name) > len(CUSTOM_FIELD):
        return Fact(name, "text", "a custom field of the ticket")
    if name.startswith(COLUMN) and len(name) > len(COLUMN):
        return _column(name, columns)
    fact = BY_NAME.get(name)
    if fact is None:
        return f'unknown fact "{name}"{did_you_mean(name, (f.name for f in FACTS if file in f.files))}'
    if file not in fact.files:
        return f'"{name}" isn\'t known yet here; it can be asked in {" and ".join(fact.files)} only'
    return fact


def _column(name: str, columns: Mapping[str, FactType] | None) -> Fact | str:
    column = name.removeprefix(COLUMN)
    if columns is None:
        return Fact(name, "text", "a column of the customer list")
    if column in columns:
        return Fact(name, columns[column], "a column of the customer list")
    hint = did_you_mean(column, columns) or "; name it there with its type"
    return f'the column "{column}" doesn\'t stand under "columns" of customers.yaml{hint}'


OPEN_ENDED: tuple[Fact, ...] = (
    Fact(f"{CUSTOM_FIELD}NAME", "text", "a custom field of the ticket, by its Freshdesk name"),
    Fact(f"{COLUMN}COLUMN", "text", "a column of the customer list, of the type that customers.yaml says"),
)
"""How the facts look that no list can name."""


def table() -> str:
    """All facts as a Markdown table, for the guide."""
    rows = [f"| `{f.name}` | {f.type} | {_meaning(f)} | {', '.join(f.files)} |" for f in (*FACTS, *OPEN_ENDED)]
    return "\n".join(["| fact | type | what it is | may be asked in |", "| --- | --- | --- | --- |", *rows])


def _meaning(fact: Fact) -> str:
    more = " (asked of Freshdesk where a rule uses it)" if fact.asked else ""
    if not fact.choices:
        return fact.meaning + more
    numbers = ", or Freshdesk's number" if fact.numbers_too else ""
    return f"{fact.meaning}: {', '.join(fact.choices)}{numbers}{more}"
