"""The words that compare a fact with what a rule wants. They are Freshdesk's own, and ``contains word``.

A missing or empty fact never matches a positive word: only ``is empty`` and the words with "not" or "none" hold for
it. Texts are compared folded (:func:`router.rulebook.words.fold`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from router.rulebook.facts import FactType, Value
from router.rulebook.words import has_word

Compare = Callable[[Any, Any], bool]

_EQUAL: Compare = lambda read, wanted: read == wanted  # noqa: E731 - a table of one-line words
_SAME_ITEMS: Compare = lambda read, wanted: set(read) == set(wanted)  # noqa: E731

_COMPARE: dict[FactType, dict[str, Compare]] = {
    "text": {
        "is": _EQUAL,
        "is any of": _EQUAL,
        "contains": lambda read, wanted: wanted in read,
        "contains word": has_word,
        "starts with": str.startswith,
        "ends with": str.endswith,
    },
    "list": {
        "is any of": lambda read, wanted: wanted in read,
        "contains": lambda read, wanted: wanted in read,
    },
    "number": {
        "is": _EQUAL,
        "is any of": _EQUAL,
        "greater than": lambda read, wanted: read > wanted,
        "less than": lambda read, wanted: read < wanted,
    },
    "yes or no": {"is": _EQUAL},
    "duration": {
        "greater than": lambda read, wanted: read > wanted,
        "less than": lambda read, wanted: read < wanted,
    },
}
OPPOSITES = {"is not": "is", "does not contain": "contains", "is none of": "is any of"}
EMPTY = "is empty"
SINGLE = frozenset({"is", "is not", "greater than", "less than", EMPTY})
"""Operators that take one value. A list of values after ``is`` is for facts that are lists themselves."""


def operators_of(kind: FactType) -> tuple[str, ...]:
    """The operators that a fact of this type can be asked with."""
    words = [*_COMPARE[kind], *(["is"] if kind == "list" else [])]
    words += [negative for negative, positive in OPPOSITES.items() if positive in words]
    return tuple(words if kind == "yes or no" else [*words, EMPTY])


ALL_OPERATORS = tuple(dict.fromkeys(word for kind in _COMPARE for word in operators_of(kind)))


def compare(kind: FactType, operator: str, read: Value, wanted: tuple[Value, ...]) -> tuple[bool, Value]:
    """Whether it holds, and which of the wanted values was met (None when none was)."""
    if operator == EMPTY:
        return _is_empty(read) is bool(wanted[0]), None
    if operator in OPPOSITES:
        held, met = compare(kind, OPPOSITES[operator], read, wanted)
        return not held, met
    if _is_empty(read):
        return False, None
    if kind == "list" and operator == "is":
        return _SAME_ITEMS(read, wanted), None
    test = _COMPARE[kind][operator]
    met = next((value for value in wanted if test(read, value)), None)
    return met is not None, met


def _is_empty(read: Value) -> bool:
    return read is None or (not isinstance(read, bool | float | timedelta) and not read)
