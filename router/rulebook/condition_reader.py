"""Reads the ``when`` of a rule into conditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from router.rulebook.complaints import Complaints, did_you_mean, one_of
from router.rulebook.conditions import Check, Condition, Group, check_of, joined
from router.rulebook.facts import COLUMN, Fact, FactType, Value, fact_named
from router.rulebook.operators import ALL_OPERATORS, EMPTY, MATCHES, SINGLE, WHOLE, operators_of
from router.rulebook.patterns import PatternRefused, compiled
from router.rulebook.values import Vocabulary, read_single
from router.rulebook.words import shorten
from router.rulebook.yaml.lines import glued_key
from router.rulebook.yaml.nodes import ListNode, MappingNode, Node, ScalarNode
from router.rulebook.yaml.shape import (
    as_written,
    mapping_pairs,
    one_or_many,
    read_choice,
    read_items,
    read_text,
    refuse_comma_list,
)

_CASE = "case"
_GROUPS = {"or": "any", "either": "any", "and": "all", "both": "all", "none": "not", "nor": "not"}


@dataclass(frozen=True, slots=True)
class ConditionReader:
    """Reads conditions of one file. What can't be read becomes a complaint and is left out."""

    file: str
    vocabulary: Vocabulary
    complaints: Complaints

    def read(self, node: Node) -> Condition:
        """A mapping of facts and groups; several keys must all hold."""
        parts: list[Condition] = []
        if form := _no_condition(node):
            self.complaints.at(node, form)
            return joined("all", parts)
        for key, value in mapping_pairs(node, self.complaints, "a condition"):
            parts.extend(self._part(key, value))
        if isinstance(node, MappingNode) and not node.pairs:
            self.complaints.at(node, "a condition is missing here")
        return joined("all", parts)

    def _part(self, key: ScalarNode, value: Node) -> list[Condition]:
        if key.text == "not":
            return [Group("not", (self.read(value),))]
        if key.text in ("all", "any"):
            return [self._group("all" if key.text == "all" else "any", value)]
        fact = fact_named(key.text, self.file, self.vocabulary.columns)
        if isinstance(fact, Fact):
            return self._checks(fact, value)
        if form := self._operator_in_name(key.text, value):
            self.complaints.at(key, form)
            return []
        group = "" if "did you mean" in fact else did_you_mean(key.text, ("all", "any", "not"))
        self.complaints.at(key, _no_fact(key.text) or fact + group)
        return []

    def _operator_in_name(self, name: str, value: Node) -> str:
        """The right form where somebody wrote ``message contains`` as one word, else nothing."""
        for operator in sorted(ALL_OPERATORS, key=len, reverse=True):
            fact = name.removesuffix(operator)[:-1]
            if name in (f"{fact} {operator}", f"{fact}.{operator}") and isinstance(
                fact_named(fact, self.file, self.vocabulary.columns), Fact
            ):
                return f'"{name}" isn\'t a fact; write {fact}: {{{operator}: {as_written(value) or "..."}}}'
        return ""

    def _group(self, join: Literal["all", "any"], node: Node) -> Condition:
        items = read_items(node, self.complaints, join)
        if isinstance(node, ListNode) and not items:
            self.complaints.at(node, f'"{join}" is empty; list conditions under it or take it out')
        return joined(join, [self.read(item) for item in items])

    def _checks(self, fact: Fact, node: Node) -> list[Condition]:
        if self.vocabulary.columns is None and fact.name.startswith(COLUMN):
            return []  # nobody knows of what type it is while customers.yaml can't be read
        usual = _usual(fact, node)
        pairs = mapping_pairs(node, self.complaints, f'the test of "{fact.name}"', usual)
        if isinstance(node, MappingNode) and not pairs:
            self.complaints.at(node, f'the test of "{fact.name}" is missing here')
        tests = [(operator, value) for operator, value in pairs if operator.text != _CASE]
        cases = [(key, value) for key, value in pairs if key.text == _CASE]
        exact = bool(cases) and self._exact(fact, *cases[0], beside_a_test=bool(tests))
        checks = (self._check(fact, operator, value, exact) for operator, value in tests)
        return [check for check in checks if check is not None]

    def _exact(self, fact: Fact, key: ScalarNode, value: Node, *, beside_a_test: bool) -> bool:
        """``case: exact`` beside the operators of a text."""
        if fact.type != "text":
            self.complaints.at(key, f'"{_CASE}" is for texts, and "{fact.name}" is {_kind(fact.type)}')
        elif not beside_a_test:
            self.complaints.at(key, f'"{_CASE}" says how to compare; say beside it what with, such as contains')
        return read_choice(value, self.complaints, _CASE, ("exact",)) == "exact"

    def _check(self, fact: Fact, operator: ScalarNode, node: Node, exact: bool) -> Check | None:
        known = operators_of(fact.type)
        if operator.text not in known:
            self.complaints.at(operator, _no_such_operator(fact, operator.text, known))
            return None
        values = self._wanted(fact, operator.text, node, exact)
        said = ", ".join(item.text for item in one_or_many(node) if isinstance(item, ScalarNode))
        return check_of(fact, operator.text, values, said, operator, exact=exact)

    def _wanted(self, fact: Fact, operator: str, node: Node, exact: bool) -> tuple[Value, ...]:
        if operator == EMPTY:
            return (read_choice(node, self.complaints, EMPTY, ("yes", "no")) == "yes",)
        items = one_or_many(node)
        if operator not in (*SINGLE, MATCHES) and refuse_comma_list(node, self.complaints):
            return ()
        if isinstance(node, ListNode) and operator in SINGLE and fact.type != "list":
            self.complaints.at(node, f'"{operator}" takes one value{_for_several(fact, operator)}')
        if not items:
            self.complaints.at(node, f'"{operator}" needs at least one value')
        if operator == MATCHES:
            return tuple(self._pattern(item, exact) for item in items)
        asked = fact if operator in WHOLE or fact.type != "text" else Fact(fact.name, "text", fact.meaning)
        return tuple(read_single(asked, item, self.vocabulary, self.complaints) for item in items)

    def _pattern(self, node: Node, exact: bool) -> str | None:
        pattern = read_text(node, self.complaints, MATCHES)
        try:
            if pattern:
                compiled(pattern, exact=exact)
        except PatternRefused as refused:
            self.complaints.at(node, f'the pattern "{shorten(pattern)}" can\'t be used: {refused}')
            return None
        return pattern or None


