"""``tests/freshdesk.yaml``: the groups and agents there are in Freshdesk, so that rules name no others.

The file is optional. It is written down once, so that nothing has to be asked online when rules are checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from router.rulebook.complaints import Complaints, did_you_mean, guessed
from router.rulebook.words import fold
from router.rulebook.yaml.nodes import ListNode, MappingNode, Node, ScalarNode
from router.rulebook.yaml.reader import read_yaml
from router.rulebook.yaml.shape import Fields, one_or_many

FILE = "tests/freshdesk.yaml"
_GROUP_FACT = "ticket.group"
_WHOLE = ("is", "is not", "is any of", "is none of")


@dataclass(frozen=True, slots=True)
class Desk:
    """The names in Freshdesk. None: not written down, so any name is taken."""

    groups: tuple[str, ...] | None = None
    agents: tuple[str, ...] | None = None


def refuse_strangers(trees: Mapping[str, Node | None], complaints: Mapping[str, Complaints]) -> None:
    """Complain about each group and agent that the files name and the list doesn't. Without the list nothing."""
    listed = trees.get(FILE)
    if listed is None:
        return
    desk = read_desk(listed, complaints[FILE])
    for file, tree in trees.items():
        if tree is not None and file in ("routing.yaml", "sending.yaml"):
            for kind, name in _named(tree):
                _refuse(kind, name, desk, complaints[file])


def names_in(files: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """The groups and agents that a set's files name, by ``group`` and ``agent``, each once and in their order."""
    trees = (read_yaml(files.get(file, ""), Complaints(file)) for file in ("routing.yaml", "sending.yaml"))
    found = [(kind, node.text) for tree in trees if tree is not None for kind, node in _named(tree) if node.text]
    return {kind: tuple(dict.fromkeys(name for this, name in found if this == kind)) for kind in ("group", "agent")}


def read_desk(node: Node, complaints: Complaints) -> Desk:
    fields = Fields(node, complaints, FILE, (), ("groups", "agents"))
    return Desk(*(fields.texts(key) if key in fields else None for key in ("groups", "agents")))


def _refuse(kind: str, name: ScalarNode, desk: Desk, complaints: Complaints) -> None:
    known = desk.groups if kind == "group" else desk.agents
    if known is not None and name.text and fold(name.text) not in map(fold, known):
        more = guessed(did_you_mean(name.text, known), "if Freshdesk has it, add it there")
        complaints.at(name, f'{FILE} doesn\'t list the {kind} "{name.text}"{more}')


def _named(node: Node) -> Iterator[tuple[str, ScalarNode]]:
    """Every group and agent that is named below, and which of the two it is."""
    if isinstance(node, ListNode):
        for item in node.items:
            yield from _named(item)
    if isinstance(node, MappingNode):
        for key, value in node.pairs:
            yield from _handed_over_to(value) if key.text == "hand over" else _asked(key, value)


def _handed_over_to(node: Node) -> Iterator[tuple[str, ScalarNode]]:
    for key, value in node.pairs if isinstance(node, MappingNode) else ():
        if isinstance(value, ScalarNode) and key.text in ("group", "agent"):
            yield key.text, value


def _asked(key: ScalarNode, node: Node) -> Iterator[tuple[str, ScalarNode]]:
    if key.text != _GROUP_FACT:
        yield from _named(node)
        return
    values = [value for word, value in node.pairs if word.text in _WHOLE] if isinstance(node, MappingNode) else [node]
    for item in (item for value in values for item in one_or_many(value)):
        if isinstance(item, ScalarNode):
            yield "group", item
