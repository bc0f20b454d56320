"""A scenario's mail as Freshdesk would hand it over, so that the real reading is tried on it."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import datetime

from router.ports import Contact, DeskTicket
from router.rulebook.examples.scenarios import Mail
from router.rulebook.facts import CUSTOM_FIELD, PRIORITIES, SOURCES, STATUSES, Value

TICKET, SENDER = 1, 1
"""The numbers of the only ticket and of the only contact there are."""
_DIGITS = 15


def contact_of(mail: Mail) -> Contact:
    return Contact(id=SENDER, name=mail.name, email=mail.sender)


def desk_ticket(mail: Mail, facts: Mapping[str, Value], at: datetime) -> DeskTicket:
    """The ticket that this mail opened at this moment; ``facts`` are what the mail doesn't say."""
    product = str(facts.get("ticket.freshdesk product") or "")
    return DeskTicket(
        id=TICKET,
        subject=mail.subject,
        description=_as_html(mail.text),
        status=number_of(facts, "ticket.status", STATUSES, 2),
        priority=number_of(facts, "ticket.priority", PRIORITIES, 1),
        source=number_of(facts, "ticket.source", SOURCES, 1),
        type=str(facts.get("ticket.type") or ""),
        tags=items_of(facts.get("ticket.tags")),
        group_id=1 if facts.get("ticket.group") else None,
        responder_id=None,
        product_id=_number(product),
        requester_id=SENDER,
        spam=False,
        deleted=False,
        created_at=at,
        updated_at=at,
        custom_fields=custom_fields(facts),
        attachments=int(count_of(facts, "ticket.attachments")),
        entries=(),
    )


def _as_html(text: str) -> str:
    """Freshdesk keeps a plain mail so: a line a break."""
    return f"<div>{html.escape(text, quote=False)}</div>".replace("\n", "<br>\n")


def custom_fields(facts: Mapping[str, Value]) -> Mapping[str, str]:
    named = {name: value for name, value in facts.items() if name.startswith(CUSTOM_FIELD)}
    return {name.removeprefix("ticket."): str(value or "") for name, value in named.items()}


def number_of(facts: Mapping[str, Value], name: str, words: Mapping[int, str], usual: int) -> int:
    """Freshdesk's number for a word, or the number that stands there itself."""
    value = facts.get(name)
    if isinstance(value, str) and (number := _number(value)) is not None:
        return number
    return next((number for number, word in words.items() if word == value), usual)


def _number(text: str) -> int | None:
    """The number in Freshdesk that this is; None for a word, and for what is too long to be one."""
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else None


def count_of(facts: Mapping[str, Value], name: str) -> float:
    value = facts.get(name)
    return value if isinstance(value, float) else 0.0


def items_of(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
