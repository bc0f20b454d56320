"""Conditions that sort nothing out: always true, never true, or true more often than their words say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from router.rulebook.conditions import Check, Condition, checks_of
from router.rulebook.lint.logic import always, never, possible
from router.rulebook.lint.remark import Remark, place_of, told
from router.rulebook.operators import OPPOSITES
from router.rulebook.rule_list import A, Rule

SHORT = 3
"""A text of so few letters stands inside many words."""


def about_conditions(file: str, rules: Sequence[Rule[A]]) -> Iterator[Remark]:
    for rule in rules:
        yield from _settled(file, rule)
        for check in checks_of(rule.when):
            yield from _too_short(file, rule, check)


def _settled(file: str, rule: Rule[A]) -> Iterator[Remark]:
    for condition, holds in _settled_parts(rule.when):
        line, column = place_of(condition)
        message = f"{_says(condition, holds=holds)}{_consequence(rule)}"
        yield Remark(file, line, column, "warning", message, rule.id)


def _settled_parts(condition: Condition) -> list[tuple[Condition, bool]]:
    """The smallest parts that hold for every ticket, or for none."""
    parts = () if isinstance(condition, Check) else condition.parts
    below = [settled for part in parts for settled in _settled_parts(part)]
    if below:
        return below
    if never(condition):
        return [(condition, False)]
    return [(condition, True)] if always(condition) else []


def _says(condition: Condition, *, holds: bool) -> str:
    if isinstance(condition, Check):
        return f"{told(condition)} {'always holds; take it out' if holds else 'can never hold'}"
    for one, two in combinations(condition.parts, 2):
        if not possible([(one, holds is False), (two, holds is False)]):
            return (
                f"{told(one)} or {told(two)} always holds"
                if holds
                else f"{told(one)} and {told(two)} exclude each other"
            )
    return f"these conditions {'always hold' if holds else 'can never hold'}: {told(condition)}"


def _consequence(rule: Rule[A]) -> str:
    if never(rule.when):
        return "; so the rule never applies"
    return '; so the rule applies to every ticket, which is what "otherwise" is for' if always(rule.when) else ""


def _too_short(file: str, rule: Rule[A], check: Check) -> Iterator[Remark]:
    if OPPOSITES.get(check.operator, check.operator) != "contains" or check.fact.type != "text":
        return
    words = [word for word in check.wanted if isinstance(word, str) and _is_short(word)]
    if words:
        quoted = ", ".join(f'"{word}"' for word in words)
        instead = '"contains word"' if check.operator == "contains" else '"not" around "contains word"'
        message = f'"{check.operator}" finds {quoted} inside longer words too; {instead} finds whole words only'
        yield Remark(file, check.line, check.column, "warning", message, rule.id)


def _is_short(word: str) -> bool:
    return len(word) <= SHORT and any(letter.isalnum() for letter in word)
