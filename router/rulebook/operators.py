"""The words that compare a fact with what a rule wants: Freshdesk's own, ``contains word``, ``matches`` and for dates.

What is missing and what is empty are one. Neither ever meets a positive word: only ``is empty`` and the words with
"not" or "none" hold for it. Zero and "no" are values, not empty. A value that isn't of its fact's type, as an old
record may hold one, is as good as missing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from operator import contains, gt, lt
from typing import Any

from router.rulebook.facts import Fact, FactType, Value
from router.rulebook.patterns import compiled, searchable
from router.rulebook.text_search import finds_one_of, searched, searched_exactly
from router.rulebook.words import fold, has_word, tidy

Form = Callable[[Value], Any]
"""Makes of a fact's value what is compared."""
Test = Callable[[Any], Value]
"""Gives what of the wanted a value meets, None when it meets nothing."""
FormOfFact = tuple[str, Form]
"""A fact's name and the form in which a check wants it, as :attr:`Known.forms` takes them."""

OPPOSITES = {"is not": "is", "does not contain": "contains", "is none of": "is any of"}
EMPTY, MATCHES = "is empty", "matches"
SINGLE = frozenset({"is", "is not", "greater than", "less than", "before", "after", EMPTY})
"""Operators that take one value. A list of values after ``is`` is for facts that are lists themselves."""
WHOLE = frozenset({"is", "is not", "is any of", "is none of"})
"""Operators that compare a text as a whole, so that only words make sense that it can be."""

_WORDS: dict[FactType, tuple[str, ...]] = {
    "text": ("is", "is any of", "contains", "contains word", "starts with", "ends with", MATCHES),
    "list": ("is any of", "contains", "is"),
    "number": ("is", "is any of", "greater than", "less than"),
    "yes or no": ("is",),
    "duration": ("greater than", "less than"),
    "date": ("is", "is any of", "before", "after"),
}


def operators_of(kind: FactType) -> tuple[str, ...]:
    """The operators that a fact of this type can be asked with."""
    words = _WORDS[kind]
    return (*words, *(negative for negative, positive in OPPOSITES.items() if positive in words), EMPTY)


ALL_OPERATORS = tuple(dict.fromkeys(word for kind in _WORDS for word in operators_of(kind)))


def is_negative(operator: str, wanted: tuple[Value, ...]) -> bool:
    """Whether it holds exactly where its test gives nothing."""
    return operator in OPPOSITES or (operator == EMPTY and wanted == (False,))


def form_and_test(fact: Fact, operator: str, wanted: tuple[Value, ...], exact: bool) -> tuple[FormOfFact, Test]:
    """How to compare: made once, used for every ticket. ``wanted`` is in its form for comparing."""
    form, test = _form_and_test(fact.type, OPPOSITES.get(operator, operator), wanted, exact)
    return (fact.name, form), test


def wanted_form(operator: str, value: Value, exact: bool = False) -> Value:
    """A value of a rule in the form in which it is compared."""
    if not isinstance(value, str) or operator == MATCHES:
        return value
    return tidy(value) if exact else fold(value)


def _form_and_test(kind: FactType, operator: str, wanted: tuple[Any, ...], exact: bool) -> tuple[Form, Test]:
    if operator == EMPTY:
        return _FORMS[kind], lambda read: True if read in (None, "", ()) else None
    if kind == "text":
        return _for_texts(operator, wanted, exact)
    if kind == "list":
        same, among = set(wanted), lambda read: next((value for value in wanted if value in read), None)
        return _items, among if operator != "is" else lambda read: read if read and set(read) == same else None
    if operator in _ORDERS:
        order = _ORDERS[operator]
        return _FORMS[
            kind
        ], lambda read: None if read is None else next((value for value in wanted if order(read, value)), None)
    return _FORMS[kind], lambda read: read if read is not None and read in wanted else None


def _for_texts(operator: str, wanted: tuple[str, ...], exact: bool) -> tuple[Form, Test]:
    if operator in _FOUND_IN:
        return searched_exactly if exact else searched, finds_one_of(wanted, _FOUND_IN[operator])
    if operator == MATCHES:
        searches = {pattern: compiled(pattern, exact=exact) for pattern in wanted}
        return _whole_text, lambda read: next((p for p, search in searches.items() if search(read) is not None), None)
    form = _exact_text if exact else _text
    if operator in _ENDS:
        at_the_end = _ENDS[operator]
        return form, lambda read: next((word for word in wanted if at_the_end(read, word)), None)
    words = frozenset(wanted)
    return form, lambda read: read if read in words else None


def _text(value: Value) -> str:
    return fold(value) if isinstance(value, str) else ""


def _exact_text(value: Value) -> str:
    return tidy(value) if isinstance(value, str) else ""


def _whole_text(value: Value) -> str:
    return searchable(value) if isinstance(value, str) else ""


def _items(value: Value) -> tuple[str, ...]:
    return tuple(fold(item) for item in value) if isinstance(value, tuple) else ()


def _number(value: Value) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _yes_or_no(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None


def _duration(value: Value) -> timedelta | None:
    return value if isinstance(value, timedelta) else None


def _date(value: Value) -> date | None:
    return value if type(value) is date else None


_FORMS: dict[FactType, Form] = {
    "text": _text,
    "list": _items,
    "number": _number,
    "yes or no": _yes_or_no,
    "duration": _duration,
    "date": _date,
}
_FOUND_IN = {"contains": contains, "contains word": has_word}
_ENDS = {"starts with": str.startswith, "ends with": str.endswith}
_ORDERS = {"greater than": gt, "less than": lt, "after": gt, "before": lt}
