"""YAML as people write it in front matter: texts, lists and fields, each with its line. Every scalar stays text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from retrieval.documents.complaints import Complaints

MAX_BYTES = 512 * 1024
MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar. ``2026-01-01``, ``yes`` and ``017`` are texts like any other."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Many:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping; ``lines`` holds the line of each key."""

    entries: Mapping[str, Node]
    lines: Mapping[str, int]
    line: int


Node = Text | Many | Fields


class _Refused(Exception):
    """This YAML can't be read on; ``line`` counts from 1 within the text given."""

    def __init__(self, line: int, says: str) -> None:
        super().__init__(says)
        self.line = line
        self.says = says


def read_nodes(text: str, path: str, complaints: Complaints, first_line: int = 1) -> Node | None:
    """The one document in ``text``, or None when it is empty or can't be read (then a complaint was added).

    ``first_line`` is the line of the file on which ``text`` begins.
    """
    try:
        return _Reader(text, path, complaints, first_line).document()
    except _Refused as refused:
        complaints.add(path, refused.line, refused.says)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        complaints.add(path, line + first_line, f"this is not YAML: {error.problem}")
    except yaml.YAMLError as error:
        complaints.add(path, first_line, f"this is not YAML: {error}")
    return None


class _Reader:
    """Builds nodes from the C reader's events: its own composer dies on deep nesting, and turns words into numbers."""

    def __init__(self, text: str, path: str, complaints: Complaints, first_line: int) -> None:
        self.path = path
        self.complaints = complaints
        self.first_line = first_line
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CBaseLoader)

    def document(self) -> Node | None:
        next(self.events)  # the stream's start
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        node = self._node(next(self.events), depth=0)
        next(self.events)  # the document's end
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise _Refused(self._line(after), "only one YAML document is read here; remove the second")
        return node

    def _line(self, event: yaml.Event) -> int:
        return (event.start_mark.line if event.start_mark else 0) + self.first_line

    def _node(self, event: yaml.Event, depth: int) -> Node:
        line = self._line(event)
        if depth > MAX_DEPTH:
            raise _Refused(line, f"nested more than {MAX_DEPTH} deep; write it flatter")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(line, "anchors and aliases (& and *) are not read; write it out, or put it in quotes")
        if isinstance(event, yaml.ScalarEvent):
            return Text(event.value, line)
        if isinstance(event, yaml.SequenceStartEvent):
            return Many(tuple(self._items(depth)), line)
        return self._fields(line, depth)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _fields(self, line: int, depth: int) -> Fields:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if not isinstance(key, Text):
                raise _Refused(key.line, "a name must be a plain word, not a list or a mapping")
            if key.value in entries:
                self.complaints.add(self.path, key.line, f'"{key.value}" stands here twice; remove one')
            entries[key.value], lines[key.value] = value, key.line
        return Fields(entries, lines, line)
