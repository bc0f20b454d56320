"""``routing.yaml``: what is done with a ticket."""

from __future__ import annotations

from dataclasses import dataclass

from router.rulebook.complaints import Complaints, did_you_mean, one_of
from router.rulebook.condition_reader import ConditionReader
from router.rulebook.examples.reading import ExampleReader
from router.rulebook.facts import PRIORITIES, STATUSES
from router.rulebook.rule_list import Rule, RuleListReader
from router.rulebook.values import Vocabulary
from router.rulebook.yaml.nodes import MappingNode, Node
from router.rulebook.yaml.shape import Fields, read_choice, read_text, read_texts, unique
from router.types import Decision, HandOver

FILE = "routing.yaml"
DECISIONS: tuple[Decision, ...] = ("ignore", "hand over", "standard reply", "retrieve")
ALL_THEY_MAY_SEE, ONLY_SHARED = "what the customer may see", "shared"
_ADD_TAGS = "add tags"
_NOBODY = HandOver()


@dataclass(frozen=True, slots=True)
class RoutingAction:
    """What a rule does. ``decision`` is None for a rule that only adds tags."""

    decision: Decision | None = None
    reason: str = ""
    template: str = ""
    hand_over: HandOver = _NOBODY
    only_shared: bool = False
    only_templates: tuple[str, ...] = ()
    not_templates: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def decides(self) -> bool:
        return self.decision is not None


@dataclass(frozen=True, slots=True)
class Routing:
    rules: tuple[Rule[RoutingAction], ...] = ()
    otherwise: RoutingAction = RoutingAction("retrieve")


def read_routing(node: Node, vocabulary: Vocabulary, complaints: Complaints) -> Routing:
    fields = Fields(node, complaints, FILE, ("otherwise",), ("rules",))
    actions = _ActionReader(vocabulary, complaints)
    reader = RuleListReader(
        ConditionReader(FILE, vocabulary, complaints),
        actions.read,
        ExampleReader(FILE, vocabulary, complaints).read,
        RoutingAction(),
        complaints,
    )
    otherwise = fields.get("otherwise")
    last = actions.read(otherwise) if otherwise is not None else RoutingAction("retrieve")
    if otherwise is not None and isinstance(otherwise, MappingNode) and not last.decides:
        complaints.at(otherwise, f'"otherwise" must decide: {one_of(DECISIONS)}')
    return Routing(reader.read(fields.items("rules")), last)


@dataclass(frozen=True, slots=True)
class _ActionReader:
    vocabulary: Vocabulary
    complaints: Complaints

    def read(self, node: Node) -> RoutingAction:
        """The ``then`` of a rule: at most one decision, and tags."""
        fields = Fields(node, self.complaints, '"then"', (), (*DECISIONS, _ADD_TAGS))
        tags = unique(fields.texts(_ADD_TAGS))
        decisions = [decision for decision in DECISIONS if decision in fields]
        if len(decisions) > 1:
            self.complaints.at(node, f"a rule decides one thing, but this one says {' and '.join(decisions)}")
        if not decisions and not tags and isinstance(node, MappingNode):
            self.complaints.at(node, f'"then" does nothing; it needs {one_of((*DECISIONS, _ADD_TAGS))}')
        value = fields.get(decisions[0]) if decisions else None
        return self._decided(decisions[0], value, tags) if value is not None else RoutingAction(tags=tags)

    def _decided(self, decision: Decision, node: Node, tags: tuple[str, ...]) -> RoutingAction:
        if decision == "ignore":
            return RoutingAction("ignore", reason=read_text(node, self.complaints, "ignore"), tags=tags)
        if decision == "hand over":
            return RoutingAction("hand over", hand_over=self._hand_over(node), tags=tags)
        if decision == "standard reply":
            fields = Fields(node, self.complaints, '"standard reply"', ("template",), usual="template")
            templates = self._templates(fields.get("template"))
            return RoutingAction("standard reply", template=templates[0] if templates else "", tags=tags)
        return self._retrieve(node, tags)

    def _hand_over(self, node: Node) -> HandOver:
        possible = ("group", "agent", "priority", "status", "note")
        fields = Fields(node, self.complaints, '"hand over"', (), possible, usual="group")
        status = fields.text("status")
        where = fields.get("status")
        if where is not None and not status.isdecimal():
            status = read_choice(where, self.complaints, "status", tuple(STATUSES.values()))
        priority = fields.choice("priority", tuple(PRIORITIES.values()), "")
        return HandOver(fields.text("group"), fields.text("agent"), priority, status, fields.text("note"))

    def _retrieve(self, node: Node, tags: tuple[str, ...]) -> RoutingAction:
        fields = Fields(
            node, self.complaints, '"retrieve"', (), ("from", "only templates", "not templates"), usual="from"
        )
        source = fields.choice("from", (ALL_THEY_MAY_SEE, ONLY_SHARED), ALL_THEY_MAY_SEE)
        return RoutingAction(
            "retrieve",
            only_shared=source == ONLY_SHARED,
            only_templates=self._templates(fields.get("only templates")),
            not_templates=self._templates(fields.get("not templates")),
            tags=tags,
        )

    def _templates(self, node: Node | None) -> tuple[str, ...]:
        if node is None:
            return ()
        names, known = read_texts(node, self.complaints, "template"), self.vocabulary.templates
        for name in names:
            if known is not None and name and name not in known:
                self.complaints.at(node, f'there is no template "{name}"{did_you_mean(name, known)}')
        return names
