"""How much ``wording.yaml`` may hold: every text of the company is held against every word, and every draft too."""

from __future__ import annotations

from collections.abc import Iterator

from router.rulebook.complaints import Complaints
from router.rulebook.yaml.nodes import ListNode, MappingNode, Node, ScalarNode
from router.rulebook.yaml.shape import one_or_many

MOST_WORDS = 2_000
"""Entries of ``words`` and ``unless`` in the whole file."""

MOST_TEXTS = 200
MOST_LETTERS = 20_000
"""Of the texts that are always said, together."""

MOST_AUDIENCES = 2_000
"""Entries of ``for`` and of examples."""


def holds_too_much(node: Node, complaints: Complaints) -> bool:
    """Whether the file is too big to be compared with itself; it is looked at before anything is read."""
    before = len(complaints.errors)
    never, always = list(_items(node, "never say")), list(_items(node, "always say"))
    words = [entry for rule in never for key in ("words", "unless") for entry in _entries(rule, key)]
    texts = [text for rule in always for text in _entries(rule, "text")]
    audiences = [entry for rule in always for entry in _audiences(rule)]
    letters = sum(len(text.text) for text in texts if isinstance(text, ScalarNode))
    for place, count, most, what in (
        (words[-1:], len(words), MOST_WORDS, 'entries under "words" and "unless"'),
        (always[-1:], len(always), MOST_TEXTS, 'rules under "always say"'),
        (texts[-1:], letters, MOST_LETTERS, 'letters in the texts under "always say"'),
        (audiences[-1:], len(audiences), MOST_AUDIENCES, 'audiences under "always say"'),
    ):
        if count > most:
            complaints.at(place[0], f"there are {count:,} {what} up to here, and {most:,} are the most; take some out")
    return len(complaints.errors) > before


def _items(node: Node, key: str) -> Iterator[Node]:
    for value in _values(node, key):
        yield from value.items if isinstance(value, ListNode) else ()


def _audiences(rule: Node) -> Iterator[Node]:
    yield from _entries(rule, "for")
    for example in _items(rule, "examples"):
        if isinstance(example, MappingNode):
            yield from (entry for _, value in example.pairs for entry in one_or_many(value))


def _entries(rule: Node, key: str) -> Iterator[Node]:
    for value in _values(rule, key):
        yield from one_or_many(value)


def _values(node: Node, key: str) -> Iterator[Node]:
    if isinstance(node, MappingNode):
        yield from (value for name, value in node.pairs if name.text == key)
