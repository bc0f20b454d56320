"""A YAML file as a small tree in which everything knows its place and every scalar is still text."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A single value, as it was written: ``no`` and ``017`` stay these letters. ``plain``: without quotes."""

    text: str
    line: int
    column: int
    plain: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class ListNode:
    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys and values in the file's order; no key stands in it twice."""

    pairs: tuple[tuple[ScalarNode, Node], ...]
    line: int
    column: int


Node = ScalarNode | ListNode | MappingNode


def in_words(node: Node) -> str:
    """What kind of thing this is, for messages."""
    if isinstance(node, ListNode):
        return "a list"
    if isinstance(node, MappingNode):
        return "keys and values"
    return f'"{node.text}"' if node.text else "nothing"
