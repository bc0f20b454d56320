"""The cells of the customer list as facts: written by other programs, so read more kindly than rule files are."""

from __future__ import annotations

import re

from router.rulebook.facts import FactType, Value
from router.rulebook.values import date_of
from router.rulebook.words import fold

_YES, _NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})
_NUMBER = re.compile(r"-?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{2,3}){0,5},[0-9]{3})(?:\.[0-9]{1,6})?", re.ASCII)
_AROUND_NUMBERS = str.maketrans("", "", " \u00a0\u202f'₹€$£")


def cell_value(kind: FactType, text: str) -> Value:
    """A cell as a value of this type; None when it is empty or can't be read so, which rules take for empty."""
    text = text.strip()
    if kind == "number":
        return _number(text)
    if kind == "yes or no":
        word = fold(text)
        return True if word in _YES else False if word in _NO else None
    if kind == "date":
        return date_of(text[:10]) if text else None
    return text or None


def _number(text: str) -> float | None:
    """``1,00,000`` and ``₹ 500`` are numbers; ``1e9``, ``nan`` and ``1,5`` aren't."""
    plain = text.translate(_AROUND_NUMBERS)
    return float(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None
