"""What can happen to a ticket. API, control endpoint and page all go through here, so rules hear of everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from sandbox.freshdesk.desk import Desk
from sandbox.freshdesk.html import rewrite
from sandbox.freshdesk.records import (
    CLOSED,
    NOTE_SOURCE,
    OPEN,
    OUTBOUND_SOURCE,
    PENDING,
    REPLY_SOURCE,
    RESOLVED,
    Agent,
    Change,
    Contact,
    Entry,
    Mail,
    Performer,
    Ticket,
)

_TICKET_FIELDS = {field.name for field in fields(Ticket)}
_STATUS_STATS = {PENDING: "pending_since", RESOLVED: "resolved_at", CLOSED: "closed_at"}


def tidy(desk: Desk, html: str) -> str:
    return rewrite(html, keep_comments=desk.switches.keep_comments, keep_attributes=desk.switches.keep_attributes)


def open_ticket(desk: Desk, requester: Contact, subject: str, html: str, performer: Performer, **values: Any) -> Ticket:
    """A new ticket. ``values`` are further fields of :class:`Ticket`."""
    now = desk.now()
    ticket = Ticket(
        id=next(desk.next_ticket_id),
        subject=subject,
        description=tidy(desk, html),
        requester_id=requester.id,
        created_at=now,
        updated_at=now,
        **values,
    )
    ticket.stats["status_updated_at"] = now
    desk.tickets[ticket.id] = ticket
    desk.announce(ticket, performer, [Change("ticket_action", None, "created")])
    return ticket


def change_ticket(desk: Desk, ticket: Ticket, values: Mapping[str, Any], performer: Performer) -> list[Change]:
    """Set fields; what really changed is announced, at once."""
    changes = apply(desk, ticket, values)
    if changes:
        desk.announce(ticket, performer, changes)
    return changes


def apply(desk: Desk, ticket: Ticket, values: Mapping[str, Any]) -> list[Change]:
    """Set fields without telling anybody: for the actions of rules, which never start other rules."""
    changes: list[Change] = []
    for name, value in values.items():
        if name == "custom_fields":
            changes += _apply_custom(ticket, value)
        elif name in _TICKET_FIELDS and getattr(ticket, name) != value:
            changes.append(Change(name, getattr(ticket, name), value))
            setattr(ticket, name, value)
    now = desk.now()
    for change in changes:
        if change.field == "status":
            _mark_status(ticket, change.old, now)
    if changes:
        ticket.updated_at = now
    return changes


def _apply_custom(ticket: Ticket, values: Mapping[str, Any]) -> list[Change]:
    changed = {name: value for name, value in values.items() if ticket.custom_fields.get(name) != value}
    changes = [Change(name, ticket.custom_fields.get(name), value) for name, value in changed.items()]
    ticket.custom_fields.update(changed)
    return changes


def _mark_status(ticket: Ticket, old: int, now: datetime) -> None:
    ticket.stats["status_updated_at"] = now
    if ticket.status in _STATUS_STATS:
        ticket.stats[_STATUS_STATS[ticket.status]] = now
    if ticket.status == OPEN and old in (RESOLVED, CLOSED):
        ticket.stats["reopened_at"] = now


def reply_as_agent(
    desk: Desk,
    ticket: Ticket,
    agent: Agent,
    html: str,
    *,
    from_email: str | None = None,
    cc: list[str] | None = None,
    bcc: list[str] | None = None,
    attachments: list[dict[str, Any]] | None = None,
) -> Entry:
    """A public reply: it goes to the requester by mail, which is captured. The status stays as it is."""
    requester = desk.person(ticket.requester_id)
    to = [requester.email] if requester and requester.email else []
    sender = from_email or desk.account.mailbox
    entry = _entry(desk, ticket, agent.id, html, source=REPLY_SOURCE, attachments=attachments or [])
    entry.support_email, entry.from_email = sender, f"{desk.account.name} <{sender}>"
    entry.to_emails, entry.cc_emails, entry.bcc_emails = to, cc or [], bcc or []
    _mark_answer(ticket, entry)
    _send(desk, entry, ticket)
    _append(desk, ticket, entry, Performer("agent", agent.id), Change("reply_sent", None, "sent"))
    return entry


def note_as_agent(
    desk: Desk,
    ticket: Ticket,
    agent: Agent,
    html: str,
    *,
    private: bool = True,
    incoming: bool = False,
    attachments: list[dict[str, Any]] | None = None,
) -> Entry:
    """A note: private ones only agents see."""
    entry = _entry(desk, ticket, agent.id, html, source=NOTE_SOURCE, attachments=attachments or [])
    entry.private, entry.incoming, entry.to_emails = private, incoming, []
    if not private and not incoming:
        _mark_answer(ticket, entry)
    kind = "private" if private else "public"
    _append(desk, ticket, entry, Performer("agent", agent.id), Change("note_type", None, kind))
    return entry


def reply_as_customer(
    desk: Desk, ticket: Ticket, writer: Contact, html: str, *, automatic: bool = False, source: int = REPLY_SOURCE
) -> Entry:
    """A mail into the thread, by the requester or by somebody who was copied. ``source`` 6 is survey feedback."""
    entry = _entry(desk, ticket, writer.id, html, source=source, attachments=[])
    entry.incoming, entry.auto_response = True, automatic
    entry.from_email, entry.to_emails = f"{writer.name} <{writer.email}>", [desk.account.mailbox]
    if desk.switches.customer_time_moves or not _in_a_row(ticket):
        ticket.stats["requester_responded_at"] = entry.created_at
    _append(desk, ticket, entry, Performer("requester", writer.id), Change("reply_sent", None, "sent"))
    return entry


def _mark_answer(ticket: Ticket, entry: Entry) -> None:
    ticket.stats["agent_responded_at"] = entry.created_at
    ticket.stats.setdefault("first_responded_at", entry.created_at)


def _in_a_row(ticket: Ticket) -> bool:
    """Whether the customer had the last word already: then the time of their answer stays that of the first."""
    asked, answered = ticket.stats.get("requester_responded_at"), ticket.stats.get("agent_responded_at")
    if answered is None:
        return ticket.source != OUTBOUND_SOURCE or asked is not None
    return asked is not None and asked > answered


def _entry(
    desk: Desk, ticket: Ticket, user_id: int, html: str, *, source: int, attachments: list[dict[str, Any]]
) -> Entry:
    now = desk.now()
    return Entry(
        id=next(desk.next_entry_id),
        ticket_id=ticket.id,
        user_id=user_id,
        body=tidy(desk, html),
        incoming=False,
        private=False,
        source=source,
        created_at=now,
        updated_at=now,
        attachments=attachments,
    )


def _append(desk: Desk, ticket: Ticket, entry: Entry, performer: Performer, change: Change) -> None:
    ticket.entries.append(entry)
    ticket.updated_at = entry.created_at
    desk.announce(ticket, performer, [change])


def _send(desk: Desk, entry: Entry, ticket: Ticket) -> None:
    desk.outbox.append(
        Mail(
            to=tuple(entry.to_emails or ()),
            cc=tuple(entry.cc_emails),
            bcc=tuple(entry.bcc_emails or ()),
            sender=entry.from_email or "",
            subject=f"Re: {ticket.subject}",
            html=entry.body,
            ticket_id=ticket.id,
            sent_at=entry.created_at,
        )
    )


def merge(desk: Desk, primary: Ticket, others: list[Ticket], performer: Performer) -> None:
    """The others' words move to the primary ticket; the others are closed with a note that says so."""
    agent = desk.agents.get(performer.id or 0) or desk.own_agent
    for other in others:
        moved = f"<div>Merged from ticket {other.id}: {other.subject}</div>{other.description}"
        note_as_agent(desk, primary, agent, moved)
        for entry in other.entries:
            entry.ticket_id = primary.id
        primary.entries += other.entries
        other.entries = []
        note_as_agent(desk, other, agent, f"<div>This ticket is closed and merged into ticket {primary.id}</div>")
        change_ticket(desk, other, {"status": CLOSED}, performer)


def known_contact(desk: Desk, email: str, name: str = "", phone: str | None = None) -> Contact:
    """The contact with this address; a sender nobody knows becomes one."""
    found = desk.contact_by_email(email)
    return found or add_contact(desk, name=name or email.split("@")[0], email=email.strip().lower(), phone=phone)


def add_contact(desk: Desk, *, name: str, email: str | None, **values: Any) -> Contact:
    now = desk.now()
    values.setdefault("custom_fields", {})
    contact = Contact(next(desk.next_person_id), name, email, values.pop("created_at", now), now, **values)
    desk.contacts[contact.id] = contact
    return contact
