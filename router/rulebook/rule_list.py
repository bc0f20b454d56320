"""The list of rules that ``routing.yaml`` and ``sending.yaml`` have in common, and how it is walked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

from router.rulebook.complaints import Complaints
from router.rulebook.condition_reader import ConditionReader
from router.rulebook.conditions import Check, Condition, Group, Looked, checks_of, traces
from router.rulebook.facts import Value
from router.rulebook.known import Known
from router.rulebook.yaml.nodes import Node
from router.rulebook.yaml.shape import Fields, unique
from router.types import RuleTrace

OTHERWISE = "otherwise"
BUILT_IN = "built in"

ExampleKind = Literal["match", "no match", "known gap"]


class Action(Protocol):
    """The ``then`` of a rule. One that doesn't decide only adds tags, and the walk goes on."""

    @property
    def decides(self) -> bool: ...

    @property
    def tags(self) -> tuple[str, ...]: ...


A = TypeVar("A", bound=Action)


@dataclass(frozen=True, slots=True)
class Example:
    """One line of a rule's ``examples``: facts that aren't mentioned come from the usual ones."""

    kind: ExampleKind
    facts: Mapping[str, Value]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Rule(Generic[A]):
    id: str
    title: str
    owner: str
    when: Condition
    then: A
    trial: bool
    examples: tuple[Example, ...]
    line: int
    column: int


def facts_in(rules: Iterable[Rule[A]]) -> frozenset[str]:
    """The names of the facts that these rules ask about."""
    return frozenset(check.fact.name for rule in rules for check in checks_of(rule.when))


@dataclass(frozen=True, slots=True)
class Walk(Generic[A]):
    """Where a walk ended. ``rule`` is None when no rule decided; ``added`` are the tags of rules that only add tags.

    ``looked_at`` are the rules from the first to the one that decided, whether each held, and how many of the checks in
    ``looked`` had been looked at after it.
    """

    rule: Rule[A] | None
    added: tuple[str, ...]
    looked_at: tuple[tuple[Rule[A], bool, int], ...]
    looked: Looked = field(repr=False, compare=False)
    known: Known = field(repr=False, compare=False)

    @property
    def trace(self) -> tuple[RuleTrace, ...]:
        """Each rule that was looked at with the conditions that settled it, put in words when somebody asks."""
        told = traces(self.looked, self.known)
        begins = (0, *(end for _, _, end in self.looked_at))
        return tuple(
            RuleTrace(rule.id, rule.title, _outcome(rule, held), told[begin:end])
            for begin, (rule, held, end) in zip(begins, self.looked_at, strict=False)
        )

    def outcome(self, rule_id: str) -> str:
        """What became of a rule, empty when it wasn't reached."""
        return next((_outcome(rule, held) for rule, held, _ in self.looked_at if rule.id == rule_id), "")


class _Forgetful(list[tuple[Check, bool, Value]]):
    """Keeps nothing of what was looked at."""

    def append(self, looked: tuple[Check, bool, Value]) -> None:
        pass


def walk(rules: Sequence[Rule[A]], known: Known, *, told: bool = True) -> Walk[A]:
    """Top to bottom; the first rule that decides ends it; tags of the rules before it that held are added up.

    Not to be ``told``, a walk keeps only the rules that held: that is all that many walks through many rules need.
    """
    added: list[str] = []
    looked: Looked = [] if told else _Forgetful()
    looked_at: list[tuple[Rule[A], bool, int]] = []
    for rule in rules:
        held = rule.when.holds(known, looked)
        if told or held:
            looked_at.append((rule, held, len(looked)))
        if not held or rule.trial:
            continue
        if rule.then.decides:
            return Walk(rule, unique(added), tuple(looked_at), looked, known)
        added.extend(rule.then.tags)
    return Walk(None, unique(added), tuple(looked_at), looked, known)


def _outcome(rule: Rule[A], held: bool) -> Literal["decided", "would have decided", "added tags", "did not apply"]:
    if not held:
        return "did not apply"
    if rule.trial:
        return "would have decided"
    return "decided" if rule.then.decides else "added tags"


ReadAction = Callable[[Node], A]
ReadExample = Callable[[Node], "Example | None"]


@dataclass(frozen=True, slots=True)
class RuleListReader(Generic[A]):
    """Reads the ``rules`` of one file; ``read_action`` and ``read_example`` read what differs by file.

    ``nothing`` stands in where a rule has no ``then``.
    """

    conditions: ConditionReader
    read_action: ReadAction[A]
    read_example: ReadExample
    nothing: A
    complaints: Complaints

    def read(self, nodes: Sequence[Node]) -> tuple[Rule[A], ...]:
        rules = tuple(self._rule(node) for node in nodes)
        self._refuse_same_ids(rules)
        return rules

    def _rule(self, node: Node) -> Rule[A]:
        needed, possible = ("id", "title", "owner", "when", "then"), ("trial", "examples")
        fields = Fields(node, self.complaints, "a rule", needed, possible)
        when, then = fields.get("when"), fields.get("then")
        examples = (self.read_example(item) for item in fields.items("examples"))
        return Rule(
            id=self._id(fields),
            title=fields.text("title"),
            owner=fields.text("owner"),
            when=self.conditions.read(when) if when is not None else Group("any", ()),
            then=self.read_action(then) if then is not None else self.nothing,
            trial=fields.yes("trial"),
            examples=tuple(example for example in examples if example is not None),
            line=node.line,
            column=node.column,
        )

    def _id(self, fields: Fields) -> str:
        text, node = fields.plain_id(), fields.get("id")
        if node is not None and text == OTHERWISE:
            self.complaints.at(node, f'"{OTHERWISE}" can\'t be the id of a rule')
        return text

    def _refuse_same_ids(self, rules: Sequence[Rule[A]]) -> None:
        first: dict[str, Rule[A]] = {}
        for rule in rules:
            before = first.setdefault(rule.id, rule)
            if before is not rule and rule.id:
                self.complaints.at(rule, f'the id "{rule.id}" is taken by the rule in line {before.line}')
