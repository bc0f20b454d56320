"""The rules as they were looked at, put in words: a tree of conditions with yes and no before each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from router.rulebook.explained import Branch, ExplainedRule, Leaf, Tree
from router.rulebook.words import shorten
from router.types import ConditionTrace

_JOINS = {"all": "all of these", "any": "at least one of these", "not": "not this"}
_HELD = {"decided": "it decides", "would have decided": "on trial: it would decide", "added tags": "it adds its tags"}


def in_words(rules: Sequence[ExplainedRule]) -> Iterator[str]:
    """Each rule with its conditions; those that were not reached in one line, unless they were looked at too."""
    for rule in rules:
        if rule.tree is not None:
            yield f"{_mark(rule.tree)}  {rule.rule} (line {rule.line}): {rule.title} – {_outcome(rule)}"
            yield from (f"    {line}" for line in _tree(rule.tree, 1))
    left = [rule.rule for rule in rules if rule.tree is None]
    if left:
        yield f"–    not reached, because it was decided before: {', '.join(left)} (--all looks at them too)"


def _outcome(rule: ExplainedRule) -> str:
    if rule.outcome != "not reached":
        return _HELD.get(rule.outcome, "it doesn't apply")
    applies = "it would apply" if rule.tree is not None and rule.tree.held else "it wouldn't apply either"
    return f"not reached; {applies}"


def _tree(tree: Tree, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(tree, Leaf):
        yield f"{_mark(tree)}{indent}{_condition(tree.condition)}"
        return
    yield f"{_mark(tree)}{indent}{_JOINS[tree.join]}"
    for part in tree.parts:
        yield from _tree(part, depth + 1)


def _mark(tree: Tree) -> str:
    return "yes" if tree.held else "no "


def _condition(condition: ConditionTrace) -> str:
    read = f"it read: {condition.read}" if condition.known else "not known, so it counts as empty"
    return f"{condition.fact} {condition.operator} {shorten(condition.wanted)} – {read}"


def as_json(rules: Sequence[ExplainedRule]) -> list[dict[str, object]]:
    return [
        {
            "rule": rule.rule,
            "title": rule.title,
            "line": rule.line,
            "trial": rule.trial,
            "outcome": rule.outcome,
            "conditions": _nested(rule.tree) if rule.tree is not None else None,
        }
        for rule in rules
    ]


def _nested(tree: Tree) -> dict[str, object]:
    if isinstance(tree, Branch):
        return {"join": tree.join, "held": tree.held, "parts": [_nested(part) for part in tree.parts]}
    return {**asdict(tree.condition), "line": tree.line}
