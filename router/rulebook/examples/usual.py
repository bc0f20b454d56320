"""``tests/usual.yaml``: what an example takes for granted, and the facts that follow from the others."""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.types import SHARED
from router.rulebook.complaints import Complaints
from router.rulebook.examples.reading import ExampleReader
from router.rulebook.fact_values import facts_of_text, not_held
from router.rulebook.facts import Value
from router.rulebook.known import Known
from router.rulebook.segments import Segments
from router.rulebook.values import Vocabulary
from router.rulebook.yaml.nodes import Node
from router.rulebook.yaml.shape import Fields

FILE = "tests/usual.yaml"


def read_usual(node: Node, vocabulary: Vocabulary, complaints: Complaints) -> Mapping[str, Value]:
    """The usual facts. Facts of the draft may stand here too."""
    fields = Fields(node, complaints, FILE, ("facts",))
    facts = fields.get("facts")
    if facts is None:
        return {}
    return ExampleReader("sending.yaml", vocabulary, complaints).read_facts(facts, '"facts"')


def example_facts(facts: Mapping[str, Value], usual: Mapping[str, Value], segments: Segments) -> Known:
    """All facts of an example: its own, then what follows from them, then the usual ones."""
    given = {**usual, **facts}
    subject, message = _text(given, "ticket.subject"), _text(given, "message")
    of_text = facts_of_text(subject, message)
    named = given.get("message.products named", segments.products_named(str(of_text["message"])))
    derived: dict[str, Value] = {
        **of_text,
        "message.newest": message,
        "message.products named": named,
        "message.products not held": not_held(_items(named), _may_see(given, segments)),
    }
    return Known({**derived, **given, "message": of_text["message"]})


def _may_see(given: Mapping[str, Value], segments: Segments) -> tuple[str, ...]:
    existing = given.get("customer.kind") == "existing"
    return segments.may_see(_items(given.get("customer.products"))) if existing else (SHARED,)


def _text(given: Mapping[str, Value], name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) else ""


def _items(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
