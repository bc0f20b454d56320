"""Runs the rules when something happens. What rules do starts no further rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.freshdesk import ticketing
from sandbox.freshdesk.conditions import hold, triggering
from sandbox.freshdesk.desk import Desk
from sandbox.freshdesk.placeholders import advanced_body, simple_body, values
from sandbox.freshdesk.records import Change, Mail, Performer, Ticket
from sandbox.freshdesk.rules import CREATION, UPDATES, Rule, RuleShelf
from sandbox.freshdesk.webhooks import Call, Deliverer, call_of

_SETS = {"status": "status", "priority": "priority", "ticket_type": "type", "group_id": "group_id"}


class Automations:
    """Listens to a desk. ``base_url`` is what ticket addresses in webhooks begin with."""

    def __init__(self, desk: Desk, fast_clock: float = 1.0) -> None:
        self.shelf = RuleShelf()
        self.base_url = "http://127.0.0.1"
        self._desk = desk
        self.deliverer = Deliverer(fast_clock, self._tell_admins)
        desk.listeners.append(self.hear)

    def hear(self, ticket: Ticket, performer: Performer, changes: Sequence[Change]) -> None:
        for kind in (CREATION, UPDATES):
            for rule in self.shelf.of_type(kind):
                change = triggering(rule, performer, changes) if rule.active else None
                if change is not None and hold(rule, self._desk, ticket):
                    self._act(rule, ticket, performer, change)

    def _act(self, rule: Rule, ticket: Ticket, performer: Performer, change: Change) -> None:
        for action in rule.actions:
            name, value = str(action.get("field_name")), action.get("value")
            if name == "trigger_webhook":
                self._ring(rule, action, ticket, change)
            elif name == "add_tag":
                added = value if isinstance(value, list) else [value]
                ticketing.apply(self._desk, ticket, {"tags": list(dict.fromkeys([*ticket.tags, *map(str, added)]))})
            elif name == "responder_id":
                ticketing.apply(self._desk, ticket, {"responder_id": self._agent(value, performer)})
            elif name in _SETS:
                ticketing.apply(self._desk, ticket, {_SETS[name]: self._group(value) if name == "group_id" else value})

    def _agent(self, value: Any, performer: Performer) -> int | None:
        return performer.id if value == "event_performing_agent" else value

    def _group(self, value: Any) -> int | None:
        """A group by id or by name."""
        found = self._desk.group_named(value) if isinstance(value, str) else self._desk.groups.get(value)
        return found.id if found else None

    def _ring(self, rule: Rule, action: Mapping[str, Any], ticket: Ticket, change: Change) -> None:
        found = values(self._desk, ticket, change, self.base_url)
        content = action.get("content") or {}
        escape = self._desk.switches.escape_json
        if str(content.get("content_layout", 1)) in ("2", "advanced"):
            body = advanced_body(content.get("content") or "", found, escape=escape)
        else:
            body = simple_body(content.get("content"), found, escape=escape)
        self.deliverer.ring(call_of(dict(action), rule.name, ticket.id, body), self._desk.faults.next_bell())

    def _tell_admins(self, call: Call) -> None:
        """The mail Freshdesk sends to the account's admins when all retries failed."""
        words = f"<div>The webhook of rule {call.rule} to {call.url} failed for ticket {call.ticket_id}.</div>"
        desk = self._desk
        mail = Mail(("admins",), (), (), desk.account.mailbox, "Webhook failed", words, call.ticket_id, desk.now())
        with desk.lock:
            desk.outbox.append(mail)
