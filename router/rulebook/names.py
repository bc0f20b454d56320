"""How product names are found in what people type: odd characters, capitals, and short names that are words too."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

SHORT = 3
"""A name of so few letters and nothing else may be an ordinary word in small letters."""

MOST_CAPITALS = 0.6
"""Where more of the letters are capitals, a short name in capitals says nothing: HI IM KAVITA."""

_PRODUCT_WORD = r"(?:products?|plans?|accounts?(?!\s+holder)|schemes?)\b"
_QUOTES_BEFORE, _QUOTES_AFTER = "\"'“‘«„", "\"'”’»“"
_PLUS_SIGNS = str.maketrans({"➕": "+", "✚": "+", "⊕": "+"})
_BETWEEN_WORDS = r"[\s_-]+"


def names_found(text: str, calls: Sequence[str]) -> set[str]:
    """Which of these names stand in the text: whole, the longest first, and a short one never in a shouted line."""
    written = _written(tuple(calls))
    if not written:
        return set()
    pattern = _pattern(tuple(written))
    matches = pattern.finditer(_without_shouted_names(plain(text), pattern, tuple(filter(is_short, written))))
    originals = tuple(written.values())
    return {originals[match.lastindex - 1] for match in matches if match.lastindex}


def plain(text: str) -> str:
    """The text without invisible characters, each other one in its usual form: superscript plus signs become +."""
    if text.isascii():
        return text
    visible = "".join(letter for letter in text if not _is_invisible(letter))
    return unicodedata.normalize("NFKC", visible.translate(_PLUS_SIGNS))


def is_short(call: str) -> bool:
    """Whether the name is letters only, and so few that its capitals are all that tells it from a word."""
    return call.isalpha() and len(call) <= SHORT


def _is_invisible(letter: str) -> bool:
    return unicodedata.category(letter) == "Cf" or "\ufe00" <= letter <= "\ufe0f" or letter == "\u034f"


@cache
def _written(calls: tuple[str, ...]) -> dict[str, str]:
    """How each name is looked for, the longest first, and how the company writes it."""
    by_length = sorted(calls, key=lambda call: len(plain(call)), reverse=True)
    return {plain(call): call for call in by_length if plain(call)}


@cache
def _pattern(calls: tuple[str, ...]) -> re.Pattern[str]:
    """One group a name, in the order given; never inside a word, and a plus sign belongs to the word before it."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(f'({_one_name(call)})' for call in calls)})(?![\w+])")


def _one_name(call: str) -> str:
    """A name with any blanks or hyphens between its words, and as many plus signs at its end as people put there."""
    if is_short(call):
        return re.escape(call)
    words = _BETWEEN_WORDS.join(re.escape(word) for word in call.split())
    return f"(?i:{words}{'[+]*' if call.endswith('+') else ''})"


def _without_shouted_names(text: str, names: re.Pattern[str], short: tuple[str, ...]) -> str:
    """Short names in lines of capitals become small letters, unless a word or quotes show that a product is meant."""
    if not short:
        return text
    all_shouted = _is_shouted(names.sub(" ", text))
    lines = text.split("\n")
    return "\n".join(
        _lowered(line, short) if all_shouted or _is_shouted(names.sub(" ", line)) else line for line in lines
    )


def _is_shouted(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > MOST_CAPITALS * len(letters)


def _lowered(line: str, short: tuple[str, ...]) -> str:
    return _shouted_names(short).sub(lambda match: match[0] if match["clear"] else match[0].lower(), line)


@cache
def _shouted_names(short: tuple[str, ...]) -> re.Pattern[str]:
    names = f"(?:{'|'.join(short)})"
    quoted = f"(?<=[{_QUOTES_BEFORE}]){names}(?=[{_QUOTES_AFTER}])"
    followed = rf"{names}(?={_BETWEEN_WORDS}(?i:{_PRODUCT_WORD}))"
    return re.compile(rf"(?<!\w)(?:(?P<clear>{quoted}|{followed})|{names})(?![\w+])")
