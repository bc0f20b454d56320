"""Finding words in a text of ours: whole, whatever their case and the blanks, hyphens or line ends between them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from router.rulebook.words import fold

_SPLIT = re.compile(r"[\s_\u2010-\u2015-]+")
_BETWEEN_WORDS = r"[\s_*>\u2010-\u2015-]+"
_SENTENCE_END = re.compile(r"(?<=[.!?।])[\"'”’)\]*_]*\s+|\n")
_APOSTROPHE, _APOSTROPHES = "'", "['’‘ʼ`´]"


def can_be_found(words: str) -> bool:
    """Whether there is a letter or a digit to compare."""
    return any(letter.isalnum() for letter in words)


def occurrences(words: str, text: str, unless: Sequence[str] = ()) -> Iterator[str]:
    """The words as a plain text has them, except in sentences that hold one of ``unless``."""
    ends: Sequence[re.Match[str]] | None = None
    for match in _pattern(words).finditer(text):
        ends = ends if ends is not None else list(_SENTENCE_END.finditer(text))
        sentence = _sentence_around(match, text, ends)
        if not any(_pattern(excuse).search(sentence) for excuse in unless):
            yield match.group()


@cache
def _pattern(words: str) -> re.Pattern[str]:
    folded = fold(words)
    if not can_be_found(folded):
        return re.compile(r"(?!)")
    inside = _BETWEEN_WORDS.join(re.escape(word) for word in _SPLIT.split(folded) if word)
    before = r"(?<![^\W_])" if folded[0].isalnum() else ""
    after = r"(?![^\W_])" if folded[-1].isalnum() else ""
    return re.compile(f"{before}{inside.replace(_APOSTROPHE, _APOSTROPHES)}{after}", re.IGNORECASE)


def _sentence_around(match: re.Match[str], text: str, ends: Sequence[re.Match[str]]) -> str:
    """The sentence of the words, or the sentences where they run over an end. A line never runs into the next."""
    before = bisect_right(ends, match.start(), key=lambda end: end.end())
    after = bisect_left(ends, match.end(), key=lambda end: end.start())
    start = ends[before - 1].end() if before else 0
    return text[start : ends[after].start()] if after < len(ends) else text[start:]
