"""Scenarios in ``tests/*.yaml``: facts or a whole mail, and what must become of them, from the customer to the lane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from router.rulebook.calendar import read_local_time
from router.rulebook.complaints import Complaints
from router.rulebook.customer_examples import PLACES, CustomerExample, read_places
from router.rulebook.examples.expectations import Expectation, ExpectationReader
from router.rulebook.examples.reading import ExampleReader
from router.rulebook.facts import BY_NAME, CUSTOM_FIELD, SENDING, Value
from router.rulebook.segments import Segments
from router.rulebook.values import Vocabulary
from router.rulebook.yaml.nodes import MappingNode, Node, ScalarNode
from router.rulebook.yaml.shape import Fields, mapping_pairs

_DRAFTED = "sending.yaml"
_BESIDE_A_MAIL = frozenset(
    {
        *(f"ticket.{name}" for name in ("type", "source", "priority", "status", "tags", "group")),
        *(f"ticket.{name}" for name in ("freshdesk product", "attachments")),
        *(f"customer.{name}" for name in ("open tickets", "tickets in 30 days", "time since last")),
        *(fact.name for fact in BY_NAME.values() if fact.files == SENDING and fact.name != "route.rule"),
    }
)
"""What a mail doesn't say of itself, so that it may be given with one."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as a customer wrote it: plain text, quoted lines and all."""

    sender: str
    subject: str
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """``facts`` are as in examples; with a ``mail``, only what it can't say. ``customer`` is what the places say.

    ``at`` is a time on our clock, in no zone yet (it reads as UTC); None: some moment in business hours.
    """

    id: str
    title: str
    file: str
    facts: Mapping[str, Value]
    mail: Mail | None
    customer: CustomerExample
    expect: tuple[Expectation, ...]
    at: datetime | None = None
    known_gap: bool = False
    line: int = 1
    column: int = 1


def read_scenarios(
    node: Node, file: str, vocabulary: Vocabulary, segments: Segments, complaints: Complaints
) -> tuple[Scenario, ...]:
    """The scenarios of one file of ``tests/``."""
    fields = Fields(node, complaints, file, ("scenarios",))
    reader = _Reader(file, vocabulary, segments.names, complaints)
    scenarios = tuple(reader.read(item) for item in fields.items("scenarios"))
    first: dict[str, Scenario] = {}
    for one in scenarios:
        before = first.setdefault(one.id, one)
        if before is not one and one.id:
            complaints.at(one, f'the id "{one.id}" is taken by the scenario in line {before.line}')
    return scenarios


def read_case(node: Node, file: str, vocabulary: Vocabulary, segments: Segments, complaints: Complaints) -> Scenario:
    """Something to be tried, nothing expected of it: facts as in an example, or ``given`` and ``mail`` as here."""
    reader = _Reader(file, vocabulary, segments.names, complaints)
    keys = {key.text for key, _ in node.pairs} if isinstance(node, MappingNode) else set()
    if keys & {"given", "mail"}:
        return reader.read(node, needed=())
    facts = _under("message", node) if isinstance(node, ScalarNode) else node
    return reader.read(_under("given", facts), needed=())


def _under(key: str, node: Node) -> MappingNode:
    return MappingNode(((ScalarNode(key, node.line, node.column), node),), node.line, node.column)


@dataclass(frozen=True, slots=True)
class _Reader:
    file: str
    vocabulary: Vocabulary
    products: tuple[str, ...]
    complaints: Complaints

    def read(self, node: Node, needed: tuple[str, ...] = ("id", "expect")) -> Scenario:
        known = ("id", "expect", "title", "given", "mail", *PLACES, "at", "known gap")
        fields = Fields(node, self.complaints, "a scenario", needed, known)
        mail, at, expect = fields.get("mail"), fields.get("at"), fields.get("expect")
        facts = self._facts(fields.get("given"), with_mail=mail is not None)
        if not facts and mail is None:
            self.complaints.at(node, 'a scenario needs "given" (facts, as in examples) or a "mail"')
        expectations = ExpectationReader(self.vocabulary, self.products, self.complaints)
        return Scenario(
            id=fields.text("id"),
            title=fields.text("title"),
            file=self.file,
            facts=facts,
            mail=self._mail(mail) if mail is not None else None,
            customer=self._places(fields, node, with_mail=mail is not None),
            expect=expectations.read(expect) if expect is not None else (),
            at=read_local_time(at, UTC, self.complaints) if at is not None else None,
            known_gap=fields.yes("known gap"),
            line=node.line,
            column=node.column,
        )

    def _facts(self, node: Node | None, *, with_mail: bool) -> Mapping[str, Value]:
        if node is None:
            return {}
        for key, _ in mapping_pairs(node, Complaints(self.file), '"given"') if with_mail else ():
            if key.text in BY_NAME and key.text not in _BESIDE_A_MAIL and not key.text.startswith(CUSTOM_FIELD):
                self.complaints.at(key, f'"{key.text}" follows from the mail, so it can\'t be given beside one')
        return ExampleReader(_DRAFTED, self.vocabulary, self.complaints).read_facts(node, '"given"')

    def _mail(self, node: Node) -> Mail:
        fields = Fields(node, self.complaints, '"mail"', ("from", "text"), ("name", "subject"))
        return Mail(fields.text("from"), fields.text("subject"), fields.text("text"), fields.text("name"))

    def _places(self, fields: Fields, node: Node, *, with_mail: bool) -> CustomerExample:
        for place in PLACES:
            where = fields.get(place)
            if where is not None and not with_mail:
                self.complaints.at(
                    where, f'"{place}" is asked for the sender of a mail; beside facts say customer.kind'
                )
        return read_places(fields, node, self.complaints)
