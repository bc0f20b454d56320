"""Agents, groups and ticket fields: what an account is made of."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.freshdesk import shapes
from sandbox.freshdesk.desk import Desk
from sandbox.freshdesk.errors import not_found
from sandbox.freshdesk.gate import this_desk
from sandbox.freshdesk.paging import answer, page_of
from sandbox.freshdesk.records import PRIORITY_NAMES, SOURCE_NAMES, STATUS_NAMES, TICKET_TYPES

blueprint = Blueprint("account", __name__)

_AREAS = {"Account": {"Login": ["Password", "One-time code"], "Profile": ["Name", "Address"]}, "Payments": {"Bank": []}}


@blueprint.get("/agents/me")
def me() -> Response:
    return jsonify(shapes.agent(this_desk().own_agent))


@blueprint.get("/agents")
def agents() -> Response:
    email = (request.args.get("email") or "").lower()
    found = [agent for agent in this_desk().agents.values() if not email or agent.email == email]
    shown, following = page_of(found)
    return answer([shapes.agent(one, listed=True) for one in shown], following)


@blueprint.get("/agents/<int:agent_id>")
def agent(agent_id: int) -> Response:
    found = this_desk().agents.get(agent_id)
    if found is None:
        raise not_found()
    return jsonify(shapes.agent(found))


@blueprint.get("/groups")
def groups() -> Response:
    shown, following = page_of(list(this_desk().groups.values()))
    return answer([shapes.group(one, listed=True) for one in shown], following)


@blueprint.get("/groups/<int:group_id>")
def group(group_id: int) -> Response:
    found = this_desk().groups.get(group_id)
    if found is None:
        raise not_found()
    return jsonify(shapes.group(found))


@blueprint.get("/ticket_fields")
def ticket_fields() -> Response:
    wanted = request.args.get("type")
    fields = _fields(this_desk())
    return jsonify([field for field in fields if wanted in (None, field["type"])])


def _fields(desk: Desk) -> list[dict[str, Any]]:
    """The fields of a ticket's form. ``choices`` comes in four shapes, as on real accounts."""
    statuses = {str(number): [name, _CUSTOMER_LABELS.get(number, name)] for number, name in STATUS_NAMES.items()}
    fields = [
        _field("requester", "Search a requester", "default_requester", True),
        _field("subject", "Subject", "default_subject", True),
        _field("ticket_type", "Type", "default_ticket_type", False, list(TICKET_TYPES)),
        _field("source", "Source", "default_source", False, {name: n for n, name in SOURCE_NAMES.items()}),
        _field("status", "Status", "default_status", True, statuses),
        _field("priority", "Priority", "default_priority", True, {name: n for n, name in PRIORITY_NAMES.items()}),
        _field("group", "Group", "default_group", False, {g.name: g.id for g in desk.groups.values()}),
        _field("agent", "Agent", "default_agent", False, {a.name: a.id for a in desk.agents.values()}),
        _field("description", "Description", "default_description", True),
    ]
    fields += [_field(name, _title(name), "custom_text", False) for name in desk.ticket_fields if name != "cf_area"]
    if "cf_area" in desk.ticket_fields:
        fields.append(_nested())
    return [field | {"required_for_closure": field["name"] in desk.required_to_close} for field in fields]


_CUSTOMER_LABELS = {
    2: "Being Processed",
    3: "Awaiting your Reply",
    4: "This ticket has been Resolved",
    5: "This ticket has been Closed",
    6: "Awaiting your Reply",
    7: "Being Processed",
}


def _nested() -> dict[str, Any]:
    parts = [{"name": "cf_part", "level": 2, "label": "Part"}, {"name": "cf_detail", "level": 3, "label": "Detail"}]
    return _field("cf_area", "Area", "nested_field", False, _AREAS) | {"nested_ticket_fields": parts}


def _title(name: str) -> str:
    return name.removeprefix("cf_").replace("_", " ").capitalize()


def _field(name: str, title: str, kind: str, required: bool, choices: object = None) -> dict[str, Any]:
    # Ids of fields aren't used by anybody; a number made from the name keeps them the same across restarts.
    number = 67_000_000_000 + sum(ord(letter) * (place + 1) for place, letter in enumerate(name))
    shown = {
        "id": number,
        "name": name,
        "label": title,
        "description": None,
        "type": kind,
        "default": kind.startswith("default_"),
        "required_for_agents": required,
        "required_for_closure": False,
        "required_for_customers": required,
        "customers_can_edit": True,
        "label_for_customers": title,
        "displayed_to_customers": True,
        "created_at": "2026-01-05T09:00:00Z",
        "updated_at": "2026-01-05T09:00:00Z",
    }
    return shown if choices is None else shown | {"choices": choices}
