"""Which rules a message is held against: a machine's only against those that ask whether a machine sent it."""

from __future__ import annotations

from collections.abc import Sequence

from router.rulebook.conditions import checks_of
from router.rulebook.known import Known
from router.rulebook.routing import RoutingAction
from router.rulebook.rule_list import A, Action, Rule, Walk, walk

ABOUT_ROBOTS = "message.robot"
FOR_MACHINES = ("ignore", "hand over")
"""All that is ever done with a machine's message."""


def asked_walk(rules: Sequence[Rule[A]], known: Known, *, told: bool = True) -> Walk[A]:
    """The walk over the rules that are asked about this message."""
    return walk(rules_asked(rules, known), known, told=told)


def rules_asked(rules: Sequence[Rule[A]], known: Known) -> Sequence[Rule[A]]:
    return [rule for rule in rules if asks_about_robots(rule)] if known.read(ABOUT_ROBOTS) else rules


def asks_about_robots(rule: Rule[A]) -> bool:
    return any(check.fact.name == ABOUT_ROBOTS for check in checks_of(rule.when))


def answers_a_machine(action: Action, known: Known) -> bool:
    """Whether a machine would be written to by this. It is ignored instead, whatever the rule says."""
    left_to_people = isinstance(action, RoutingAction) and action.decision in FOR_MACHINES
    return bool(known.read(ABOUT_ROBOTS)) and not left_to_people
