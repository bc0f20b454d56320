"""Whether a rule applies: who did it, what happened, and how the ticket stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sandbox.freshdesk.desk import Desk
from sandbox.freshdesk.html import flat_text
from sandbox.freshdesk.records import Change, Performer, Ticket
from sandbox.freshdesk.rules import ANY, CREATION, NONE, Rule

# Rules name some fields otherwise than tickets do.
_FIELDS = {"ticket_type": "type", "group": "group_id", "agent": "responder_id", "tag_added": "tags"}


def triggering(rule: Rule, performer: Performer, changes: Sequence[Change]) -> Change | None:
    """The first change this rule waits for, None if there is none. Later ones are never told, as on real accounts."""
    created = any(change.field == "ticket_action" for change in changes)
    if rule.type == CREATION:
        return changes[0] if created else None
    if created or (rule.performers and performer.kind not in rule.performers):
        return None
    return next((change for change in changes if any(_is_event(event, change) for event in rule.events)), None)


def _is_event(event: Mapping[str, Any], change: Change) -> bool:
    name = str(event.get("field_name"))
    if name == "ticket_updated":
        return True
    if _FIELDS.get(name, name) != change.field:
        return False
    return _fits(event.get("from", ANY), change.old) and _fits(event.get("to", event.get("value", ANY)), change.new)


def _fits(wanted: Any, value: Any) -> bool:
    if wanted == ANY:
        return True
    if wanted == NONE:
        return value in (None, "", [])
    return str(wanted) == str(value) or (isinstance(value, list) and wanted in value)


def hold(rule: Rule, desk: Desk, ticket: Ticket) -> bool:
    """Whether the ticket meets the rule's sets of conditions, joined by ``and`` or ``or``."""
    results = [_set_holds(one, desk, ticket) for one in rule.conditions]
    if not results:
        return True
    return any(results) if " or " in f" {rule.operator.lower()} " else all(results)


def _set_holds(one: Mapping[str, Any], desk: Desk, ticket: Ticket) -> bool:
    results = [_property_holds(prop, desk, ticket) for prop in one.get("properties") or ()]
    return any(results) if one.get("match_type") == "any" else all(results)


def _property_holds(prop: Mapping[str, Any], desk: Desk, ticket: Ticket) -> bool:
    operator = str(prop.get("operator", "in")).replace(" ", "_")
    wanted = prop.get("value")
    values = [_plain(one) for one in (wanted if isinstance(wanted, list) else [wanted])]
    return _OPERATORS[operator](_read(str(prop.get("field_name")), desk, ticket), values)


def _read(name: str, desk: Desk, ticket: Ticket) -> list[str]:
    """The field's value or values, in lower case; empty when it is blank."""
    value: Any
    if name in ("description", "subject_or_description"):
        value = flat_text(ticket.description) + (f" {ticket.subject}" if name != "description" else "")
    elif name == "automatic":
        value = ticket.entries[-1].auto_response if ticket.entries else ticket.automatic
    elif name == "requester_email":
        value = getattr(desk.person(ticket.requester_id), "email", None)
    elif name.startswith("cf_"):
        value = ticket.custom_fields.get(name)
    else:
        value = getattr(ticket, _FIELDS.get(name, name), None)
    values = value if isinstance(value, list) else [value]
    return [_plain(one) for one in values if one not in (None, "")]


def _plain(value: Any) -> str:
    return str(value).strip().lower()


def _any(test: Callable[[str, str], bool]) -> Callable[[list[str], list[str]], bool]:
    return lambda read, wanted: any(test(one, other) for one in read for other in wanted)


def _none(test: Callable[[str, str], bool]) -> Callable[[list[str], list[str]], bool]:
    return lambda read, wanted: not _any(test)(read, wanted)


def _same(one: str, other: str) -> bool:
    return one == other


def _holds_text(one: str, other: str) -> bool:
    return other in one


_OPERATORS: dict[str, Callable[[list[str], list[str]], bool]] = {
    "in": _any(_same),
    "is": _any(_same),
    "not_in": _none(_same),
    "is_not": _none(_same),
    "contains": _any(_holds_text),
    "does_not_contain": _none(_holds_text),
    "starts_with": _any(str.startswith),
    "ends_with": _any(str.endswith),
    "greater_than": _any(lambda one, other: float(one) > float(other)),
    "less_than": _any(lambda one, other: float(one) < float(other)),
    "is_empty": lambda read, wanted: not read,
}
