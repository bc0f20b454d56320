"""Tickets: view, create, update, delete, restore, merge, attachments by form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.freshdesk import shapes, ticketing
from sandbox.freshdesk.checks import Field, check, check_custom, check_query, includes, sent_json
from sandbox.freshdesk.desk import Desk
from sandbox.freshdesk.errors import FieldError, invalid, missing, not_allowed, not_found, wrong_value
from sandbox.freshdesk.gate import as_shown, this_desk
from sandbox.freshdesk.records import (
    CLOSED,
    PRIORITY_NAMES,
    RESOLVED,
    STATUS_NAMES,
    TICKET_TYPES,
    Contact,
    Performer,
    Ticket,
)

blueprint = Blueprint("tickets", __name__)

_SHARED = {
    "subject": Field(),
    "description": Field(),
    "status": Field("Integer", choices=tuple(STATUS_NAMES)),
    "priority": Field("Integer", choices=tuple(PRIORITY_NAMES)),
    "source": Field("Integer", choices=(1, 2, 3, 7, 9, 10)),
    "type": Field(choices=TICKET_TYPES),
    "responder_id": Field("Integer"),
    "group_id": Field("Integer"),
    "product_id": Field("Integer"),
    "company_id": Field("Integer"),
    "email_config_id": Field("Integer"),
    "tags": Field("Array"),
    "custom_fields": Field("key/value pair"),
    "due_by": Field(),
    "fr_due_by": Field(),
    "requester_id": Field("Integer"),
    "name": Field(),
    "email": Field(),
    "phone": Field(),
    "twitter_id": Field(),
    "facebook_id": Field(),
    "unique_external_id": Field(),
    "attachments": Field("Array"),
}
_CREATE = _SHARED | {"cc_emails": Field("Array"), "parent_id": Field("Integer")}
_VIEW_INCLUDES = ("conversations", "requester", "company", "stats")
_STORED = (
    "status",
    "priority",
    "source",
    "type",
    "responder_id",
    "group_id",
    "product_id",
    "company_id",
    "email_config_id",
    "tags",
    "cc_emails",
)
_WAYS_TO_NAME = ("requester_id", "email", "facebook_id", "phone", "twitter_id", "unique_external_id")


def find(desk: Desk, ticket_id: int) -> Ticket:
    """The ticket, or 404. Archived ones are gone from here."""
    ticket = desk.tickets.get(ticket_id)
    if ticket is None or ticket.archived:
        raise not_found()
    return ticket


def writable(desk: Desk, ticket_id: int) -> Ticket:
    """The ticket, or 405 if it is spam or deleted."""
    ticket = find(desk, ticket_id)
    if ticket.spam or ticket.deleted:
        raise not_allowed(request.method, ["GET"])
    return ticket


def by_key(desk: Desk) -> Performer:
    """Writes over the API are the key's agent: there is no performer of its own for them."""
    return Performer("agent", desk.own_agent.id)


@blueprint.get("/tickets/<int:ticket_id>")
def view(ticket_id: int) -> Response:
    desk = this_desk()
    check_query(["include"])
    wanted = includes(_VIEW_INCLUDES)
    if desk.switches.embeds_nothing:
        wanted = wanted - {"conversations"}
    return jsonify(shapes.ticket(desk, as_shown(find(desk, ticket_id)), wanted))


@blueprint.post("/tickets")
def create() -> tuple[Response, int, dict[str, str]]:
    desk = this_desk()
    body = sent_json()
    check(body, _CREATE)
    _check_references(desk, body)
    requester = _requester(desk, body)
    ticket = ticketing.open_ticket(
        desk,
        requester,
        body.get("subject") or "",
        body.get("description") or "",
        by_key(desk),
        attachments=attachments(desk),
        custom_fields=body.get("custom_fields") or {},
        **{name: body[name] for name in _STORED if body.get(name) is not None},
    )
    return jsonify(shapes.ticket(desk, ticket)), 201, {"Location": f"{request.base_url}/{ticket.id}"}


