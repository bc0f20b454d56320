"""What rules leave out: templates that nothing leads to, products whose customers never get a reply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval.types import SHARED, Template
from router.rulebook.conditions import Condition, check_of
from router.rulebook.facts import BY_NAME, Value
from router.rulebook.lint.logic import possible
from router.rulebook.lint.remark import Remark, key_in
from router.rulebook.routing import FILE as ROUTING
from router.rulebook.routing import Routing, RoutingAction
from router.rulebook.segments import Segments
from router.rulebook.sending import FILE as SENDING
from router.rulebook.sending import Sending
from router.rulebook.yaml.nodes import ScalarNode

_NOWHERE = ScalarNode("", 1, 1)


def about_templates(routing: Routing, segments: Segments, templates: Sequence[Template]) -> Iterator[Remark]:
    """Templates that no search can find and no rule names. A rule on trial may still become one that does."""
    actions = [*(rule.then for rule in routing.rules), routing.otherwise]
    audiences = _searched(segments)
    for template in templates:
        if not any(_leads_to(action, template, audiences) for action in actions):
            why = "every search leaves it out" if template.audience in audiences else "nobody's search may see it"
            message = (
                f'no rule and no product leads to the template "{template.id}": {why}, and no standard reply is it'
            )
            yield Remark(template.path, 1, 1, "warning", message)


def _searched(segments: Segments) -> frozenset[str]:
    """The audiences that some customer's search can look at."""
    lines = segments.when_named
    if {lines.held, lines.not_held, lines.none} == {"search shared"}:
        return frozenset({SHARED})
    return frozenset(segments.may_see(segments.names))


def _leads_to(action: RoutingAction, template: Template, audiences: frozenset[str]) -> bool:
    if action.decision == "standard reply":
        return action.template == template.id
    return action.decision == "retrieve" and _can_find(action, template, audiences)


def _can_find(action: RoutingAction, template: Template, audiences: frozenset[str]) -> bool:
    wanted = not action.only_templates or template.id in action.only_templates
    seen = template.audience == SHARED or (template.audience in audiences and not action.only_shared)
    return wanted and seen and template.id not in action.not_templates


def about_searches(routing: Routing, segments: Segments, templates: Sequence[Template]) -> Iterator[Remark]:
    """Rules that search only among templates of which they can find none."""
    audiences = _searched(segments)
    for rule in routing.rules:
        named = rule.then.only_templates
        if named and templates and not any(_can_find(rule.then, template, audiences) for template in templates):
            message = (
                'this rule can find none of its "only templates": it leaves them out, or searches where they are not'
            )
            yield Remark(ROUTING, rule.line, rule.column, "warning", message, rule.id)


def about_lanes(sending: Sending, text: str) -> Iterator[Remark]:
    """Lanes that are written down and never reached."""
    if sending.highest_lane != "reply":
        line, column = key_in(text, "highest lane")
        message = f'"highest lane" is {sending.highest_lane}, so no rule sends a reply, whatever its lane says'
        yield Remark(SENDING, line, column, "information", message)
    for rule in sending.rules:
        if rule.then.step is not None and rule.then.step.share == 0:
            message = f'"reply 0%" replies to nobody; write "lane: {rule.then.step.others}"'
            yield Remark(SENDING, rule.line, rule.column, "warning", message, rule.id)


def about_segments(sending: Sending, segments: Segments, templates: Sequence[Template], text: str) -> Iterator[Remark]:
    """Products that no rule can reply about. Not told one by one where nothing is sent at all."""
    if sending.highest_lane != "reply" or not templates:
        return
    for name in segments.names:
        drafts = [_draft(template.id, name) for template in templates if template.audience == name]
        if not any(_can_reply(sending, draft) for draft in (*drafts, _draft("", name))):
            line, column = key_in(text, "segments", name)
            message = f'no rule of {SENDING} can reply with what is written for "{name}" only'
            yield Remark("segments.yaml", line, column, "warning", message)


def _draft(template: str, audience: str) -> tuple[Condition, ...]:
    """What is known of a draft from this template (empty: from passages alone) that could be sent."""
    carried = _asked("draft.template", "is", template) if template else _asked("draft.template", "is empty", True)
    sound = _asked("draft.grounding", "is any of", "template", "documented")
    return (carried, _asked("draft.audience", "is", audience), sound)


def _asked(fact: str, operator: str, *wanted: Value) -> Condition:
    return check_of(BY_NAME[fact], operator, wanted, "", _NOWHERE)


def _can_reply(sending: Sending, draft: Sequence[Condition]) -> bool:
    wishes = [(condition, True) for condition in draft]
    before: list[Condition] = []
    for rule in (rule for rule in sending.rules if rule.then.step is not None and not rule.trial):
        step = rule.then.step
        if step is not None and step.lane == "reply" and step.share:
            here = [*wishes, (rule.when, True)]
            if possible(here) and all(possible([*here, (other, False)]) for other in before):
                return True
        before.append(rule.when)
    last = sending.otherwise.step
    return last is not None and last.lane == "reply"
