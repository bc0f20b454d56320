"""What arrives from outside: mails of customers, and agents who write by hand."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from sandbox.freshdesk import ticketing
from sandbox.freshdesk.desk import Desk
from sandbox.freshdesk.html import from_text
from sandbox.freshdesk.records import Agent, Contact, Entry, Performer, Ticket


def sent_by_machine(headers: Mapping[str, str]) -> bool:
    """Whether a mail's headers say that no person sent it."""
    by_name = {name.lower(): str(value).strip().lower() for name, value in headers.items()}
    return (
        by_name.get("auto-submitted", "no") != "no"
        or by_name.get("precedence") in ("bulk", "junk", "list", "auto_reply")
        or any(name in by_name for name in ("x-autoreply", "x-autorespond"))
    )


def words_of(sent: Mapping[str, Any]) -> str:
    """The mail's HTML, made from its text when it has none. Raises ``ValueError`` for a mail without either."""
    if sent.get("html"):
        return str(sent["html"])
    if sent.get("text"):
        return from_text(str(sent["text"]))
    raise ValueError("text or html is missing: what does the writer say?")


def new_ticket(desk: Desk, sent: Mapping[str, Any]) -> Ticket:
    """A mail to the support mailbox opens a ticket; a sender nobody knows becomes a contact."""
    name, email = sender_of(sent)
    contact = ticketing.known_contact(desk, email, name, sent.get("phone"))
    return ticketing.open_ticket(
        desk,
        contact,
        str(sent.get("subject") or "(no subject)"),
        words_of(sent),
        Performer("requester", contact.id),
        source=int(sent.get("source", 1)),
        to_emails=[str(one) for one in sent.get("to") or [desk.account.mailbox]],
        cc_emails=[str(one).lower() for one in sent.get("cc") or []],
        automatic=sent_by_machine(sent.get("headers") or {}),
    )


def customer_reply(desk: Desk, ticket: Ticket, sent: Mapping[str, Any]) -> Entry:
    """A mail into the thread: from the requester, or from somebody else when ``email`` names one."""
    writer: Contact
    if sent.get("email") or sent.get("from"):
        name, email = sender_of(sent)
        writer = ticketing.known_contact(desk, email, name)
    else:
        writer = desk.contacts[ticket.requester_id]
    automatic = sent_by_machine(sent.get("headers") or {})
    source = int(sent.get("source", 0))
    return ticketing.reply_as_customer(desk, ticket, writer, words_of(sent), automatic=automatic, source=source)


def writing_agent(desk: Desk, email: str | None) -> Agent:
    """The agent with this address; without one the first who isn't the API key's. Raises ``ValueError``."""
    if not email:
        return next((one for one in desk.agents.values() if one is not desk.own_agent), desk.own_agent)
    found = desk.agent_by_email(email)
    if found is None:
        raise ValueError(f"There is no agent {email}. Known: {', '.join(a.email for a in desk.agents.values())}.")
    return found


def sender_of(sent: Mapping[str, Any]) -> tuple[str, str]:
    """Name and address, given apart or as ``from: "Asha Rao <asha@example.com>"``. Raises ``ValueError``."""
    name, email = (
        parseaddr(str(sent["from"])) if sent.get("from") else (sent.get("name") or "", sent.get("email") or "")
    )
    if "@" not in str(email):
        raise ValueError("email is missing: who is writing?")
    return str(name), str(email).strip().lower()
