"""The ``expect`` of a scenario: what must come out for the customer, the message, the route and the lane."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from retrieval.types import SHARED
from router.rulebook.complaints import Complaints, Placed, did_you_mean, guessed, one_of
from router.rulebook.customer_examples import read_expected
from router.rulebook.examples.reading import ExampleReader
from router.rulebook.facts import BY_NAME, Value
from router.rulebook.routing import DECISIONS
from router.rulebook.values import Vocabulary, in_words
from router.rulebook.yaml.nodes import Node
from router.rulebook.yaml.shape import Fields, mapping_pairs, read_choices, read_texts
from router.types import LANES

NO_DRAFT = "no draft"
PARTS = ("customer", "message", "route", "lane")
_ROUTE = ("rule", "decision", "template", "search", "tags", "group", "agent", "priority", "status")
_LANE = ("rule", "lane", "says", "tags")
_SHARE = re.compile(r"reply [0-9]{1,3}%", re.ASCII)
_MESSAGE = "message."


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that must come out, such as the route's rule. No words: nothing may stand there."""

    part: str
    key: str
    wanted: tuple[str, ...]
    line: int = field(default=1, compare=False)
    column: int = field(default=1, compare=False)

    @property
    def name(self) -> str:
        return f"{self.part}, {self.key}"


def _expected(part: str, key: str, wanted: tuple[str, ...], where: Placed) -> Expectation:
    return Expectation(part, key, wanted, where.line, where.column)


def words_of(value: Value) -> tuple[str, ...]:
    """A fact's value as the words that an expectation is compared with."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, str):
        return (" ".join(value.split()),) if value.strip() else ()
    return () if value is None else (in_words(value),)


@dataclass(frozen=True, slots=True)
class ExpectationReader:
    """Reads the ``expect`` of one scenario."""

    vocabulary: Vocabulary
    products: tuple[str, ...]
    complaints: Complaints

    def read(self, node: Node) -> tuple[Expectation, ...]:
        parts = Fields(node, self.complaints, '"expect"', (), PARTS)
        read = {"customer": self._customer, "message": self._message, "route": self._route, "lane": self._lane}
        found = [one for part in PARTS if (value := parts.get(part)) is not None for one in read[part](value)]
        if not found and not mapping_pairs(node, Complaints(""), ""):
            self.complaints.at(node, f'"expect" is empty; it says what must become of {one_of(PARTS)}')
        return tuple(found)

    def _customer(self, node: Node) -> Iterator[Expectation]:
        places = {key.text: value for key, value in mapping_pairs(node, Complaints(""), "")}
        for key, wanted in read_expected(node, self.products, self.complaints).items():
            yield _expected("customer", key, wanted, places[key])

    def _message(self, node: Node) -> Iterator[Expectation]:
        """The facts of the message, without ``message.`` before each."""
        known = tuple(name.removeprefix(_MESSAGE) for name in BY_NAME if name.startswith(_MESSAGE))
        fields = Fields(node, self.complaints, '"message"', (), known)
        reader = ExampleReader("routing.yaml", self.vocabulary, self.complaints)
        for key in known:
            value = fields.get(key)
            if value is not None:
                read = reader.read_value(BY_NAME[f"{_MESSAGE}{key}"], value)
                yield _expected("message", key, words_of(read), value)

    def _route(self, node: Node) -> Iterator[Expectation]:
        choices: dict[str, Collection[str] | None] = {
            "rule": self.vocabulary.routes,
            "decision": DECISIONS,
            "template": self.vocabulary.templates,
            "search": (SHARED, *self.products),
        }
        fields = Fields(node, self.complaints, '"route"', (), _ROUTE)
        yield from self._words("route", fields, _ROUTE, choices)

    def _lane(self, node: Node) -> Iterator[Expectation]:
        fields = Fields(node, self.complaints, '"lane"', (), _LANE)
        yield from self._words("lane", fields, ("rule", "tags"), {"rule": self.vocabulary.senders})
        for key in ("lane", "says"):
            if (value := fields.get(key)) is not None:
                yield _expected("lane", key, self._a_lane(value), value)

    def _words(
        self, part: str, fields: Fields, keys: Collection[str], choices: dict[str, Collection[str] | None]
    ) -> Iterator[Expectation]:
        for key in keys:
            value, words = fields.get(key), choices.get(key)
            if value is not None:
                yield _expected(part, key, self._listed(value, key, words), value)

    def _listed(self, value: Node, key: str, words: Collection[str] | None) -> tuple[str, ...]:
        if words is None:
            return read_texts(value, self.complaints, key)
        return read_choices(value, self.complaints, key, words)

    def _a_lane(self, node: Node) -> tuple[str, ...]:
        lanes = (*LANES, NO_DRAFT)
        said = tuple(text.replace(" %", "%") for text in read_texts(node, self.complaints, "lane"))
        for text in said:
            if text and text not in lanes and not _SHARE.fullmatch(text):
                hint = guessed(did_you_mean(text, lanes), f"it is {one_of((*lanes, 'reply 10%'))}")
                self.complaints.at(node, f'"{text}" isn\'t a lane{hint}')
        return said
