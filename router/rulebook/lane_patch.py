"""Writes a lowered lane into the text of ``sending.yaml``: the lane's own line changes, everything else stays as it is,
byte for byte.

The place comes from our own reader, and what was written is read again before it counts. A reader and writer of whole
YAML files would set quotes, widths and comments anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from router.rulebook.complaints import Complaints, Placed
from router.rulebook.rule_list import OTHERWISE
from router.rulebook.sending import FILE
from router.rulebook.yaml.nodes import ListNode, MappingNode, Node, ScalarNode
from router.rulebook.yaml.reader import decode, read_yaml
from router.types import Lane

_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")
_BOM = "\ufeff"


class CannotPatchError(Exception):
    """The lane can't be changed by machine. The text says why, and what to write by hand."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A key and its value in a mapping; ``follower`` is the key behind it."""

    key: ScalarNode
    value: Node
    follower: ScalarNode | None
    flow: bool


def lower_rule(raw: bytes, rule: str, lane: Lane) -> bytes:
    """The file with ``lane:`` of this rule changed, and its ``others:`` dropped. Raises ``CannotPatchError``."""
    source = _Source(raw)
    then = _value(source.tree, OTHERWISE) if rule == OTHERWISE else _value(_rule(source.tree, rule), "then")
    if not isinstance(then, MappingNode):
        raise CannotPatchError(f'{FILE}: the rule "{rule}" has no "then"')
    others = _entry(then, "others", source)
    if lane == "note" and others and _text(others.value) == "shadow":
        raise CannotPatchError(
            f"{FILE}:{others.key.line}: the others get shadow, and a file can't say note for some and shadow for the "
            f"rest; what was set by hand counts, and the file stays as it is"
        )
    edits = [source.drop(others)] if others else []
    meant = _with_lane(then, "lane", lane)
    return source.changed([*edits, source.replace(_entry(then, "lane", source), lane)], then, meant)


def lower_all(raw: bytes, lane: Lane) -> bytes:
    """The file with ``highest lane:`` changed. Raises ``CannotPatchError``."""
    source = _Source(raw)
    key, tree = "highest lane", source.tree
    return source.changed([source.replace(_entry(tree, key, source), lane)], tree, _with_lane(tree, key, lane))


_Edit = tuple[int, int, str]
"""From, to, and what stands there instead; places in the text."""


class _Source:
    """The text of a file, and the tree that our reader sees in it."""

    def __init__(self, raw: bytes) -> None:
        self.tree = _read(raw)
        text = raw.decode("utf-8")
        self._bom, self.text = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
        self._starts = [0]
        for line in _LINE.finditer(self.text):
            self._starts.append(line.end())

    def place(self, node: Placed) -> int:
        return self._starts[node.line - 1] + node.column - 1

    def replace(self, entry: _Entry | None, word: str) -> _Edit:
        """The value of a key with another word, in the quotes that it has."""
        if entry is None:
            raise CannotPatchError(f"{FILE}: there is no lane to change; write it by hand: {word}")
        start, end = self._span(entry.value)
        quote = self.text[start] if self.text[start] in "\"'" else ""
        return start, end, f"{quote}{word}{quote}"

    def drop(self, entry: _Entry) -> _Edit:
        """A key with its value, and the line that was its own. A comment beside it stays."""
        start, (_, end) = self.place(entry.key), self._span(entry.value)
        if entry.flow:
            return self._drop_between_commas(entry, start, end)
        line = self._starts[entry.key.line - 1]
        comment = self.text[end : self._starts[entry.key.line]].lstrip(" ")
        alone = not self.text[line:start].strip(" ") and entry.value.line == entry.key.line
        if not alone or (comment.strip() and not comment.startswith("#")):
            raise _by_hand(entry.key, "others")
        return line, self._starts[entry.key.line], self.text[line:start] + comment if comment.startswith("#") else ""

    def _drop_between_commas(self, entry: _Entry, start: int, end: int) -> _Edit:
        before, behind = self.text[:start].rstrip(), self.place(entry.follower) if entry.follower else end
        if entry.follower is not None and self.text[end:behind].strip() == ",":
            return start, behind, ""
        if entry.follower is not None or not before.endswith(","):
            raise _by_hand(entry.key, "others")
        return len(before) - 1, end, ""

    def _span(self, value: Node) -> tuple[int, int]:
        """Where a value begins and ends, quotes included."""
        start, text = self.place(value), _text(value)
        quote = self.text[start : start + 1]
        written = f"{quote}{text}{quote}" if quote and quote in "\"'" else text
        if not text or not self.text.startswith(written, start):
            raise _by_hand(value, "lane")
        return start, start + len(written)

    def changed(self, edits: Iterable[_Edit], old: Node, meant: Node) -> bytes:
        """The text with the edits, once it reads as the tree in which ``old`` is as it is ``meant``."""
        text = self.text
        for start, end, word in sorted(edits, reverse=True):
            text = text[:start] + word + text[end:]
        raw = (self._bom + text).encode("utf-8")
        if _plain(_read(raw)) != _plain(_exchanged(self.tree, old, meant)):
            raise _by_hand(old, "lane")
        return raw


