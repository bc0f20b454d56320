"""Everything in a valid set of rules that is legal and surely not meant, by file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.types import SHARED, Template
from router.rulebook import customers, routing, sending
from router.rulebook.examples.usual import example_facts
from router.rulebook.known import Known
from router.rulebook.lint.conditions import about_conditions
from router.rulebook.lint.never import about_impossible_words
from router.rulebook.lint.order import about_examples, about_reach
from router.rulebook.lint.reach import about_lanes, about_searches, about_segments, about_templates
from router.rulebook.lint.remark import Remark
from router.rulebook.lint.texts import about_blanks, about_countries, about_forbidden_words
from router.rulebook.lint.walls import about_doubtful_customers, about_shared_walls, about_standard_replies
from router.rulebook.routing import RoutingAction
from router.rulebook.rule_list import Example
from router.rulebook.ruleset import SEGMENTS, RuleSet
from router.rulebook.sending import SendingAction
from router.types import LANES


def doubts(rules: RuleSet, templates: Sequence[Template] = ()) -> tuple[Remark, ...]:
    """What a lead should look at again. Nothing in it is certain to be a mistake, and all of it is certainly so."""
    found = (*_about_order(rules), *_about_what_is_left_out(rules, templates))
    return tuple(sorted(found, key=lambda remark: (remark.file, remark.line, remark.column, remark.message)))


def _about_order(rules: RuleSet) -> Iterator[Remark]:
    def known_of(example: Example) -> Known:
        return example_facts(example.facts, rules.usual, rules.segments)

    yield from about_conditions(routing.FILE, rules.routing.rules)
    yield from about_conditions(sending.FILE, rules.sending.rules)
    audiences = (SHARED, *rules.segments.names)
    yield from about_impossible_words(routing.FILE, rules.routing.rules, audiences)
    yield from about_impossible_words(sending.FILE, rules.sending.rules, audiences)
    yield from about_reach(routing.FILE, rules.routing.rules)
    yield from about_reach(sending.FILE, rules.sending.rules)
    yield from about_examples(routing.FILE, rules.routing.rules, known_of, _routed, _routed_how_far)
    yield from about_examples(sending.FILE, rules.sending.rules, known_of, _sent, _sent_how_far)


def _routed(action: RoutingAction) -> RoutingAction:
    return replace(action, tags=())


def _sent(action: SendingAction) -> SendingAction:
    return replace(action, tags=())


def _routed_how_far(action: RoutingAction) -> int:
    return 0 if action.decision == "hand over" else 1


def _sent_how_far(action: SendingAction) -> int:
    return LANES.index(action.step.lane) if action.step is not None else 0


def _about_what_is_left_out(rules: RuleSet, templates: Sequence[Template]) -> Iterator[Remark]:
    yield from about_templates(rules.routing, rules.segments, templates)
    yield from about_searches(rules.routing, rules.segments, templates)
    yield from about_standard_replies(rules.routing, rules.segments, templates)
    yield from about_shared_walls(rules.segments, rules.files.get(SEGMENTS, ""))
    yield from about_doubtful_customers(rules.customers, rules.files.get(customers.FILE, ""))
    yield from about_forbidden_words(rules.wording, templates)
    yield from about_blanks(rules.customers, templates)
    yield from about_countries(rules.wording, rules.customers)
    yield from about_lanes(rules.sending, rules.files.get(sending.FILE, ""))
    yield from about_segments(rules.sending, rules.segments, templates, rules.files.get(SEGMENTS, ""))