def _no_condition(node: Node) -> str:
    """What to write where a list or a sentence stands in the place of a condition, else nothing."""
    if isinstance(node, ListNode):
        return 'conditions in a list stand below "all:" (each must hold) or "any:" (one is enough)'
    if isinstance(node, ScalarNode) and node.text and not glued_key(node.text):
        return f'"{shorten(node.text)}" is no condition; write it as in message: {{contains: fee}}'
    return ""


def _no_fact(word: str) -> str:
    """What to write where a word of another kind stands in the place of a fact, else nothing."""
    if word in ALL_OPERATORS:
        return f'"{word}" stands behind a fact, as in message: {{{word}: ...}}'
    group = _GROUPS.get(word.casefold())
    return f'"{word}" is written "{group}", with the conditions in a list below it' if group else ""


def _usual(fact: Fact, node: Node) -> str:
    """The operator that was surely meant where only a value stands."""
    if fact.type == "text" and not fact.choices:
        return "contains"
    several = isinstance(node, ListNode) and "is any of" in operators_of(fact.type)
    return next(word for word in ("is any of" if several else "is", "greater than") if word in operators_of(fact.type))


def _for_several(fact: Fact, operator: str) -> str:
    several = operator in WHOLE and "is any of" in operators_of(fact.type)
    return '; for several write "is any of" or "is none of"' if several else ""


def _no_such_operator(fact: Fact, word: str, known: tuple[str, ...]) -> str:
    if word in ALL_OPERATORS:
        kind = _kind(fact.type)
        return f'"{fact.name}" is {kind}, so "{word}" can\'t be asked; it can be asked with {one_of(known)}'
    hint = did_you_mean(word, (*known, _CASE)) or f"; it can be asked with {one_of(known)}"
    return f'unknown operator "{word}"{hint}'


def _kind(kind: FactType) -> str:
    return kind if kind == "yes or no" else f"a {kind}"