def _read(raw: bytes) -> Node:
    complaints = Complaints(FILE)
    text = decode(raw, complaints)
    tree = read_yaml(text, complaints) if text is not None else None
    if tree is None or complaints.errors:
        raise CannotPatchError(f"{complaints.errors[0]}; mend the file first (rules check)")
    return tree


def _rule(tree: Node, rule: str) -> Node:
    rules = _value(tree, "rules")
    listed = rules.items if isinstance(rules, ListNode) else ()
    found = next((one for one in listed if _text(_value(one, "id")) == rule), None)
    if found is None:
        raise CannotPatchError(f'{FILE} has no rule "{rule}" here; the rules in force have it')
    return found


def _value(node: Node | None, key: str) -> Node | None:
    pairs = node.pairs if isinstance(node, MappingNode) else ()
    return next((value for name, value in pairs if name.text == key), None)


def _entry(node: Node | None, key: str, source: _Source) -> _Entry | None:
    pairs = node.pairs if isinstance(node, MappingNode) else ()
    keys = [name.text for name, _ in pairs]
    if node is None or key not in keys:
        return None
    at = keys.index(key)
    follower = pairs[at + 1][0] if at + 1 < len(pairs) else None
    return _Entry(*pairs[at], follower, source.text.startswith("{", source.place(node)))


def _with_lane(node: Node, key: str, lane: Lane) -> Node:
    """The mapping as it is meant to be."""
    pairs = node.pairs if isinstance(node, MappingNode) else ()
    changed = (
        (name, ScalarNode(lane, name.line, name.column) if name.text == key else value)
        for name, value in pairs
        if name.text != "others"
    )
    return MappingNode(tuple(changed), node.line, node.column)


def _exchanged(node: Node, old: Node, new: Node) -> Node:
    if node is old:
        return new
    if isinstance(node, MappingNode):
        pairs = tuple((name, _exchanged(value, old, new)) for name, value in node.pairs)
        return MappingNode(pairs, node.line, node.column)
    if isinstance(node, ListNode):
        return ListNode(tuple(_exchanged(item, old, new) for item in node.items), node.line, node.column)
    return node


def _plain(node: Node) -> object:
    """What a tree says, whatever place it says it in."""
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, ListNode):
        return [_plain(item) for item in node.items]
    return ("keys", [(name.text, _plain(value)) for name, value in node.pairs])


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, ScalarNode) else ""


def _by_hand(place: Placed, what: str) -> CannotPatchError:
    return CannotPatchError(
        f'{FILE}:{place.line}:{place.column}: "{what}" is written in a way that only a person can change; do it there'
    )
