"""Reads YAML into :mod:`router.rulebook.yaml.nodes`, within limits and without YAML's guesses.

Only the C reader's *events* are used: its tree builder crashes the process on deep nesting, and its guesses would
turn ``no`` and ``017`` into other values.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from router.rulebook.complaints import Complaints
from router.rulebook.yaml.errors import explain
from router.rulebook.yaml.keys import Pair, understood
from router.rulebook.yaml.left_out import watched
from router.rulebook.yaml.nodes import ListNode, MappingNode, Node, ScalarNode

MOST_BYTES = 512 * 1024
DEEPEST = 40


class _Broken(Exception):
    """The rest of the file can't be read; the complaint is already noted."""


def decode(raw: bytes, complaints: Complaints) -> str | None:
    """The file's text, or None (with a complaint) when it is too big or not UTF-8. A BOM and CR LF are taken away."""
    if len(raw) > MOST_BYTES:
        complaints.add(1, 1, f"the file is bigger than {MOST_BYTES // 1024} KB; split it or take out what isn't rules")
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line, column = _place(before, len(before))
        complaints.add(line, column, "this isn't UTF-8 text; save the file with the encoding UTF-8")
        return None
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def read_yaml(text: str, complaints: Complaints, *, kept: bool = False) -> Node | None:
    """The tree of a file, or None when it is empty or broken. Complains about everything up to a syntax error.

    ``kept``: it was published by some version, see :func:`watched`.
    """
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        complaints.add(1, 1, f"the file is bigger than {MOST_BYTES // 1024} KB; split it or take out what isn't rules")
        return None
    try:
        return _document(watched(yaml.parse(text, Loader=yaml.CBaseLoader), text, complaints, kept=kept), complaints)
    except _Broken:
        return None
    except yaml.reader.ReaderError as error:
        line, column = _place(text, error.position)
        complaints.add(line, column, "there is a character here that can't be seen and can't stand in YAML; delete it")
    except UnicodeEncodeError as error:
        line, column = _place(text, error.start)
        complaints.add(line, column, "there is half a character here; type it again")
    except yaml.MarkedYAMLError as error:
        line, column, message = explain(error, text)
        if not any(told.line in (line - 1, line) for told in complaints.errors[-1:]):  # else it follows from that one
            complaints.add(line, column, message)
    return None


def _place(text: str, position: int) -> tuple[int, int]:
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1


def _document(events: Iterator[yaml.Event], complaints: Complaints) -> Node | None:
    tree: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent) and tree is not None:
            raise _broken(event, complaints, 'a second document starts here; take the line "---" out')
        if isinstance(event, yaml.NodeEvent):
            tree = _node(event, events, complaints, 1)
    if tree is None:
        complaints.add(1, 1, "the file is empty")
    return tree


def _broken(event: yaml.Event, complaints: Complaints, message: str) -> _Broken:
    line, column = _start(event)
    complaints.add(line, column, message)
    return _Broken()


def _start(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


def _end(event: yaml.Event) -> tuple[int, int]:
    mark = event.end_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


def _node(event: yaml.Event, events: Iterator[yaml.Event], complaints: Complaints, depth: int) -> Node:
    line, column = _start(event)
    if depth > DEEPEST:
        raise _broken(event, complaints, f"nested more than {DEEPEST} levels deep; nothing in a rule needs that")
    _refuse_shortcuts(event, complaints)
    if isinstance(event, yaml.ScalarEvent):
        return ScalarNode(event.value, line, column, plain=event.style not in ("'", '"', "|", ">"))
    if isinstance(event, yaml.SequenceStartEvent):
        return ListNode(tuple(_items(events, complaints, depth)), line, column)
    return MappingNode(tuple(_pairs(events, complaints, depth)), line, column)


def _refuse_shortcuts(event: yaml.Event, complaints: Complaints) -> None:
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if isinstance(event, yaml.AliasEvent):
        raise _broken(event, complaints, f'"*{anchor}" is a YAML alias; write the value out instead')
    if anchor:
        raise _broken(event, complaints, f'"&{anchor}" is a YAML anchor; take it out, or put the text in quotes')
    if tag is not None:  # a lone "!" in front of a value is a tag too
        raise _broken(event, complaints, f'"{tag}" is a YAML tag; take it out, or put the text in quotes')


def _items(events: Iterator[yaml.Event], complaints: Complaints, depth: int) -> Iterator[Node]:
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            return
        yield _node(event, events, complaints, depth + 1)


def _pairs(events: Iterator[yaml.Event], complaints: Complaints, depth: int) -> Iterator[tuple[ScalarNode, Node]]:
    seen: dict[str, ScalarNode] = {}
    for key, value in understood(_read_pairs(events, complaints, depth), complaints):
        if not isinstance(key, ScalarNode):
            complaints.at(key, "a key must be a word, not a list or keys and values")
        elif key.text == "<<":
            complaints.at(key, '"<<" (merge) isn\'t used in these files; write the keys out')
        elif key.text in seen:
            complaints.at(key, f'"{key.text}" stands here twice, first in line {seen[key.text].line}')
        else:
            seen[key.text] = key
            yield key, value


def _read_pairs(events: Iterator[yaml.Event], complaints: Complaints, depth: int) -> Iterator[Pair]:
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            return
        key = _node(event, events, complaints, depth + 1)
        following = next(events)
        alone = isinstance(event, yaml.ScalarEvent) and _end(event) == _start(following) == _end(following)
        yield Pair(key, _node(following, events, complaints, depth + 1), alone)
