"""A ticket, a message, a customer and a draft as they usually are, to be varied with ``dataclasses.replace``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from router.types import Customer, CustomerHistory, Draft, Entry, Message, Ticket

MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

ENTRY = Entry(0, 7, True, False, 1, "", "How long is my money locked in?", MORNING + timedelta(hours=2))
TICKET = Ticket(
    id=42,
    subject="Lock-in",
    status=2,
    priority=1,
    source=1,
    type="Question",
    tags=(),
    group_id=None,
    responder_id=None,
    product_id=None,
    requester_id=7,
    spam=False,
    deleted=False,
    created_at=MORNING,
    updated_at=MORNING,
    custom_fields={},
    attachments=0,
    entries=(ENTRY,),
)
MESSAGE = Message(0, ENTRY.text, ENTRY.text, "en", (), True)
FIRST_TICKET = CustomerHistory(0, 0, None)
IM_HOLDER = Customer("existing", ("IM",), ("shared", "IM"), False, "strong", "reply", history=FIRST_TICKET)
BOTH_HOLDER = Customer("existing", ("IM+",), ("shared", "IM+", "IM"), False, "strong", "reply", history=FIRST_TICKET)
STRANGER = Customer("new", (), ("shared",), False, "none", "reply", history=FIRST_TICKET)
UNKNOWN = Customer("unknown", (), ("shared",), False, "none", "note", history=FIRST_TICKET)
DRAFT = Draft("Twelve months.", "lock-in-im", "IM", "template", "template")
