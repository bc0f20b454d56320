"""The control endpoint for writing: what customers do, what agents do by hand, what becomes of a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.freshdesk import mailroom, shapes, ticketing
from sandbox.freshdesk.desk import Desk
from sandbox.freshdesk.gate import this_desk
from sandbox.freshdesk.records import CLOSED, OPEN, PENDING, RESOLVED, Performer, Ticket

blueprint = Blueprint("control", __name__, url_prefix="/sandbox/control")

_STATES: dict[str, Mapping[str, Any]] = {
    "spam": {"spam": True},
    "not-spam": {"spam": False},
    "delete": {"deleted": True},
    "restore": {"deleted": False},
    "archive": {"archived": True},
    "open": {"status": OPEN},
    "pending": {"status": PENDING},
    "resolve": {"status": RESOLVED},
    "close": {"status": CLOSED},
}


def sent() -> dict[str, Any]:
    """The body as an object; nothing sent is an empty one. Raises ``ValueError``."""
    body = request.get_json(silent=True) if request.get_data() else {}
    if not isinstance(body, dict):
        raise ValueError("The body must be a JSON object, sent as application/json.")
    return body


@blueprint.errorhandler(ValueError)
def refused(fault: ValueError) -> tuple[Response, int]:
    return jsonify(error=str(fault)), 400


@blueprint.errorhandler(LookupError)
def unknown(fault: LookupError) -> tuple[Response, int]:
    return jsonify(error=str(fault.args[0]) if fault.args else "not found"), 404


@blueprint.post("/mails")
def mail() -> tuple[Response, int]:
    """A customer writes to the support mailbox."""
    ticket = mailroom.new_ticket(this_desk(), sent())
    return jsonify(ticket_id=ticket.id, requester_id=ticket.requester_id), 201


@blueprint.post("/tickets/<int:ticket_id>/customer-replies")
def customer_reply(ticket_id: int) -> tuple[Response, int]:
    desk = this_desk()
    entry = mailroom.customer_reply(desk, _ticket(desk, ticket_id), sent())
    return jsonify(ticket_id=ticket_id, conversation_id=entry.id), 201


@blueprint.post("/tickets/<int:ticket_id>/agent-replies")
def agent_reply(ticket_id: int) -> tuple[Response, int]:
    desk, body = this_desk(), sent()
    agent = mailroom.writing_agent(desk, body.get("agent"))
    entry = ticketing.reply_as_agent(desk, _ticket(desk, ticket_id), agent, mailroom.words_of(body))
    return jsonify(ticket_id=ticket_id, conversation_id=entry.id), 201


@blueprint.post("/tickets/<int:ticket_id>/agent-notes")
def agent_note(ticket_id: int) -> tuple[Response, int]:
    desk, body = this_desk(), sent()
    agent = mailroom.writing_agent(desk, body.get("agent"))
    words, private = mailroom.words_of(body), bool(body.get("private", True))
    entry = ticketing.note_as_agent(desk, _ticket(desk, ticket_id), agent, words, private=private)
    return jsonify(ticket_id=ticket_id, conversation_id=entry.id), 201


@blueprint.post("/tickets/<int:ticket_id>/bounce")
def bounce(ticket_id: int) -> Response:
    """The newest public reply came back: nobody reads that mailbox."""
    desk = this_desk()
    replies = [one for one in _ticket(desk, ticket_id).entries if not one.incoming and not one.private]
    if not replies:
        raise ValueError(f"Ticket {ticket_id} has no public reply that could bounce.")
    replies[-1].email_failure_count = (replies[-1].email_failure_count or 0) + 1
    desk.touch()
    return jsonify(ticket_id=ticket_id, conversation_id=replies[-1].id)


@blueprint.post("/tickets/<int:ticket_id>/merge")
def merge(ticket_id: int) -> Response:
    """``into``: the ticket that this one's words move to."""
    desk, body = this_desk(), sent()
    primary, performer = _ticket(desk, int(body.get("into", 0))), _by_hand(desk, body)
    ticketing.merge(desk, primary, [_ticket(desk, ticket_id)], performer)
    return jsonify(ticket_id=ticket_id, into=primary.id)


@blueprint.post("/tickets/<int:ticket_id>/<state>")
def become(ticket_id: int, state: str) -> Response:
    """``spam``, ``close`` and the like, as done by an agent on the screen."""
    desk = this_desk()
    if state not in _STATES:
        raise ValueError(f'A ticket can\'t become "{state}". Known: {", ".join(_STATES)}, merge, bounce.')
    ticket = _ticket(desk, ticket_id)
    ticketing.change_ticket(desk, ticket, _STATES[state], _by_hand(desk, sent()))
    return jsonify(shapes.ticket(desk, ticket, listed=True))


@blueprint.post("/contacts/<int:contact_id>/<state>")
def contact_state(contact_id: int, state: str) -> Response:
    """``block`` or ``unblock`` a contact."""
    desk = this_desk()
    if contact_id not in desk.contacts:
        raise LookupError(f"There is no contact {contact_id}.")
    if state not in ("block", "unblock"):
        raise ValueError(f'A contact can be told to "block" or "unblock", not "{state}".')
    desk.contacts[contact_id].blocked = state == "block"
    return jsonify(shapes.contact(desk, desk.contacts[contact_id]))


def _ticket(desk: Desk, ticket_id: int) -> Ticket:
    if ticket_id not in desk.tickets:
        raise LookupError(f"There is no ticket {ticket_id}.")
    return desk.tickets[ticket_id]


def _by_hand(desk: Desk, body: Mapping[str, Any]) -> Performer:
    return Performer("agent", mailroom.writing_agent(desk, body.get("agent")).id)
