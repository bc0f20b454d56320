"""A piece of a text that holds personal data, and the words around it that tell what a number is."""

from __future__ import annotations

import re
from dataclasses import dataclass

LOOKED_BEFORE = 40
"""Characters before a number in which a word is looked for that says what the number is."""

REFERENCE_BEFORE = re.compile(
    r"(?:#|\b(?:order|ticket|ref|reference|transaction|txn|utr|rrn|arn|urn|umrn|mandate|loan|invoice|case|complaint|"
    r"request|folio|application|policy|deal|scheme|receipt|booking|bill|purchase|payment|transfer|imps|neft|rtgs)"
    r"\W{0,3}(?:(?:id|ids|no|nos|nr|number|numbers|num|code|is|was|of)\W{0,3}){0,3})$",
    re.IGNORECASE,
)
"""What people and rules need again as it was written: a number after these words is no phone and no identity."""
MONEY_BEFORE = re.compile(r"(?:₹|\$|€|£|\brs\.?|\binr|\busd|\beur|\bgbp)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text that holds personal data of a kind."""

    kind: str
    start: int
    end: int


def before(text: str, at: int, characters: int = LOOKED_BEFORE) -> str:
    """What stands right before a place."""
    return text[max(0, at - characters) : at]


def is_reference(text: str, at: int) -> bool:
    """Whether the words before a number say that it is a reference or an amount."""
    words = before(text, at)
    return bool(REFERENCE_BEFORE.search(words) or MONEY_BEFORE.search(words))


def digits_of(text: str) -> str:
    """The ASCII digits of a text, in their order."""
    return "".join(letter for letter in text if letter in "0123456789")
