"""Forbidden words that were taken apart or dressed up: cut in two, run together, with accents on their letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from router.rulebook.phrases import occurrences

FEWEST_LETTERS = 8
"""Shorter words stand in others by chance once blanks don't count."""
_BETWEEN_LETTERS = r"[ \t\u00a0_*·•|/\u2010-\u2015-]{0,2}"
_SENTENCE_END = re.compile(r"(?<=[.!?।])\s+|\n")


def split_occurrences(words: str, text: str, unless: tuple[str, ...] = ()) -> Iterator[str]:
    """The words as a text has them when blanks and accents don't count, except in sentences that hold ``unless``.

    Words that stand there as they are belong to :func:`router.rulebook.phrases.occurrences`.
    """
    letters = _letters(words)
    if len(letters) < FEWEST_LETTERS or letters not in _letters(text):
        return
    for sentence in _SENTENCE_END.split(text):
        found = _pattern(letters).search(_bare(sentence))
        if found and not any(occurrences(words, sentence)) and not any(_holds(excuse, sentence) for excuse in unless):
            yield found.group()


def _holds(words: str, sentence: str) -> bool:
    return any(occurrences(words, sentence)) or any(split_occurrences(words, sentence))


@lru_cache(maxsize=1024)
def _bare(text: str) -> str:
    """In small letters, without accents."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


@lru_cache(maxsize=4096)
def _letters(text: str) -> str:
    return "".join(letter for letter in _bare(text) if letter.isalnum())


@cache
def _pattern(letters: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){_BETWEEN_LETTERS.join(map(re.escape, letters))}(?![^\W_])")
