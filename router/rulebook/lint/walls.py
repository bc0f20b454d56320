"""What takes down the wall between products, or promises to send what the wall keeps back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from retrieval.types import SHARED, Template
from router.rulebook.complaints import one_of
from router.rulebook.conditions import check_of
from router.rulebook.customers import FILE as CUSTOMERS
from router.rulebook.customers import CustomerRules
from router.rulebook.facts import BY_NAME
from router.rulebook.lint.logic import implies
from router.rulebook.lint.remark import Remark, key_in
from router.rulebook.routing import FILE as ROUTING
from router.rulebook.routing import Routing
from router.rulebook.segments import Segments
from router.rulebook.yaml.nodes import ScalarNode

_SEGMENTS = "segments.yaml"
_NOWHERE = ScalarNode("", 1, 1)


def about_shared_walls(segments: Segments, text: str) -> Iterator[Remark]:
    """Products whose holders may each be told what is for the other."""
    for one, two in combinations(segments.segments, 2):
        if two.name in one.may_see and one.name in two.may_see:
            line, column = key_in(text, "segments", one.name)
            message = (
                f"holders of {one.name} are told what is written for {two.name}, and the other way round: nothing "
                f'keeps the two apart; look at their "may see"'
            )
            yield Remark(_SEGMENTS, line, column, "warning", message)


def about_doubtful_customers(customers: CustomerRules, text: str) -> Iterator[Remark]:
    """Replies to people of whom nobody is sure."""
    for key, lane in (("if the proof is weak", customers.weak_lane), ("if unknown", customers.unknown_lane)):
        if lane == "reply":
            line, column = key_in(text, key)
            message = "whoever types another's phone number into a form would get replies without a person; write note"
            if key == "if unknown":
                message = "nobody knows who gets these replies, and no person reads them first; write note"
            yield Remark(CUSTOMERS, line, column, "warning", message)


def about_standard_replies(routing: Routing, segments: Segments, templates: Sequence[Template]) -> Iterator[Remark]:
    """Rules that would send a product's template to customers who may not see it."""
    audiences = {template.id: template.audience for template in templates}
    for rule in (one for one in routing.rules if one.then.decision == "standard reply"):
        audience = audiences.get(rule.then.template, SHARED)
        holders = tuple(name for name in segments.names if audience in segments.may_see((name,)))
        if audience == SHARED or not holders:
            continue
        held = check_of(BY_NAME["customer.products"], "is any of", holders, "", _NOWHERE)
        if not implies(rule.when, held):
            message = (
                f'"{rule.then.template}" is written for {audience}, and this rule takes others too, who never get it; '
                f"ask for customer.products, which must hold {one_of(holders)}"
            )
            yield Remark(ROUTING, rule.line, rule.column, "warning", message, rule.id)
