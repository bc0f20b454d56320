"""What the desk keeps in memory. Times are UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

OPEN, PENDING, RESOLVED, CLOSED = 2, 3, 4, 5
STATUS_NAMES = {
    OPEN: "Open",
    PENDING: "Pending",
    RESOLVED: "Resolved",
    CLOSED: "Closed",
    6: "Waiting on Customer",
    7: "Waiting on Third Party",
}
PRIORITY_NAMES = {1: "Low", 2: "Medium", 3: "High", 4: "Urgent"}
SOURCE_NAMES = {
    1: "Email",
    2: "Portal",
    3: "Phone",
    7: "Chat",
    9: "Feedback Widget",
    10: "Outbound Email",
}
TICKET_TYPES = ("Question", "Incident", "Problem", "Feature Request")

REPLY_SOURCE, NOTE_SOURCE = 0, 2
OUTBOUND_SOURCE = 10
"""Of a ticket that the company opened by writing first."""


@dataclass
class Contact:
    id: int
    name: str
    email: str | None
    created_at: datetime
    updated_at: datetime
    other_emails: list[str] = field(default_factory=list)
    phone: str | None = None
    mobile: str | None = None
    unique_external_id: str | None = None
    description: str | None = None
    address: str | None = None
    job_title: str | None = None
    company_id: int | None = None
    twitter_id: str | None = None
    language: str = "en"
    time_zone: str = "Chennai"
    view_all_tickets: bool = False
    tags: list[str] = field(default_factory=list)
    custom_fields: dict[str, Any] = field(default_factory=dict)
    verified: bool = False
    blocked: bool = False
    deleted: bool = False

    @property
    def emails(self) -> set[str]:
        return {address for address in [self.email, *self.other_emails] if address}


@dataclass
class Agent:
    id: int
    name: str
    email: str
    created_at: datetime
    updated_at: datetime
    group_ids: list[int] = field(default_factory=list)


@dataclass
class Group:
    id: int
    name: str
    created_at: datetime
    description: str | None = None


@dataclass
class Entry:
    """A conversation entry. ``body`` is HTML as the server rewrote it."""

    id: int
    ticket_id: int
    user_id: int
    body: str
    incoming: bool
    private: bool
    source: int
    created_at: datetime
    updated_at: datetime
    from_email: str | None = None
    support_email: str | None = None
    to_emails: list[str] | None = None
    cc_emails: list[str] = field(default_factory=list)
    bcc_emails: list[str] | None = None
    auto_response: bool = False
    email_failure_count: int | None = None
    attachments: list[dict[str, Any]] = field(default_factory=list)
    last_edited_at: datetime | None = None
    last_edited_user_id: int | None = None


@dataclass
class Ticket:
    """``automatic`` says that the mail it came from was sent by a machine; the API never tells."""

    id: int
    subject: str
    description: str
    requester_id: int
    created_at: datetime
    updated_at: datetime
    status: int = OPEN
    priority: int = 1
    source: int = 2
    type: str | None = None
    responder_id: int | None = None
    group_id: int | None = None
    company_id: int | None = None
    product_id: int | None = None
    email_config_id: int | None = None
    tags: list[str] = field(default_factory=list)
    custom_fields: dict[str, Any] = field(default_factory=dict)
    cc_emails: list[str] = field(default_factory=list)
    to_emails: list[str] | None = None
    attachments: list[dict[str, Any]] = field(default_factory=list)
    due_by: datetime | None = None
    fr_due_by: datetime | None = None
    spam: bool = False
    deleted: bool = False
    archived: bool = False
    automatic: bool = False
    stats: dict[str, datetime | None] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


PerformerKind = Literal["agent", "requester", "system"]


@dataclass(frozen=True)
class Performer:
    """Who did something, as automation rules ask it. Writes over the API are the key's agent."""

    kind: PerformerKind
    id: int | None = None


@dataclass(frozen=True)
class Change:
    """One thing that happened to a ticket: ``status`` from 2 to 4, ``note_type`` to ``private`` and so on."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Mail:
    """An e-mail that Freshdesk would have sent out."""

    to: tuple[str, ...]
    cc: tuple[str, ...]
    bcc: tuple[str, ...]
    sender: str
    subject: str
    html: str
    ticket_id: int | None
    sent_at: datetime
