"""Placeholders of a webhook's body. Values are what people see on the screen: names, not the API's numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.freshdesk import shapes
from sandbox.freshdesk.desk import Desk
from sandbox.freshdesk.html import flat_text
from sandbox.freshdesk.records import PRIORITY_NAMES, SOURCE_NAMES, STATUS_NAMES, Change, Ticket

SIMPLE = (
    "ticket.id",
    "ticket.subject",
    "ticket.description",
    "ticket.url",
    "ticket.status",
    "ticket.priority",
    "ticket.contact.email",
    "ticket.latest_public_comment",
    "triggered_event",
)
_PLACEHOLDER = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
_EVENT_NAMES = {"type": "ticket_type", "tags": "tag_added"}


def values(desk: Desk, ticket: Ticket, change: Change, base_url: str) -> dict[str, Any]:
    """All placeholders by path. What is blank on the ticket is None."""
    number = f"INC-{ticket.id}" if desk.switches.freshservice_ids else ticket.id
    group, agent = desk.groups.get(ticket.group_id or 0), desk.agents.get(ticket.responder_id or 0)
    found: dict[str, Any] = {
        "ticket.id": number,
        "ticket.subject": ticket.subject,
        "ticket.description": ticket.description,
        "ticket.description_text": flat_text(ticket.description),
        "ticket.url": f"{base_url}/helpdesk/tickets/{ticket.id}",
        "ticket.portal_url": f"{base_url}/support/tickets/{ticket.id}",
        "ticket.status": STATUS_NAMES.get(ticket.status, str(ticket.status)),
        "ticket.priority": PRIORITY_NAMES.get(ticket.priority, ""),
        "ticket.source": SOURCE_NAMES.get(ticket.source, ""),
        "ticket.ticket_type": ticket.type,
        "ticket.type": ticket.type,
        "ticket.tags": ", ".join(ticket.tags),
        "ticket.created_at": shapes.stamp(ticket.created_at),
        "ticket.group.name": group.name if group else None,
        "ticket.agent.name": agent.name if agent else None,
        "ticket.agent.email": agent.email if agent else None,
        "ticket.latest_public_comment": _latest(desk, ticket, private=False),
        "ticket.latest_private_comment": _latest(desk, ticket, private=True),
        "helpdesk_name": desk.account.name,
        "triggered_event": event_text(change),
    }
    found |= {f"ticket.{name}": ticket.custom_fields.get(name) for name in desk.ticket_fields}
    return found | _requester(desk, ticket)


def _requester(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    person = desk.contacts.get(ticket.requester_id)
    if person is None:
        return {}
    first, _, last = person.name.partition(" ")
    parts = {
        "name": person.name,
        "firstname": first,
        "lastname": last,
        "email": person.email,
        "phone": person.phone,
        "mobile": person.mobile,
        "unique_external_id": person.unique_external_id,
    }
    return {f"ticket.{who}.{part}": value for who in ("contact", "requester") for part, value in parts.items()}


def _latest(desk: Desk, ticket: Ticket, *, private: bool) -> str | None:
    entry = next((one for one in reversed(ticket.entries) if one.private == private), None)
    if entry is None:
        return None
    writer = desk.person(entry.user_id)
    return f"{writer.name if writer else 'Unknown'} : {entry.body}"


def event_text(change: Change) -> str:
    """Freshdesk's own grammar, which is not JSON: ``{status:{from:4,to:6}}``, ``{note_type:private}``."""
    name = _EVENT_NAMES.get(change.field, change.field)
    if change.field in ("ticket_action", "reply_sent", "note_type"):
        return f"{{{name}:{change.new}}}"
    if change.field == "tags":
        added = [tag for tag in change.new if tag not in (change.old or [])]
        return f"{{{name}:{','.join(added)}}}"
    return f"{{{name}:{{from:{_bare(change.old)},to:{_bare(change.new)}}}}}"


def _bare(value: Any) -> str:
    return "" if value is None else str(value)


def advanced_body(layout: Any, found: Mapping[str, Any], *, escape: bool) -> str:
    """The admin's own text with the values put in; ``escape`` says whether they are made safe for JSON."""
    text = layout if isinstance(layout, str) else json.dumps(layout, ensure_ascii=False)

    def put_in(match: re.Match[str]) -> str:
        value = _bare(found.get(match[1]))
        return json.dumps(value, ensure_ascii=False)[1:-1] if escape else value

    return _PLACEHOLDER.sub(put_in, text)


def simple_body(ticked: Sequence[str] | None, found: Mapping[str, Any], *, escape: bool) -> str:
    """The ticked placeholders under one wrapper, dots turned into underscores."""
    names = [name.strip("{} ") for name in ticked or SIMPLE]
    shown = {name.replace(".", "_"): found.get(name) for name in names}
    if escape:
        return json.dumps({"freshdesk_webhook": shown}, ensure_ascii=False)
    return '{"freshdesk_webhook": {' + ", ".join(f'"{key}": {_raw(value)}' for key, value in shown.items()) + "}}"


def _raw(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else json.dumps(value)
