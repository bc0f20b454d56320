"""Numbers as people write them: digits with their groups, Indian, English and German, scale words, number words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from retrieval.facts.fact import Shape
from retrieval.facts.spelled import SCALES, WORDS, spelled_value

_DECIMAL_COMMA = r"\d+,\d{1,2}(?![.,]?\d)"
_DOT_GROUPS = r"\d{1,3}(?:(?:\.\d{3}){2,}(?:,\d{1,2})?|\.\d{3},\d{1,2})(?![.,]?\d)"
_APART = r"[1-9]\d{0,2}(?:[ '’]\d{3})+(?![.,]?\d|[ '’-]\d)(?:[.,]\d{1,2}(?!\d))?"
DIGITS = rf"(?<!\d)(?<!\d[.,])(?:{_DOT_GROUPS}|{_DECIMAL_COMMA}|{_APART}|\d+(?:,\d+)*(?:\.\d+)?|\.\d+)(?!\d)"
_MIXED = rf"{DIGITS}\s?(?:crores?|cr|lakhs?|lacs?)\s(?:and\s)?{DIGITS}\s?(?:lakhs?|lacs?|thousand|k|hundred)\b"
_AND_A_HALF = rf"{DIGITS} and a half\b"
NUMBER = rf"(?:(?=[\d.])(?:{_MIXED}|{_AND_A_HALF}|{DIGITS})|{WORDS})"
SCALE_LETTER = r"(?:mm|[lmb])"
"""Read as a scale only beside a currency sign: "5m" alone may be metres."""
_ONE_SCALE = (
    r"hundred|hundert|thousand|tausend|tsd\.?|k|lakhs?|lacs?|millions?|millionen|mn|mln|mio\.?|crores?|cr"
    r"|billions?|bn|bln"
    r"|milliarden?|mrd\.?|trillions?|tn|dozen|dutzend"
)
SCALE = rf"(?:(?:(?:hundred|thousand|lakh) )?(?:{_ONE_SCALE}))"
JOIN = r"\s*(?:-|–|—|to|and|or|bis|und|oder)\s*"

Value = Callable[[str, str], Decimal]


def value_of(number: str, scale: str = "") -> Decimal:
    """The value of a number matched by :data:`NUMBER`, times its scale words."""
    number = number.lower().strip()
    if any(character.isalpha() for character in number):
        return spelled_value(f"{number} {scale}")
    value = Decimal(_with_decimal_point(number))
    for word in scale.lower().split():
        value *= SCALES.get(word.rstrip("."), 1)
    return value


def _with_decimal_point(digits: str) -> str:
    digits = re.sub("[ '’]", "", digits)
    if re.fullmatch(_DECIMAL_COMMA, digits) or re.fullmatch(_DOT_GROUPS, digits):
        return digits.replace(".", "").replace(",", ".")
    return digits.replace(",", "")


def written(value: Decimal) -> str:
    """One spelling for each value: ``1.50`` and ``1.5`` are the same figure."""
    return format(value.normalize(), "f")


def figures(match: re.Match[str], unit: str, value: Value = value_of) -> Iterator[Shape]:
    """One figure, or the two of a range, which share the unit, and the scale named last where that makes a range: the
    2 of "2 to 5 lakh" are lakhs, the 500 of "500 to 1 lakh" are not.

    The match has the groups ``n`` and, as far as there are any, ``scale``, ``n2`` and ``scale2``.
    """
    groups = match.groupdict()
    scale = groups.get("scale") or ""
    scale2 = groups.get("scale2") or ""
    if not (other := groups.get("n2")):
        yield Shape(*match.span(), written(value(groups["n"], scale)), unit)
        return
    other_first = match.start("n2") < match.start("n")
    first, last = (other, groups["n"]) if other_first else (groups["n"], other)
    own, last_scale = (scale2, scale) if other_first else (scale, scale2)
    if not own and value(first, "") <= value(last, ""):
        own = last_scale
    yield Shape(*match.span(), written(value(first, own)), unit)
    yield Shape(*match.span(), written(value(last, last_scale or (own if not last_scale else ""))), unit)
