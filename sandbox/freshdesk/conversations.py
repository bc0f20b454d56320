"""Conversations: the list, reply, note, and what may be edited or deleted afterwards."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.freshdesk import shapes, ticketing
from sandbox.freshdesk.checks import Field, check, check_query, sent_json
from sandbox.freshdesk.desk import Desk
from sandbox.freshdesk.errors import FieldError, invalid, missing, not_allowed, not_found
from sandbox.freshdesk.gate import as_shown, this_desk
from sandbox.freshdesk.html import from_text
from sandbox.freshdesk.paging import answer, page_of
from sandbox.freshdesk.records import NOTE_SOURCE, Agent, Entry, Ticket
from sandbox.freshdesk.tickets import attachments, find

blueprint = Blueprint("conversations", __name__)

_WRITTEN = {
    "body": Field(),
    "structured_body": Field("key/value pair"),
    "user_id": Field("Integer"),
    "attachments": Field("Array"),
}
_REPLY = _WRITTEN | {"from_email": Field(), "cc_emails": Field("Array"), "bcc_emails": Field("Array")}
_NOTE = _WRITTEN | {"private": Field("Boolean"), "incoming": Field("Boolean"), "notify_emails": Field("Array")}


@blueprint.get("/tickets/<int:ticket_id>/conversations")
def index(ticket_id: int) -> Response:
    """All entries but the customer's first message: that is the ticket's description."""
    desk = this_desk()
    check_query(["page", "per_page"])
    shown, following = page_of(as_shown(find(desk, ticket_id)).entries)
    return answer([shapes.entry(desk, one) for one in shown], following)


@blueprint.post("/tickets/<int:ticket_id>/reply")
def reply(ticket_id: int) -> tuple[Response, int]:
    desk = this_desk()
    ticket = _open_for_words(desk, ticket_id)
    body = sent_json()
    check(body, _REPLY)
    sender = body.get("from_email")
    if sender and desk.account.mailbox not in sender.lower():
        raise invalid(
            FieldError("from_email", "There is no support mailbox matching the given address", "invalid_value")
        )
    entry = ticketing.reply_as_agent(
        desk,
        ticket,
        _writer(desk, body),
        _html(body),
        cc=body.get("cc_emails"),
        bcc=body.get("bcc_emails"),
        attachments=attachments(desk),
    )
    return jsonify(shapes.reply_answer(entry, entry.to_emails or [])), 201


@blueprint.post("/tickets/<int:ticket_id>/notes")
def note(ticket_id: int) -> tuple[Response, int]:
    """A note, private unless said otherwise."""
    desk = this_desk()
    ticket = _open_for_words(desk, ticket_id)
    body = sent_json()
    check(body, _NOTE)
    private = body.get("private")
    entry = ticketing.note_as_agent(
        desk,
        ticket,
        _writer(desk, body),
        _html(body),
        private=True if private is None else private,
        incoming=bool(body.get("incoming")),
        attachments=attachments(desk),
    )
    return jsonify(shapes.note_answer(entry, body.get("notify_emails") or [])), 201


@blueprint.put("/conversations/<int:entry_id>")
def edit(entry_id: int) -> Response:
    """Notes can be edited, replies can't."""
    desk = this_desk()
    ticket, entry = _entry(desk, entry_id)
    if entry.source != NOTE_SOURCE:
        raise not_allowed("PUT", ["DELETE"])
    body = sent_json()
    check(body, {"body": Field(required=True), "attachments": Field("Array")})
    now = desk.now()
    entry.body, entry.updated_at, ticket.updated_at = ticketing.tidy(desk, body["body"]), now, now
    entry.last_edited_at, entry.last_edited_user_id = now, desk.own_agent.id
    desk.touch()
    return jsonify(shapes.note_answer(entry, []))


@blueprint.delete("/conversations/<int:entry_id>")
def delete(entry_id: int) -> tuple[str, int]:
    desk = this_desk()
    ticket, entry = _entry(desk, entry_id)
    ticket.entries.remove(entry)
    ticket.updated_at = desk.now()
    desk.touch()
    return "", 204


def _open_for_words(desk: Desk, ticket_id: int) -> Ticket:
    ticket = find(desk, ticket_id)
    if (ticket.spam or ticket.deleted) and desk.switches.refuse_writes_on_spam:
        raise not_allowed(request.method, ["GET"])
    return ticket


def _html(body: dict[str, Any]) -> str:
    """The words of ``body``, or of ``structured_body`` on chat tickets."""
    if body.get("structured_body"):
        parts = body["structured_body"].get("body_contents") or []
        return from_text("\n".join(str(part.get("data", {}).get("content", "")) for part in parts))
    if not (body.get("body") or "").strip():
        raise invalid(missing("body", "String"))
    return str(body["body"])


def _writer(desk: Desk, body: dict[str, Any]) -> Agent:
    if body.get("user_id") is None:
        return desk.own_agent
    agent = desk.agents.get(body["user_id"])
    if agent is None:
        raise invalid(FieldError("user_id", "There is no agent matching the given user_id", "invalid_value"))
    return agent


def _entry(desk: Desk, entry_id: int) -> tuple[Ticket, Entry]:
    for ticket in desk.tickets.values():
        for entry in ticket.entries:
            if entry.id == entry_id:
                return ticket, entry
    raise not_found()
