"""Finding words in a text of ours: whole, whatever their case and the blanks, hyphens or line ends between them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from router.rulebook.words import fold

_SPLIT = re.compile(r"[\s_\u2010-\u2015-]+")
_BETWEEN_WORDS = r"[\s_*>\u2010-\u2015-]+"
_BETWEEN, _WORD = re.compile(_BETWEEN_WORDS), re.compile(r"[^\W_]+")
_EDGE = "\x00"
_ONE_LETTER = str.maketrans({"İ": "i", "ı": "i"})
_SENTENCE_END = re.compile(r"(?<=[.!?।])[\"'”’)\]*_]*\s+|\n")
_APOSTROPHE, _APOSTROPHES = "'", "['’‘ʼ`´]"


def can_be_found(words: str) -> bool:
    """Whether there is a letter or a digit to compare."""
    return any(letter.isalnum() for letter in words)


def occurrences(words: str, text: str, unless: tuple[str, ...] = ()) -> Iterator[str]:
    """The words as a plain text has them, except in sentences that hold one of ``unless``."""
    if _key(words) not in _comparable(text):
        return
    ends = _sentence_ends(text)
    for match in _pattern(words).finditer(text):
        if not _excused(_sentence_around(match, text, ends), unless):
            yield match.group()


@lru_cache(maxsize=256)
def _excused(sentence: str, unless: tuple[str, ...]) -> bool:
    there = _comparable(sentence)
    return any(_key(excuse) in there and _pattern(excuse).search(sentence) for excuse in unless)


@lru_cache(maxsize=256)
def _comparable(text: str) -> str:
    """The text with an edge set at both ends of each word.

    The :func:`_key` of words that can be found is a part of it. To look for that costs next to nothing, where each
    pattern costs a walk through the text.
    """
    return _WORD.sub(_with_edges, _BETWEEN.sub(" ", fold(text.translate(_ONE_LETTER))))


def _with_edges(word: re.Match[str]) -> str:
    return f"{_EDGE}{word.group()}{_EDGE}"


@cache
def _key(words: str) -> str:
    folded = fold(words)
    key = _comparable(" ".join(word for word in _SPLIT.split(folded) if word))
    key = key if folded[:1].isalnum() else key.lstrip(_EDGE)
    return key if folded[-1:].isalnum() else key.rstrip(_EDGE)


@lru_cache(maxsize=256)
def _sentence_ends(text: str) -> Sequence[re.Match[str]]:
    return list(_SENTENCE_END.finditer(text))


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
