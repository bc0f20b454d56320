"""The list of tickets: thirty days back unless told otherwise, three hundred pages at most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, Response, request

from sandbox.freshdesk import shapes
from sandbox.freshdesk.checks import check_query, includes, moment, number
from sandbox.freshdesk.desk import Desk
from sandbox.freshdesk.errors import invalid, wrong_value
from sandbox.freshdesk.gate import this_desk
from sandbox.freshdesk.paging import answer, page_of
from sandbox.freshdesk.records import OPEN, Ticket

blueprint = Blueprint("ticket_list", __name__)

_PARAMETERS = (
    "filter",
    "email",
    "requester_id",
    "unique_external_id",
    "company_id",
    "updated_since",
    "order_by",
    "order_type",
    "include",
    "page",
    "per_page",
)
_FILTERS = ("new_and_my_open", "watching", "spam", "deleted")
_ORDERS = ("created_at", "due_by", "updated_at", "status")
_WINDOW = timedelta(days=30)


@blueprint.get("/tickets")
def index() -> Response:
    desk = this_desk()
    check_query(_PARAMETERS)
    wanted = includes(("stats", "requester", "description"))
    found = list(filter(_shown(desk), desk.tickets.values()))
    shown, following = page_of(_ordered(found), wall=True)
    return answer([shapes.ticket(desk, one, wanted, listed=True) for one in shown], following)


def _shown(desk: Desk) -> Callable[[Ticket], bool]:
    """The conditions of this request, all of which a ticket must meet."""
    tests = [_kind_test(desk), _age_test(desk)]
    for name in ("requester_id", "company_id"):
        tests += [_field_test(name, number(name))] if request.args.get(name) else []
    for name in ("email", "unique_external_id"):
        tests += [_person_test(desk, name, request.args[name])] if request.args.get(name) else []
    return lambda ticket: all(test(ticket) for test in tests)


def _kind_test(desk: Desk) -> Callable[[Ticket], bool]:
    kind = request.args.get("filter") or ""
    if kind and kind not in _FILTERS:
        raise invalid(wrong_value("filter", _FILTERS))
    if kind == "watching":
        return lambda ticket: False
    if kind == "spam":
        return lambda ticket: ticket.spam and not ticket.deleted
    if kind == "deleted":
        return lambda ticket: ticket.deleted
    if kind == "new_and_my_open":
        mine = (None, desk.own_agent.id)
        return lambda t: _plain(t) and t.status == OPEN and t.responder_id in mine
    return _plain


def _plain(ticket: Ticket) -> bool:
    return not (ticket.spam or ticket.deleted or ticket.archived)


def _age_test(desk: Desk) -> Callable[[Ticket], bool]:
    since = moment("updated_since")
    if since is not None:
        return lambda ticket: ticket.updated_at >= since
    oldest = desk.now() - _WINDOW
    return lambda ticket: ticket.created_at >= oldest


def _field_test(name: str, wanted: int | None) -> Callable[[Ticket], bool]:
    return lambda ticket: getattr(ticket, name) == wanted


def _person_test(desk: Desk, name: str, wanted: str) -> Callable[[Ticket], bool]:
    people = {
        contact.id
        for contact in desk.contacts.values()
        if (wanted.lower() in contact.emails if name == "email" else contact.unique_external_id == wanted)
    }
    return lambda ticket: ticket.requester_id in people


def _ordered(tickets: list[Ticket]) -> list[Ticket]:
    by, way = request.args.get("order_by", "created_at"), request.args.get("order_type", "desc")
    if by not in _ORDERS:
        raise invalid(wrong_value("order_by", _ORDERS))
    if way not in ("asc", "desc"):
        raise invalid(wrong_value("order_type", ("asc", "desc")))
    return sorted(tickets, key=lambda t: (_sortable(t, by), t.id), reverse=way == "desc")


def _sortable(ticket: Ticket, by: str) -> float:
    value = getattr(ticket, by)
    if value is None:
        return 0.0
    return float(value) if isinstance(value, int) else value.timestamp()
