"""Examples inside rules: read with the rules, run against the whole file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from router.rulebook.complaints import Complaints
from router.rulebook.facts import Fact, Value, fact_named
from router.rulebook.rule_list import Example, ExampleKind
from router.rulebook.values import Vocabulary, read_fact_value
from router.rulebook.yaml.nodes import Node, ScalarNode
from router.rulebook.yaml.shape import mapping_pairs, read_text, single_pair

_KINDS: tuple[ExampleKind, ...] = get_args(ExampleKind)


@dataclass(frozen=True, slots=True)
class ExampleReader:
    """Reads the examples of one file, and the usual facts."""

    file: str
    vocabulary: Vocabulary
    complaints: Complaints

    def read(self, node: Node) -> Example | None:
        """``match``, ``no match`` or ``known gap`` with a message or with facts."""
        pair = single_pair(node, self.complaints, "an example")
        if pair is None:
            return None
        key, value = pair
        kind = next((kind for kind in _KINDS if kind == key.text), None)
        if kind is None:
            self.complaints.at(key, f'an example is "match", "no match" or "known gap", not "{key.text}"')
            return None
        return Example(kind, self._facts(value), node.line, node.column)

    def _facts(self, node: Node) -> dict[str, Value]:
        if isinstance(node, ScalarNode):
            return {"message": read_text(node, self.complaints, "message")}
        return self.read_facts(node, "an example")

    def read_facts(self, node: Node, what: str) -> dict[str, Value]:
        facts: dict[str, Value] = {}
        for key, value in mapping_pairs(node, self.complaints, what):
            fact = fact_named(key.text, self.file, self.vocabulary.columns)
            if isinstance(fact, Fact):
                facts[fact.name] = self.read_value(fact, value)
            else:
                self.complaints.at(key, fact)
        return facts

    def read_value(self, fact: Fact, node: Node) -> Value:
        return read_fact_value(fact, node, self.vocabulary, self.complaints)
