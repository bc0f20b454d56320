"""Words with a figure in them that a source may say in full."""

from __future__ import annotations

import re

_IN_FULL = {
    "COVID-19": r"covid|corona(?:[ -]?virus)?",
    "P2P": r"peer[- ]to[- ]peer",
    "B2B": r"business[- ]to[- ]business",
    "B2C": r"business[- ]to[- ](?:consumer|customer)",
    "2FA": r"(?:two|2)[- ]factor",
}
"""Each by its one spelling. The figure counts nothing, so that the words alone carry it."""
_DIGITS = "one two three four five six seven eight nine"
_ENGLISH = {str(number): word for number, word in enumerate(_DIGITS.split(), start=1)}
_SAID = {short: re.compile(rf"\b(?:{words})\b", re.I) for short, words in _IN_FULL.items()}
COVID = r"(?i:covid)[ -]?19"


def short_form(word: str) -> str:
    """A reference in its one spelling: ``COVID-19`` for "Covid 19"."""
    return "COVID-19" if re.fullmatch(COVID, word) else word.upper()


def said_in_full(reference: str, text: str) -> bool:
    """Whether a plain text has the words that the reference stands for."""
    return reference in _SAID and _SAID[reference].search(text) is not None


def named_in_words(named: str, text: str) -> bool:
    """Whether a plain text has the number behind a name as a word: "phase two" for ``PHASE 2``."""
    name, _, number = named.partition(" ")
    word = _ENGLISH.get(number)
    return word is not None and re.search(rf"\b{re.escape(name)} {word}\b", text, re.I) is not None
