"""Records as the API shows them, with Freshdesk's own quirks of null and empty."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sandbox.freshdesk.desk import Desk
from sandbox.freshdesk.html import flat_text
from sandbox.freshdesk.records import NOTE_SOURCE, Agent, Contact, Entry, Group, Ticket

_STATS = (
    "agent_responded_at",
    "requester_responded_at",
    "first_responded_at",
    "status_updated_at",
    "reopened_at",
    "resolved_at",
    "closed_at",
    "pending_since",
)
EMBEDDED_ENTRIES = 10


def stamp(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def ticket(desk: Desk, it: Ticket, include: Collection[str] = (), *, listed: bool = False) -> dict[str, Any]:
    """A ticket as viewed, or as an item of a list (no description unless asked for)."""
    shown = _ticket_fields(desk, it)
    if listed and "description" not in include:
        del shown["description"], shown["description_text"]
    if listed:
        del shown["attachments"]
    if it.deleted:
        shown["deleted"] = True
    if "requester" in include:
        shown["requester"] = _requester(desk.person(it.requester_id))
    if "stats" in include:
        shown["stats"] = {name: stamp(it.stats.get(name)) for name in _STATS}
    if "conversations" in include:
        shown["conversations"] = [entry(desk, one) for one in it.entries[:EMBEDDED_ENTRIES]]
    if "company" in include:
        shown["company"] = {}
    return shown


def _ticket_fields(desk: Desk, it: Ticket) -> dict[str, Any]:
    return {
        "id": it.id,
        "subject": it.subject,
        "description": it.description,
        "description_text": flat_text(it.description),
        "status": it.status,
        "priority": it.priority,
        "source": it.source,
        "type": it.type,
        "requester_id": it.requester_id,
        "responder_id": it.responder_id,
        "group_id": it.group_id,
        "company_id": it.company_id,
        "product_id": it.product_id,
        "email_config_id": it.email_config_id,
        "form_id": 298,
        "support_email": desk.account.mailbox if it.to_emails else None,
        "to_emails": it.to_emails,
        "cc_emails": it.cc_emails,
        "fwd_emails": [],
        "reply_cc_emails": it.cc_emails,
        "ticket_cc_emails": it.cc_emails,
        "ticket_bcc_emails": [],
        "spam": it.spam,
        "fr_escalated": False,
        "is_escalated": False,
        "nr_due_by": None,
        "nr_escalated": False,
        "due_by": stamp(it.due_by),
        "fr_due_by": stamp(it.fr_due_by),
        "association_type": None,
        "associated_tickets_count": None,
        "tags": it.tags,
        "custom_fields": {name: it.custom_fields.get(name) for name in desk.ticket_fields},
        "attachments": it.attachments,
        "created_at": stamp(it.created_at),
        "updated_at": stamp(it.updated_at),
    }


def _requester(person: Contact | Agent | None) -> dict[str, Any]:
    if person is None:
        return {}
    phone, mobile = getattr(person, "phone", None), getattr(person, "mobile", None)
    return {"id": person.id, "name": person.name, "email": person.email, "mobile": mobile, "phone": phone}


def entry(desk: Desk, it: Entry) -> dict[str, Any]:
    """A conversation entry as the list of conversations shows it."""
    return {
        "id": it.id,
        "ticket_id": it.ticket_id,
        "user_id": it.user_id,
        "body": it.body,
        "body_text": flat_text(it.body),
        "incoming": it.incoming,
        "private": it.private,
        "source": it.source,
        "category": _category(it),
        "support_email": it.support_email,
        "from_email": it.from_email,
        "to_emails": it.to_emails,
        "cc_emails": it.cc_emails,
        "bcc_emails": it.bcc_emails,
        "email_failure_count": it.email_failure_count,
        "outgoing_failures": None,
        "thread_id": None,
        "thread_message_id": None,
        "auto_response": it.auto_response,
        "automation_id": None,
        "automation_type_id": None,
        "source_additional_info": None,
        "attachments": it.attachments,
        "created_at": stamp(it.created_at),
        "updated_at": stamp(it.updated_at),
        "last_edited_at": stamp(it.last_edited_at),
        "last_edited_user_id": it.last_edited_user_id,
    }


def _category(it: Entry) -> int:
    # 3 and 2 were seen on real accounts; what a customer's mail carries was not, so 1 is a guess nobody may lean on.
    return 1 if it.incoming else 2 if it.source == NOTE_SOURCE else 3


def reply_answer(it: Entry, replied_to: list[str]) -> dict[str, Any]:
    """What POST reply answers: another shape than the list's."""
    return _written(it) | {
        "from_email": it.from_email,
        "cc_emails": it.cc_emails,
        "bcc_emails": it.bcc_emails,
        "replied_to": replied_to,
    }


