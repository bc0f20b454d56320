"""Numbers as people write them: digits with their groups, Indian, English and German, scale words, number words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from retrieval.facts.fact import Shape

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_GERMAN = (
    "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn "
    "neunzehn"
)
_GERMAN_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"
WORD_VALUES = {
    **{word: value for value, word in enumerate(_ONES.split())},
    **{word: 10 * value for value, word in enumerate(_TENS.split(), start=2)},
    **{word: value for value, word in enumerate(_GERMAN.split(), start=2)},
    **{word: 10 * value for value, word in enumerate(_GERMAN_TENS.split(), start=2)},
}
SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "k": 1000,
    "lakh": 100_000,
    "lakhs": 100_000,
    "lac": 100_000,
    "lacs": 100_000,
    "l": 100_000,
    "m": 1_000_000,
    "million": 1_000_000,
    "mn": 1_000_000,
    "crore": 10_000_000,
    "crores": 10_000_000,
    "cr": 10_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
}

_TENS_WORD = "|".join(_TENS.split())
_ONES_WORD = "|".join(sorted(_ONES.split(), key=len, reverse=True))
_GERMAN_WORD = "|".join(sorted([*_GERMAN.split(), *_GERMAN_TENS.split()], key=len, reverse=True))
WORDS = rf"\b(?:(?:{_TENS_WORD})(?:[- ](?:{_ONES_WORD})|(?![- ](?:{_ONES_WORD})\b))|{_ONES_WORD}|(?:{_GERMAN_WORD}))\b"
_DECIMAL_COMMA = r"\d+,\d{1,2}(?![.,]?\d)"
_DOT_GROUPS = r"\d{1,3}(?:(?:\.\d{3}){2,}(?:,\d{1,2})?|\.\d{3},\d{1,2})(?![.,]?\d)"
DIGITS = rf"(?<!\d)(?<!\d[.,])(?:{_DOT_GROUPS}|{_DECIMAL_COMMA}|\d+(?:,\d+)*(?:\.\d+)?|\.\d+)(?!\d)"
NUMBER = rf"(?:{DIGITS}|{WORDS})"
SCALE_LETTER = r"[lm]"
"""Read as a scale only beside a currency sign: "5m" alone may be metres."""
SCALE = r"(?:hundred|thousand|k|lakhs?|lacs?|million|mn|crores?|cr|billion|bn)"
JOIN = r"\s*(?:-|–|—|to|and|or|bis|und|oder)\s*"

Value = Callable[[str, str], Decimal]


def value_of(number: str, scale: str = "") -> Decimal:
    """The value of a number matched by :data:`NUMBER`, times its scale word."""
    number = number.lower().strip()
    if number[0].isdigit() or number[0] == ".":
        value = Decimal(_with_decimal_point(number))
    else:
        value = Decimal(sum(WORD_VALUES[word] for word in re.split(r"[-\s]+", number)))
    return value * SCALES.get(scale.lower(), 1)


def _with_decimal_point(digits: str) -> str:
    if re.fullmatch(_DECIMAL_COMMA, digits) or re.fullmatch(_DOT_GROUPS, digits):
        return digits.replace(".", "").replace(",", ".")
    return digits.replace(",", "")


def written(value: Decimal) -> str:
    """One spelling for each value: ``1.50`` and ``1.5`` are the same figure."""
    return format(value.normalize(), "f")


def figures(match: re.Match[str], unit: str, value: Value = value_of) -> Iterator[Shape]:
    """One figure, or the two of a range, which share the unit and the scale named last.

    The match has the groups ``n`` and, as far as there are any, ``scale``, ``n2`` and ``scale2``.
    """
    groups = match.groupdict()
    scale = groups.get("scale") or ""
    scale2 = groups.get("scale2") or ""
    if groups.get("n2") and match.start("n2") > match.start("n"):
        scale = scale or scale2
    yield Shape(*match.span(), written(value(groups["n"], scale)), unit)
    if groups.get("n2"):
        yield Shape(*match.span(), written(value(groups["n2"], scale2 or scale)), unit)