@blueprint.put("/tickets/<int:ticket_id>")
def update(ticket_id: int) -> Response:
    desk = this_desk()
    ticket = writable(desk, ticket_id)
    body = sent_json()
    check(body, _SHARED)
    _check_references(desk, body)
    values = {name: body[name] for name in (*_STORED, "subject", "custom_fields", "requester_id") if name in body}
    if "description" in body:
        values["description"] = ticketing.tidy(desk, body["description"] or "")
    values = {name: value for name, value in values.items() if value is not None or name not in ("tags", "status")}
    _check_closing(desk, ticket, values)
    ticketing.change_ticket(desk, ticket, values, by_key(desk))
    return jsonify(shapes.ticket(desk, ticket))


def _check_closing(desk: Desk, ticket: Ticket, values: Mapping[str, Any]) -> None:
    """Fields that must be filled before a ticket is resolved or closed."""
    if values.get("status") in (RESOLVED, CLOSED):
        filled = {**ticket.custom_fields, **(values.get("custom_fields") or {})}
        blank = [missing(name, "String") for name in desk.required_to_close if not filled.get(name)]
        if blank:
            raise invalid(*blank)


@blueprint.delete("/tickets/<int:ticket_id>")
def delete(ticket_id: int) -> tuple[str, int]:
    desk = this_desk()
    ticketing.change_ticket(desk, writable(desk, ticket_id), {"deleted": True}, by_key(desk))
    return "", 204


@blueprint.put("/tickets/<int:ticket_id>/restore")
def restore(ticket_id: int) -> tuple[str, int]:
    desk = this_desk()
    ticketing.change_ticket(desk, find(desk, ticket_id), {"deleted": False}, by_key(desk))
    return "", 204


@blueprint.put("/tickets/merge")
def merge() -> tuple[str, int]:
    desk = this_desk()
    body = sent_json()
    known = {"primary_id": Field("Integer", required=True), "ticket_ids": Field("Array", required=True)}
    further = {"note_in_primary", "note_in_secondary", "convert_recepients_to_cc"}
    check({name: value for name, value in body.items() if name not in further}, known)
    primary = writable(desk, body["primary_id"])
    ticketing.merge(desk, primary, [writable(desk, one) for one in body["ticket_ids"]], by_key(desk))
    return "", 204


def attachments(desk: Desk) -> list[dict[str, Any]]:
    """Files sent along by form: kept by name and size, the bytes are thrown away."""
    found = []
    for file in request.files.getlist("attachments[]"):
        number, now = next(desk.next_other_id), shapes.stamp(desk.now())
        found.append(
            {
                "id": number,
                "name": file.filename,
                "content_type": file.mimetype,
                "size": len(file.read()),
                "attachment_url": f"{request.host_url}sandbox/attachments/{number}",
                "created_at": now,
                "updated_at": now,
            }
        )
    return found


def _requester(desk: Desk, body: dict[str, Any]) -> Contact:
    if not any(body.get(name) for name in _WAYS_TO_NAME):
        words = "One of the following is mandatory: requester_id, email, facebook_id, phone, twitter_id"
        raise invalid(FieldError("requester_id", words, "missing_field"))
    if body.get("requester_id"):
        found = desk.contacts.get(body["requester_id"])
        if found is None:
            raise invalid(
                FieldError("requester_id", "There is no contact matching the given requester_id", "invalid_value")
            )
        return found
    if body.get("email"):
        return ticketing.known_contact(desk, body["email"], body.get("name") or "", body.get("phone"))
    return _by_other_sign(desk, body)


def _by_other_sign(desk: Desk, body: dict[str, Any]) -> Contact:
    signs = {name: body[name] for name in ("phone", "unique_external_id", "twitter_id") if body.get(name)}
    for contact in desk.contacts.values():
        if any(getattr(contact, name) == value for name, value in signs.items()):
            return contact
    name = body.get("name")
    if not name:
        raise invalid(FieldError("name", "It should be a/an String", "missing_field"))
    return ticketing.add_contact(desk, name=name, email=None, **signs)


def _check_references(desk: Desk, body: dict[str, Any]) -> None:
    """Ids and custom fields must exist on this account."""
    check_custom(body.get("custom_fields") or {}, desk.ticket_fields)
    if body.get("group_id") is not None and body["group_id"] not in desk.groups:
        raise invalid(wrong_value("group_id", list(desk.groups)))
    if body.get("responder_id") is not None and body["responder_id"] not in desk.agents:
        raise invalid(wrong_value("responder_id", list(desk.agents)))
