"""The rules as they were looked at, put in words: a tree of conditions with yes and no before each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from router.commands.rules.options import count
from router.rulebook.explained import Branch, ExplainedRule, Leaf, Tree
from router.types import ConditionTrace

_JOINS = {"all": "all of these", "any": "at least one of these", "not": "not this"}
_HELD = {"decided": "it decides", "would have decided": "on trial: it would decide", "added tags": "it adds its tags"}


def in_words(rules: Sequence[ExplainedRule], message: str = "") -> Iterator[str]:
    """Each rule with all its conditions. ``message`` stands above already, so that it isn't told again."""
    for rule in rules:
        if rule.tree is not None:
            yield _rule(rule, rule.tree)
            yield from (f"    {line}" for line in _tree(rule.tree, 1, message))
    left = [rule.rule for rule in rules if rule.tree is None]
    if left:
        yield f"–    not reached, because it was decided before: {', '.join(left)}"


def in_short(rules: Sequence[ExplainedRule], passed_over: int, message: str = "") -> Iterator[str]:
    """The rules that held, with the conditions that held; the others are counted."""
    for rule in rules:
        if rule.outcome in _HELD and rule.tree is not None:
            yield _rule(rule, rule.tree)
            yield from (f"    {line}" for line in _tree(_that_held(rule.tree), 1, message))
    if others := _others(rules, passed_over):
        yield f"{others}: --all shows them"


def _others(rules: Sequence[ExplainedRule], passed_over: int) -> str:
    """Such as ``47 rules before it didn't apply, 3 after it were not reached``."""
    failed = sum(rule.outcome == "did not apply" for rule in rules)
    left = sum(rule.outcome == "not reached" for rule in rules)
    decided = any(rule.outcome == "decided" for rule in rules)
    counts = (
        (failed, f"{'before it ' if decided else ''}didn't apply"),
        (left, f"{'after it ' if decided else ''}{'was' if left == 1 else 'were'} not reached"),
        (passed_over, f"{'is' if passed_over == 1 else 'are'} not for a machine's message"),
    )
    return ", ".join(f"{count(number, 'rule')} {says}" for number, says in counts if number)


def _that_held(tree: Tree) -> Tree:
    """Without the conditions that settled nothing; below a ``not`` each of them counts."""
    if isinstance(tree, Leaf) or tree.join == "not":
        return tree
    return replace(tree, parts=tuple(_that_held(part) for part in tree.parts if part.held))


def _rule(rule: ExplainedRule, tree: Tree) -> str:
    return f"{_mark(tree)}  {rule.rule} (line {rule.line}): {rule.title} – {_outcome(rule)}"


def _outcome(rule: ExplainedRule) -> str:
    if rule.outcome != "not reached":
        return _HELD.get(rule.outcome, "it doesn't apply")
    applies = "it would apply" if rule.tree is not None and rule.tree.held else "it wouldn't apply either"
    return f"not reached; {applies}"


def _tree(tree: Tree, depth: int, message: str) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(tree, Leaf):
        yield f"{_mark(tree)}{indent}{_condition(tree.condition, message)}"
        return
    yield f"{_mark(tree)}{indent}{_JOINS[tree.join]}"
    for part in tree.parts:
        yield from _tree(part, depth + 1, message)


def _mark(tree: Tree) -> str:
    return "yes" if tree.held else "no "


def _condition(condition: ConditionTrace, message: str) -> str:
    shown = "the message" if _repeats(condition.read, message) else condition.read
    read = f"it read: {shown}" if condition.known else "not known, so it counts as empty"
    return f"{condition.fact} {condition.operator} {condition.wanted} – {read}"


def _repeats(read: str, message: str) -> bool:
    """Whether no more was read than what stands above: all of it, or how it begins."""
    return read == message or (read.endswith("…") and message.startswith(read[:-1]))


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
