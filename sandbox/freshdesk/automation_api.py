"""Automation rules over the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, current_app, jsonify

from sandbox.freshdesk.automations import Automations
from sandbox.freshdesk.checks import sent_json
from sandbox.freshdesk.errors import FieldError, invalid, not_found
from sandbox.freshdesk.rules import CREATION, UPDATES, Rule, RuleError

blueprint = Blueprint("automation_api", __name__)
_HIDDEN = ("api_key", "auth_header", "custom_headers")


def these_automations() -> Automations:
    found = current_app.extensions["automations"]
    if not isinstance(found, Automations):
        raise TypeError("The application was built without automations.")
    return found


@blueprint.get("/automations/<int:kind>/rules")
def index(kind: int) -> Response:
    return jsonify([_shown(rule) for rule in these_automations().shelf.of_type(_known(kind))])


@blueprint.get("/automations/<int:kind>/rules/<int:rule_id>")
def view(kind: int, rule_id: int) -> Response:
    return jsonify(_shown(_found(kind, rule_id)))


@blueprint.post("/automations/<int:kind>/rules")
def create(kind: int) -> tuple[Response, int]:
    return jsonify(_shown(_put(_known(kind), sent_json(), None))), 201


@blueprint.put("/automations/<int:kind>/rules/<int:rule_id>")
def update(kind: int, rule_id: int) -> Response:
    """Partial: what isn't sent stays."""
    rule = _found(kind, rule_id)
    return jsonify(_shown(_put(kind, {**rule.sent, **sent_json()}, rule_id)))


@blueprint.delete("/automations/<int:kind>/rules/<int:rule_id>")
def delete(kind: int, rule_id: int) -> tuple[str, int]:
    these_automations().shelf.remove(_found(kind, rule_id).id)
    return "", 204


def _known(kind: int) -> int:
    if kind not in (CREATION, UPDATES):
        raise not_found()
    return kind


def _found(kind: int, rule_id: int) -> Rule:
    rule = these_automations().shelf.get(_known(kind), rule_id)
    if rule is None:
        raise not_found()
    return rule


def _put(kind: int, sent: Mapping[str, Any], rule_id: int | None) -> Rule:
    try:
        return these_automations().shelf.put(kind, sent, rule_id)
    except RuleError as fault:
        raise invalid(FieldError("rule", str(fault), "invalid_value")) from fault


def _shown(rule: Rule) -> dict[str, Any]:
    """The rule as sent, without its secrets."""
    actions = [{key: value for key, value in action.items() if key not in _HIDDEN} for action in rule.actions]
    kept = {key: value for key, value in rule.sent.items() if key != "type"}
    return kept | {
        "id": rule.id,
        "position": rule.position,
        "active": rule.active,
        "actions": actions,
        "meta": {"cascading_rules": True},
    }