def note_answer(it: Entry, notified: list[str]) -> dict[str, Any]:
    """What POST notes answers."""
    return _written(it) | {
        "incoming": it.incoming,
        "private": it.private,
        "support_email": None,
        "notified_to": notified,
    }


def _written(it: Entry) -> dict[str, Any]:
    return {
        "id": it.id,
        "user_id": it.user_id,
        "body": it.body,
        "body_text": flat_text(it.body),
        "structured_body": None,
        "ticket_id": it.ticket_id,
        "attachments": it.attachments,
        "created_at": stamp(it.created_at),
        "updated_at": stamp(it.updated_at),
    }


def contact(desk: Desk, it: Contact, *, listed: bool = False) -> dict[str, Any]:
    """A contact; items of a list carry fewer fields."""
    shown: dict[str, Any] = {
        "id": it.id,
        "name": it.name,
        "email": it.email,
        "phone": it.phone,
        "mobile": it.mobile,
        "unique_external_id": it.unique_external_id,
        "twitter_id": it.twitter_id,
        "facebook_id": None,
        "company_id": it.company_id,
        "active": it.verified,
        "address": it.address,
        "description": it.description,
        "job_title": it.job_title,
        "language": it.language,
        "time_zone": it.time_zone,
        "custom_fields": {name: it.custom_fields.get(name) for name in desk.contact_fields},
        "csat_rating": None,
        "preferred_source": "email",
        "created_at": stamp(it.created_at),
        "updated_at": stamp(it.updated_at),
    }
    if not listed:
        shown |= {
            "other_emails": it.other_emails,
            "other_companies": [],
            "view_all_tickets": it.view_all_tickets,
            "tags": it.tags,
            "contact_type": "customer",
            "avatar": None,
        }
    return shown | ({"deleted": True} if it.deleted else {})


def agent(it: Agent, *, listed: bool = False) -> dict[str, Any]:
    """An agent; lists leave out groups and roles."""
    shown: dict[str, Any] = {
        "id": it.id,
        "available": True,
        "occasional": False,
        "signature": None,
        "ticket_scope": 1,
        "type": "support_agent",
        "contact": {
            "name": it.name,
            "email": it.email,
            "active": True,
            "phone": None,
            "mobile": None,
            "job_title": None,
            "language": "en",
            "time_zone": "Chennai",
            "last_login_at": stamp(it.updated_at),
            "created_at": stamp(it.created_at),
            "updated_at": stamp(it.updated_at),
        },
        "created_at": stamp(it.created_at),
        "updated_at": stamp(it.updated_at),
    }
    return shown if listed else shown | {"group_ids": it.group_ids, "role_ids": [], "skill_ids": []}


def group(it: Group, *, listed: bool = False) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": it.id,
        "name": it.name,
        "description": it.description,
        "escalate_to": None,
        "unassigned_for": None,
        "business_hour_id": None,
        "group_type": "support_agent_group",
        "auto_ticket_assign": 0,
        "created_at": stamp(it.created_at),
        "updated_at": stamp(it.created_at),
    }
    return shown if listed else shown | {"agent_ids": []}
