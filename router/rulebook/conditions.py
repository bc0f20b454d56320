"""The ``when`` of a rule: checks of facts, joined by ``all``, ``any`` and ``not`` to any depth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from router.rulebook.complaints import Complaints, did_you_mean, one_of
from router.rulebook.facts import Fact, Value, fact_named
from router.rulebook.known import Known, folded
from router.rulebook.nodes import ListNode, MappingNode, Node, ScalarNode
from router.rulebook.operators import ALL_OPERATORS, EMPTY, SINGLE, compare, operators_of
from router.rulebook.shape import mapping_pairs, one_or_many, read_choice, read_items
from router.rulebook.values import Vocabulary, in_words, read_single
from router.types import ConditionTrace


@dataclass(frozen=True, slots=True)
class Check:
    """One fact, one operator. ``wanted`` is folded for comparing, ``said`` is how the file puts it."""

    fact: Fact
    operator: str
    wanted: tuple[Value, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Group:
    """``all``: every part holds; ``any``: at least one does; ``not``: its one part doesn't."""

    join: Literal["all", "any", "not"]
    parts: tuple[Condition, ...]


Condition = Check | Group


def holds(condition: Condition, known: Known) -> tuple[bool, tuple[ConditionTrace, ...]]:
    """Whether it holds, and the checks that settled it: looking stops where the answer is clear."""
    if isinstance(condition, Check):
        trace = _look(condition, known)
        return trace.held, (trace,)
    traces: list[ConditionTrace] = []
    stop_at = condition.join == "any"
    for part in condition.parts:
        held, looked = holds(part, known)
        traces.extend(looked)
        if held is stop_at:
            break
    else:
        held = not stop_at
    return held is not (condition.join == "not"), tuple(traces)


def _look(check: Check, known: Known) -> ConditionTrace:
    held, met = compare(check.fact.type, check.operator, known.folded(check.fact.name), check.wanted)
    read = in_words(met if isinstance(met, str) and check.fact.type == "text" else known.read(check.fact.name))
    return ConditionTrace(check.fact.name, check.operator, check.said, read, held)


@dataclass(frozen=True, slots=True)
class ConditionReader:
    """Reads conditions of one file. What can't be read becomes a complaint and is left out."""

    file: str
    vocabulary: Vocabulary
    complaints: Complaints

    def read(self, node: Node) -> Condition:
        """A mapping of facts and groups; several keys must all hold."""
        parts: list[Condition] = []
        for key, value in mapping_pairs(node, self.complaints, "a condition"):
            parts.extend(self._part(key, value))
        if isinstance(node, MappingNode) and not node.pairs:
            self.complaints.at(node, "a condition is missing here")
        return parts[0] if len(parts) == 1 else Group("all", tuple(parts))

    def _part(self, key: ScalarNode, value: Node) -> list[Condition]:
        if key.text == "not":
            return [Group("not", (self.read(value),))]
        if key.text in ("all", "any"):
            return [self._group("all" if key.text == "all" else "any", value)]
        fact = fact_named(key.text, self.file)
        if isinstance(fact, Fact):
            return self._checks(fact, value)
        group = "" if "did you mean" in fact else did_you_mean(key.text, ("all", "any", "not"))
        self.complaints.at(key, fact + group)
        return []

    def _group(self, join: Literal["all", "any"], node: Node) -> Group:
        items = read_items(node, self.complaints, join)
        if isinstance(node, ListNode) and not items:
            self.complaints.at(node, f'"{join}" is empty; list conditions under it or take it out')
        return Group(join, tuple(self.read(item) for item in items))

    def _checks(self, fact: Fact, node: Node) -> list[Condition]:
        pairs = mapping_pairs(node, self.complaints, f'the test of "{fact.name}"')
        checks = (self._check(fact, operator, value) for operator, value in pairs)
        return [check for check in checks if check is not None]

    def _check(self, fact: Fact, operator: ScalarNode, node: Node) -> Check | None:
        known = operators_of(fact.type)
        if operator.text not in known:
            self.complaints.at(operator, _no_such_operator(fact, operator.text, known))
            return None
        values = self._wanted(fact, operator.text, node)
        said = ", ".join(item.text for item in one_or_many(node) if isinstance(item, ScalarNode))
        return Check(fact, operator.text, tuple(folded(value) for value in values), said)

    def _wanted(self, fact: Fact, operator: str, node: Node) -> tuple[Value, ...]:
        if operator == EMPTY:
            return (read_choice(node, self.complaints, EMPTY, ("yes", "no")) == "yes",)
        items = one_or_many(node)
        if isinstance(node, ListNode) and operator in SINGLE and fact.type != "list":
            self.complaints.at(node, f'"{operator}" takes one value; for several write "is any of" or "is none of"')
        if not items:
            self.complaints.at(node, f'"{operator}" needs at least one value')
        whole = operator in ("is", "is not", "is any of", "is none of") or fact.type != "text"
        asked = fact if whole else Fact(fact.name, "text", fact.meaning)
        return tuple(read_single(asked, item, self.vocabulary, self.complaints) for item in items)


def _no_such_operator(fact: Fact, word: str, known: tuple[str, ...]) -> str:
    if word in ALL_OPERATORS:
        return (
            f'"{fact.name}" is {_article(fact.type)}, so "{word}" can\'t be asked; it can be asked with {one_of(known)}'
        )
    return f'unknown operator "{word}"{did_you_mean(word, known) or f"; it can be asked with {one_of(known)}"}'


def _article(kind: str) -> str:
    return kind if kind == "yes or no" else f"a {kind}"
