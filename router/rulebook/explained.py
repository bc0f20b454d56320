"""Why a rule decided and the others did not: each rule in its order, each condition with what it read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from router.rulebook.conditions import Check, Condition, look
from router.rulebook.known import Known
from router.rulebook.rule_list import A, Rule, walk
from router.types import ConditionTrace

Outcome = Literal["decided", "would have decided", "added tags", "did not apply", "not reached"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A condition, what it read, and its verdict."""

    condition: ConditionTrace
    line: int

    @property
    def held(self) -> bool:
        return self.condition.held


@dataclass(frozen=True, slots=True)
class Branch:
    """``all``, ``any`` or ``not`` of what stands below it, and its verdict. Every part is looked at."""

    join: Literal["all", "any", "not"]
    parts: tuple[Tree, ...]
    held: bool


Tree = Leaf | Branch


@dataclass(frozen=True, slots=True)
class ExplainedRule:
    """``tree`` is None for a rule that wasn't looked at, because another had decided before it.

    A rule that was not reached and looked at nevertheless has a tree: whether it would have applied.
    """

    rule: str
    title: str
    line: int
    trial: bool
    outcome: Outcome
    tree: Tree | None


def explain(
    rules: Sequence[Rule[A]], known: Known, *, reached: bool = True, everything: bool = False
) -> tuple[ExplainedRule, ...]:
    """All rules in their order.

    With ``everything`` those after the one that decided are looked at too; not ``reached``: it was decided before any
    rule was asked.
    """
    outcomes = _outcomes(rules, known) if reached else {}
    return tuple(_explained(rules, known, outcomes, everything=everything))


def _outcomes(rules: Sequence[Rule[A]], known: Known) -> dict[str, Outcome]:
    return {trace.rule: trace.outcome for trace in walk(rules, known).trace}


def _explained(
    rules: Sequence[Rule[A]], known: Known, outcomes: Mapping[str, Outcome], *, everything: bool
) -> Iterator[ExplainedRule]:
    for rule in rules:
        outcome = outcomes.get(rule.id, "not reached")
        tree = tree_of(rule.when, known) if everything or outcome != "not reached" else None
        yield ExplainedRule(rule.id, rule.title, rule.line, rule.trial, outcome, tree)


def tree_of(condition: Condition, known: Known) -> Tree:
    """The condition with every verdict, also of the parts that settled nothing."""
    if isinstance(condition, Check):
        check, trace = look(condition, known)[0]
        return Leaf(trace, check.line)
    parts = tuple(tree_of(part, known) for part in condition.parts)
    held = any(part.held for part in parts) if condition.join == "any" else all(part.held for part in parts)
    return Branch(condition.join, parts, held is not (condition.join == "not"))
