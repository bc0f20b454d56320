"""Numbers as people write them: digits with their groups, Indian and other, scale words, and number words."""

from __future__ import annotations

import re
from decimal import Decimal

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORD_VALUES = {word: value for value, word in enumerate(_ONES.split())} | {
    word: 10 * value for value, word in enumerate(_TENS.split(), start=2)
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
WORDS = rf"\b(?:(?:{_TENS_WORD})(?:[- ](?:{_ONES_WORD})|(?![- ](?:{_ONES_WORD})\b))|{_ONES_WORD})\b"
_DECIMAL_COMMA = r"\d+,\d{1,2}(?=\s?(?:%|per\s?cent))"
DIGITS = rf"(?<!\d)(?<!\d[.,])(?:{_DECIMAL_COMMA}|\d+(?:,\d+)*(?:\.\d+)?|\.\d+)(?!\d)"
NUMBER = rf"(?:{DIGITS}|{WORDS})"
SCALE_LETTER = r"[lm]"
"""Read as a scale only beside a currency sign: "5m" alone may be metres."""
SCALE = r"(?:hundred|thousand|k|lakhs?|lacs?|million|mn|crores?|cr|billion|bn)"


def value_of(number: str, scale: str = "") -> Decimal:
    """The value of a number matched by :data:`NUMBER`, times its scale word."""
    number = number.lower().strip()
    if number[0].isdigit() or number[0] == ".":
        decimal_comma = re.fullmatch(r"\d+,\d{1,2}", number)
        value = Decimal(number.replace(",", "." if decimal_comma else ""))
    else:
        value = Decimal(sum(WORD_VALUES[word] for word in re.split(r"[-\s]+", number)))
    return value * SCALES.get(scale.lower(), 1)


def written(value: Decimal) -> str:
    """One spelling for each value: ``1.50`` and ``1.5`` are the same figure."""
    return format(value.normalize(), "f")
