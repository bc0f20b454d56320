"""Automation rules: kept in the form of Freshdesk's own automations API, read from YAML or from the API."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.freshdesk.seed import SeedError, read_yaml

CREATION, UPDATES = 1, 4
ANY, NONE = "--", ""
PERFORMERS = {1: ("agent",), 2: ("requester",), 3: ("agent", "requester"), 4: ("system",)}
PERFORMER_WORDS = {"agent": 1, "requester": 2, "agent or requester": 3, "system": 4}
_KEYS = {"name", "position", "active", "performer", "events", "conditions", "operator", "actions", "type"}

OPERATORS = (
    "in",
    "is",
    "not_in",
    "is_not",
    "contains",
    "does_not_contain",
    "starts_with",
    "ends_with",
    "greater_than",
    "less_than",
    "is_empty",
)
ACTIONS = ("trigger_webhook", "add_tag", "responder_id", "status", "priority", "ticket_type", "group_id")

REOPEN: dict[str, Any] = {
    "name": "Reopen when the customer replies",
    "performer": {"type": 2},
    "events": [{"field_name": "reply_sent"}],
    "conditions": [
        {
            "name": "condition_set_1",
            "match_type": "all",
            "properties": [
                {"field_name": "status", "operator": "in", "value": [4, 5]},
                {"field_name": "automatic", "operator": "is", "value": False},
            ],
        }
    ],
    "actions": [{"field_name": "status", "value": 2}],
}
FIRST_RESPONDER: dict[str, Any] = {
    "name": "Assign to the agent who answers first",
    "active": False,
    "performer": {"type": 1},
    "events": [{"field_name": "reply_sent"}],
    "conditions": [
        {
            "name": "condition_set_1",
            "match_type": "all",
            "properties": [{"field_name": "responder_id", "operator": "is_empty"}],
        }
    ],
    "actions": [{"field_name": "responder_id", "value": "event_performing_agent"}],
}


class RuleError(ValueError):
    """A rule that can't be read. The words say what is wrong."""


@dataclass(frozen=True)
class Rule:
    """``type`` is 1 for ticket creation, 4 for ticket updates. ``performers`` is empty when anybody will do."""

    id: int
    type: int
    name: str
    position: int
    active: bool
    performers: tuple[str, ...]
    events: tuple[Mapping[str, Any], ...]
    conditions: tuple[Mapping[str, Any], ...]
    operator: str
    actions: tuple[Mapping[str, Any], ...]
    sent: Mapping[str, Any]


class RuleShelf:
    """The rules of an account, by type and position."""

    def __init__(self) -> None:
        self._ids = itertools.count(67_000_500_001)
        self._rules: dict[int, Rule] = {}

    def of_type(self, kind: int) -> list[Rule]:
        return sorted((r for r in self._rules.values() if r.type == kind), key=lambda rule: (rule.position, rule.id))

    def get(self, kind: int, rule_id: int) -> Rule | None:
        rule = self._rules.get(rule_id)
        return rule if rule and rule.type == kind else None

    def put(self, kind: int, sent: Mapping[str, Any], rule_id: int | None = None) -> Rule:
        """Add a rule, or replace one. Raises :class:`RuleError`."""
        position = len(self.of_type(kind)) + 1
        number = rule_id if rule_id is not None else next(self._ids)
        rule = read_rule(kind, sent, number, position)
        self._rules[number] = rule
        return rule

    def remove(self, rule_id: int) -> None:
        del self._rules[rule_id]

    def restock(self, source: Path | Mapping[str, Any] | None) -> None:
        """The stock rules, then those of a file: ``rules:`` is a list, each with its ``type``. Raises SeedError."""
        self._rules.clear()
        self.put(UPDATES, REOPEN)
        self.put(UPDATES, FIRST_RESPONDER)
        where = str(source) if isinstance(source, Path) else "rules"
        content = (read_yaml(source) if isinstance(source, Path) else source) or {}
        listed = content.get("rules") if isinstance(content, Mapping) else None
        if content and not isinstance(listed, list):
            raise SeedError(f"{where}: expected a list under `rules:`.")
        for number, one in enumerate(listed or [], start=1):
            try:
                self.put(int(one["type"]), one)
            except (RuleError, KeyError, TypeError, ValueError) as fault:
                raise SeedError(f"{where}: rule {number}: {fault or 'type is missing'}") from fault


def read_rule(kind: int, sent: Mapping[str, Any], number: int, position: int) -> Rule:
    """A rule as sent. Raises :class:`RuleError` for what no rule may hold."""
    unknown = sorted(set(sent) - _KEYS)
    if unknown:
        raise RuleError(f"unknown {', '.join(unknown)}; known are {', '.join(sorted(_KEYS))}")
    if kind not in (CREATION, UPDATES):
        raise RuleError(f"type {kind} can't be run here; 1 is ticket creation, 4 is ticket updates")
    if not sent.get("name") or not sent.get("actions"):
        raise RuleError("a rule needs a name and actions")
    if kind == UPDATES and not sent.get("events"):
        raise RuleError("a rule for ticket updates needs events")
    _check_parts(sent)
    return Rule(
        id=number,
        type=kind,
        name=str(sent["name"]),
        position=int(sent.get("position") or position),
        active=bool(sent.get("active", True)),
        performers=_performers(sent.get("performer")),
        events=tuple(sent.get("events") or ()),
        conditions=tuple(sent.get("conditions") or ()),
        operator=str(sent.get("operator") or "and"),
        actions=tuple(sent["actions"]),
        sent=dict(sent),
    )


def _check_parts(sent: Mapping[str, Any]) -> None:
    for one in sent.get("conditions") or ():
        for prop in one.get("properties") or ():
            _known(str(prop.get("operator", "in")).replace(" ", "_"), OPERATORS, "operator")
    for action in sent["actions"]:
        name = _known(str(action.get("field_name")), ACTIONS, "action")
        if name == "trigger_webhook" and not action.get("url"):
            raise RuleError("trigger_webhook needs a url")


def _known(name: str, names: tuple[str, ...], what: str) -> str:
    if name not in names:
        raise RuleError(f'{what} "{name}" is unknown; known are {", ".join(names)}')
    return name


def _performers(sent: Any) -> tuple[str, ...]:
    """By number as the API has it, or by word."""
    if sent is None:
        return ()
    kind = sent.get("type") if isinstance(sent, Mapping) else sent
    kind = PERFORMER_WORDS.get(str(kind).lower(), kind)
    if kind not in PERFORMERS:
        raise RuleError(f"performer {kind!r} is unknown; 1 agent, 2 requester, 3 agent or requester, 4 system")
    return PERFORMERS[kind]
