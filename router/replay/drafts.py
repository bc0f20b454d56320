"""Whether a route would lead to the recorded draft again, and how far another one could go."""

from __future__ import annotations

from collections.abc import Iterator

from router.replay.past import Past, PastRoute
from router.replay.ways import ways
from router.rulebook.known import Known
from router.rulebook.sending import Sending
from router.types import Lane, Route


def same_draft(past: Past, decided: Route) -> bool:
    """Whether the recorded draft, or that there was none, is what this route would lead to again."""
    before = past.route
    if before is None or before.decision != decided.decision:
        return False
    if decided.decision == "standard reply":
        return before.template == decided.template
    if set(before.search) != set(decided.search):
        return False
    unchanged = (before.only_templates, before.not_templates) == (decided.only_templates, decided.not_templates)
    return unchanged or _nothing_else_would_be_found(past, before, decided)


def _nothing_else_would_be_found(past: Past, before: PastRoute, decided: Route) -> bool:
    """Fewer templates are allowed than were, and all that were found are still among them."""
    found = [hit.template.id for hit in past.found.templates] if past.found else []
    stricter = set(before.not_templates) <= set(decided.not_templates)
    within = not before.only_templates or bool(
        decided.only_templates and set(decided.only_templates) <= set(before.only_templates)
    )
    return stricter and within and all(_allowed(one, decided) for one in found)


def _allowed(template: str, decided: Route) -> bool:
    only = decided.only_templates
    return template not in decided.not_templates and (not only or template in only)


def possible_lanes(rules: Sending, facts: Known, requester_id: int) -> Iterator[Lane]:
    """The lane of each rule of sending.yaml that might decide, down to the first that surely does."""
    for way in ways(rules.rules, rules.otherwise, facts):
        yield way.then.step.for_requester(way.rule, requester_id) if way.then.step else "note"
