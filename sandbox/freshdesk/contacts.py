"""Contacts: view, list by sign, create, update, delete."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.freshdesk import shapes, ticketing
from sandbox.freshdesk.checks import Field, check, check_custom, check_query, moment, number, sent_json
from sandbox.freshdesk.desk import Desk
from sandbox.freshdesk.errors import FieldError, invalid, not_allowed, not_found, wrong_value
from sandbox.freshdesk.gate import this_desk
from sandbox.freshdesk.paging import answer, page_of
from sandbox.freshdesk.records import Contact

blueprint = Blueprint("contacts", __name__)

_FIELDS = {
    "name": Field(),
    "email": Field(),
    "phone": Field(),
    "mobile": Field(),
    "twitter_id": Field(),
    "unique_external_id": Field(),
    "other_emails": Field("Array"),
    "company_id": Field("Integer"),
    "view_all_tickets": Field("Boolean"),
    "address": Field(),
    "description": Field(),
    "job_title": Field(),
    "language": Field(),
    "time_zone": Field(),
    "tags": Field("Array"),
    "custom_fields": Field("key/value pair"),
}
_STATES = ("blocked", "deleted", "unverified", "verified")
_SIGNS = ("phone", "mobile", "unique_external_id")
_PARAMETERS = (*_SIGNS, "email", "company_id", "state", "contact_type", "updated_since", "_updated_since")


def find(desk: Desk, contact_id: int) -> Contact:
    contact = desk.contacts.get(contact_id)
    if contact is None:
        raise not_found()
    return contact


@blueprint.get("/contacts/<int:contact_id>")
def view(contact_id: int) -> Response:
    desk = this_desk()
    return jsonify(shapes.contact(desk, find(desk, contact_id)))


@blueprint.get("/contacts")
def index() -> Response:
    desk = this_desk()
    check_query((*_PARAMETERS, "page", "per_page"))
    found = [contact for contact in desk.contacts.values() if _meets(desk, contact)]
    shown, following = page_of(sorted(found, key=lambda contact: contact.name.lower()))
    return answer([shapes.contact(desk, one, listed=True) for one in shown], following)


def _meets(desk: Desk, contact: Contact) -> bool:
    since = moment("updated_since") or moment("_updated_since")
    email = (request.args.get("email") or "").strip().lower()
    carried = contact.emails if desk.switches.match_other_emails else {contact.email}
    return (
        _in_state(contact)
        and (not email or email in carried)
        and all(getattr(contact, sign) == request.args[sign] for sign in _SIGNS if request.args.get(sign))
        and number("company_id") in (None, contact.company_id)
        and (since is None or contact.updated_at >= since)
    )


def _in_state(contact: Contact) -> bool:
    """Blocked and deleted contacts hide unless asked for."""
    state = request.args.get("state")
    if state and state not in _STATES:
        raise invalid(wrong_value("state", _STATES))
    if state in ("blocked", "deleted"):
        return bool(getattr(contact, state))
    hidden = contact.blocked or contact.deleted
    return not hidden and (state is None or contact.verified == (state == "verified"))


@blueprint.post("/contacts")
def create() -> tuple[Response, int, dict[str, str]]:
    desk = this_desk()
    body = sent_json()
    check(body, _FIELDS | {"name": Field(required=True)})
    values = _values(desk, body, None)
    if not any(values.get(name) for name in ("email", "phone", "mobile", "twitter_id", "unique_external_id")):
        words = "Please fill at least 1 of email, mobile, phone, twitter_id, unique_external_id fields."
        raise invalid(FieldError("email", words, "missing_field"))
    contact = ticketing.add_contact(desk, name=values.pop("name"), email=values.pop("email", None), **values)
    desk.touch()
    return jsonify(shapes.contact(desk, contact)), 201, {"Location": f"{request.base_url}/{contact.id}"}


@blueprint.put("/contacts/<int:contact_id>")
def update(contact_id: int) -> Response:
    desk = this_desk()
    contact = _writable(desk, contact_id)
    body = sent_json()
    check(body, _FIELDS)
    values = _values(desk, body, contact)
    contact.custom_fields |= values.pop("custom_fields", {})
    for name, value in values.items():
        setattr(contact, name, value)
    contact.updated_at = desk.now()
    desk.touch()
    return jsonify(shapes.contact(desk, contact))


@blueprint.delete("/contacts/<int:contact_id>")
def delete(contact_id: int) -> tuple[str, int]:
    desk = this_desk()
    contact = _writable(desk, contact_id)
    contact.deleted, contact.updated_at = True, desk.now()
    return "", 204


@blueprint.put("/contacts/<int:contact_id>/restore")
def restore(contact_id: int) -> tuple[str, int]:
    find(this_desk(), contact_id).deleted = False
    return "", 204


def _writable(desk: Desk, contact_id: int) -> Contact:
    contact = find(desk, contact_id)
    if contact.blocked or contact.deleted:
        raise not_allowed(request.method, ["GET"])
    return contact


def _values(desk: Desk, body: dict[str, Any], own: Contact | None) -> dict[str, Any]:
    """What to store: addresses in lower case, and none that another contact has."""
    check_custom(body.get("custom_fields") or {}, desk.contact_fields)
    values = {name: value for name, value in body.items() if value is not None or name not in ("name", "tags")}
    if values.get("email"):
        values["email"] = values["email"].strip().lower()
    if "other_emails" in values:
        values["other_emails"] = [email.strip().lower() for email in values["other_emails"] or []]
    for email in [values.get("email"), *values.get("other_emails", [])]:
        _refuse_taken(desk, email, own)
    if "custom_fields" in values:
        values["custom_fields"] = values["custom_fields"] or {}
    return values


def _refuse_taken(desk: Desk, email: str | None, own: Contact | None) -> None:
    holder = desk.contact_by_email(email) if email else None
    if holder is not None and holder is not own:
        taken = FieldError("email", "It should be a unique value", "duplicate_value", (("user_id", holder.id),))
        raise invalid(taken, status=409)
