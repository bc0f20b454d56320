"""Tickets of the past: opened, answered and left to lie before the desk began. No rule runs and no mail goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sandbox.freshdesk import ticketing
from sandbox.freshdesk.desk import Desk
from sandbox.freshdesk.html import from_text
from sandbox.freshdesk.records import CLOSED, Contact, Performer, Ticket

STATES: Mapping[str, Mapping[str, Any]] = {
    "spam": {"spam": True},
    "deleted": {"deleted": True},
    "archived": {"archived": True, "status": CLOSED},
}
SURVEY = 6
_SYSTEM = Performer("system")

Entry = Mapping[str, Any]


def add_past_ticket(desk: Desk, contact: Contact, plan: Mapping[str, Any]) -> Ticket:
    """One ticket with its thread, each part at its own time. Raises ``ValueError`` for what can't be read."""
    listeners, desk.listeners = desk.listeners, []
    mails = len(desk.outbox)
    try:
        opened = _ago(desk, plan, timedelta(days=60))
        with desk.clock.standing_at(opened):
            ticket = _open(desk, contact, plan)
        for entry in _thread(plan):
            with desk.clock.standing_at(_ago(desk, entry, desk.now() - opened)):
                _write(desk, ticket, contact, entry)
        _end(desk, ticket, plan)
    finally:
        desk.listeners = listeners
        del desk.outbox[mails:]
    return ticket


def _ago(desk: Desk, plan: Mapping[str, Any], otherwise: timedelta) -> datetime:
    if "days ago" in plan or "hours ago" in plan:
        otherwise = timedelta(days=float(plan.get("days ago", 0)), hours=float(plan.get("hours ago", 0)))
    return desk.now() - otherwise


def _open(desk: Desk, contact: Contact, plan: Mapping[str, Any]) -> Ticket:
    html = str(plan["html"]) if plan.get("html") else from_text(str(plan.get("text", "")))
    return ticketing.open_ticket(
        desk,
        contact,
        str(plan.get("subject", "Earlier question")),
        html,
        Performer("requester", contact.id),
        status=int(plan.get("status", CLOSED)),
        source=int(plan.get("source", 1)),
        to_emails=[desk.account.mailbox],
        tags=[str(tag) for tag in plan.get("tags") or []],
        automatic=bool(plan.get("automatic")),
    )


def _thread(plan: Mapping[str, Any]) -> list[Entry]:
    answer = [{"agent": plan["answer"]}] if plan.get("answer") else []
    return [*answer, *(plan.get("thread") or [])]


def _write(desk: Desk, ticket: Ticket, contact: Contact, entry: Entry) -> None:
    kind = next((kind for kind in _KINDS if kind in entry), "")
    if not kind:
        raise ValueError(f"an entry of a thread begins with one of {', '.join(_KINDS)}")
    _KINDS[kind](desk, ticket, contact, entry, from_text(str(entry[kind])))


def _customer(desk: Desk, ticket: Ticket, contact: Contact, entry: Entry, html: str) -> None:
    ticketing.reply_as_customer(desk, ticket, contact, html)


def _copied(desk: Desk, ticket: Ticket, contact: Contact, entry: Entry, html: str) -> None:
    ticketing.reply_as_customer(desk, ticket, ticketing.known_contact(desk, str(entry["from"])), html)


def _automatic(desk: Desk, ticket: Ticket, contact: Contact, entry: Entry, html: str) -> None:
    ticketing.reply_as_customer(desk, ticket, contact, html, automatic=True)


def _survey(desk: Desk, ticket: Ticket, contact: Contact, entry: Entry, html: str) -> None:
    ticketing.reply_as_customer(desk, ticket, contact, html, source=SURVEY)


def _agent(desk: Desk, ticket: Ticket, contact: Contact, entry: Entry, html: str) -> None:
    ticketing.reply_as_agent(desk, ticket, list(desk.agents.values())[-1], html)


def _note(desk: Desk, ticket: Ticket, contact: Contact, entry: Entry, html: str) -> None:
    private = "public note" not in entry
    ticketing.note_as_agent(desk, ticket, list(desk.agents.values())[-1], html, private=private)


def _bounce(desk: Desk, ticket: Ticket, contact: Contact, entry: Entry, html: str) -> None:
    """The answer before it came back."""
    ticket.entries[-1].email_failure_count = 1


_KINDS: Mapping[str, Callable[[Desk, Ticket, Contact, Entry, str], None]] = {
    "customer": _customer,
    "copied": _copied,
    "automatic": _automatic,
    "survey": _survey,
    "agent": _agent,
    "note": _note,
    "public note": _note,
    "bounce": _bounce,
}
ENTRY_KEYS = {*_KINDS, "from", "days ago", "hours ago"}


def _end(desk: Desk, ticket: Ticket, plan: Mapping[str, Any]) -> None:
    """Spam and the like, at the time of the last change; and what it was merged into, which closes it."""
    state = plan.get("state")
    if state is not None and state not in STATES:
        raise ValueError(f'a state is one of {", ".join(STATES)}, not "{state}"')
    with desk.clock.standing_at(ticket.updated_at):
        if state is not None:
            ticketing.apply(desk, ticket, STATES[state])
        if plan.get("merged into"):
            wanted = str(plan["merged into"])
            primary = next((one for one in desk.tickets.values() if one.subject == wanted), None)
            if primary is None:
                raise ValueError(f'merged into "{wanted}": no ticket before it has this subject')
            ticketing.merge(desk, primary, [ticket], _SYSTEM)
