"""Keys that are no keys: the rest of a text behind a comma in braces, and a dash or colon without its blank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from router.rulebook.complaints import Complaints
from router.rulebook.yaml.lines import glued_key, is_odd_blank, said_of_odd_blank
from router.rulebook.yaml.nodes import Node, ScalarNode

_SEVERAL = ("contain", "any of", "none of", "with", "tags", "words", "unless", "same", "called", "may see")
"""How the keys begin or end that take several words."""


class Pair(NamedTuple):
    """``alone``: neither a colon nor a value stands behind the key."""

    key: Node
    value: Node
    alone: bool


def understood(pairs: Iterator[Pair], complaints: Complaints) -> Iterator[tuple[Node, Node]]:
    """The pairs without those that are told to be none."""
    before: Pair | None = None
    split = False
    for pair in pairs:
        message = _not_a_key(pair, before) if isinstance(pair.key, ScalarNode) and pair.key.plain else ""
        if message and not (split and pair.alone):
            complaints.at(pair.key, message)
        if not message:
            yield pair.key, pair.value
            before = pair
        split = bool(message) and pair.alone


def _not_a_key(pair: Pair, before: Pair | None) -> str:
    text = pair.key.text if isinstance(pair.key, ScalarNode) else ""
    if text and is_odd_blank(text[0]):
        return said_of_odd_blank(text[0])
    if re.match(r"-[^\W\d]", text):
        return "a blank is missing after the dash"
    if not pair.alone:
        return ""
    if glued_key(text):
        return f'a blank is missing after "{glued_key(text)}"'
    return _behind_a_comma(text, before)


def _behind_a_comma(text: str, before: Pair | None) -> str:
    if before is None or not isinstance(before.key, ScalarNode) or not isinstance(before.value, ScalarNode):
        return f'"{text}" has no ":"'
    key, value = before.key.text, before.value.text
    if value.isdecimal() and re.fullmatch(r"[0-9]{3}(\.[0-9]+)?", text):
        return f"write {value}{text}"
    if any(key.startswith(word) or key.endswith(word) for word in _SEVERAL):
        return f"several words stand in [ ], as in {key}: [{value}, {text}]"
    return "the comma ends the text; put it in quotes"
