"""The control endpoint for the desk itself: faults, bell, switches, limits, counts, webhook log, outbox, reset."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, current_app, jsonify

from sandbox.freshdesk import shapes
from sandbox.freshdesk.automation_api import these_automations
from sandbox.freshdesk.control import refused, sent
from sandbox.freshdesk.desk import Desk
from sandbox.freshdesk.faults import Fault
from sandbox.freshdesk.gate import this_desk
from sandbox.freshdesk.limits import PLANS, Plan

blueprint = Blueprint("control_panel", __name__, url_prefix="/sandbox")
blueprint.register_error_handler(ValueError, refused)


@blueprint.get("/control/faults")
def faults() -> Response:
    return jsonify(this_desk().faults.waiting())


@blueprint.post("/control/faults")
def add_fault() -> tuple[Response, int]:
    try:
        fault = Fault(**sent())
    except TypeError as wrong:
        known = ", ".join(Fault.__dataclass_fields__)
        raise ValueError(f"A fault takes {known}; fault must be there. ({wrong})") from wrong
    shown = asdict(fault)
    this_desk().faults.add(fault)
    return jsonify(shown), 201


@blueprint.delete("/control/faults")
def clear_faults() -> tuple[str, int]:
    this_desk().faults.clear()
    return "", 204


@blueprint.post("/control/bell")
def bell() -> tuple[Response, int]:
    body = sent()
    mode, count, seconds = str(body.get("mode", "")), int(body.get("count", 1)), float(body.get("seconds", 0))
    this_desk().faults.disturb_bell(mode, count, seconds)
    return jsonify(mode=mode, count=count, seconds=seconds), 201


@blueprint.route("/control/clock", methods=["GET", "PATCH"])
def clock() -> Response:
    """``ahead``: by how many seconds the desk's own time, its stamps and its Date header, run before ours."""
    time = this_desk().clock
    time.ahead = timedelta(seconds=float(sent().get("ahead", time.ahead.total_seconds())))
    return jsonify(ahead=time.ahead.total_seconds(), now=shapes.stamp(time.now()))


@blueprint.route("/control/switches", methods=["GET", "PATCH"])
def switches() -> Response:
    return jsonify(this_desk().switches.turn(sent()))


@blueprint.route("/control/limits", methods=["GET", "PATCH"])
def limits() -> Response:
    meter, body = this_desk().meter, sent()
    unknown = set(body) - {"plan", "per_minute", "inner", "other_apps"}
    if unknown or body.get("plan", "pro") not in PLANS:
        raise ValueError(f"Limits take plan ({', '.join(PLANS)}), per_minute, inner, other_apps.")
    if "plan" in body:
        meter.plan = PLANS[body["plan"]]
    if "per_minute" in body or "inner" in body:
        inner = {str(name): int(value) for name, value in body.get("inner", meter.plan.inner).items()}
        meter.plan = Plan(int(body.get("per_minute", meter.plan.per_minute)), inner)
    meter.other_apps = int(body.get("other_apps", meter.other_apps))
    return jsonify(asdict(meter.plan) | {"other_apps": meter.other_apps})


@blueprint.get("/control/credits")
def credits_used() -> Response:
    return jsonify(this_desk().meter.report())


@blueprint.delete("/control/credits")
def reset_credits() -> tuple[str, int]:
    this_desk().meter.clear()
    return "", 204


@blueprint.get("/control/webhooks")
def webhooks() -> Response:
    return jsonify([asdict(attempt) for attempt in these_automations().deliverer.log()])


@blueprint.delete("/control/webhooks")
def forget_webhooks() -> tuple[str, int]:
    """Empty the log, and forget the retries that wait."""
    these_automations().deliverer.clear()
    return "", 204


@blueprint.get("/control/tickets/<int:ticket_id>")
def ticket(ticket_id: int) -> tuple[Response, int]:
    """A ticket with its whole thread. Costs no credits and meets no faults."""
    desk = this_desk()
    if ticket_id not in desk.tickets:
        return jsonify(error=f"There is no ticket {ticket_id}."), 404
    return jsonify(_whole(desk, ticket_id)), 200


@blueprint.get("/control/tickets")
def tickets() -> Response:
    """Every ticket with its thread, whatever became of it."""
    desk = this_desk()
    return jsonify([_whole(desk, number) for number in desk.tickets])


@blueprint.get("/control/journal")
def journal() -> Response:
    """What was read of each thread and what was posted to it, in order."""
    return jsonify([asdict(line) for line in this_desk().journal.lines()])


@blueprint.get("/outbox")
def outbox() -> Response:
    """Mails that Freshdesk would have sent."""
    return jsonify([asdict(mail) | {"sent_at": shapes.stamp(mail.sent_at)} for mail in this_desk().outbox])


@blueprint.post("/control/reset")
def reset() -> tuple[str, int]:
    """Back to how the desk began: seed and rules read again, counts, faults and logs emptied."""
    current_app.extensions["refill"]()
    return "", 204


@blueprint.get("/healthz")
def healthz() -> str:
    return "ok"


def _whole(desk: Desk, ticket_id: int) -> dict[str, Any]:
    found = desk.tickets[ticket_id]
    shown = shapes.ticket(desk, found, ("requester", "stats"))
    return shown | {"conversations": [shapes.entry(desk, entry) for entry in found.entries]}
