"""Comparing texts as a person would: without case, odd apostrophes, or how many blanks stand between two words."""

from __future__ import annotations

import unicodedata

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})


def plain(text: str) -> str:
    """The text with its lines as they are, and without the ways in which programs write the same letter."""
    return unicodedata.normalize("NFKC", text.translate(_APOSTROPHES))


def tidy(text: str) -> str:
    """The form in which two texts are compared where small and capital letters differ."""
    return " ".join(plain(text).split())


def fold(text: str) -> str:
    """The form in which two texts are compared."""
    return " ".join(plain(text).casefold().split())


def has_word(text: str, word: str) -> bool:
    """Whether ``word`` stands in ``text`` and isn't part of a longer word. Both are folded."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not _joined(text[start - 1 : start], word[:1]) and not _joined(word[-1:], text[end : end + 1]):
            return True
        start = text.find(word, start + 1)
    return False


def _joined(left: str, right: str) -> bool:
    return _in_word(left) and _in_word(right)


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def shorten(text: str, most: int = 60) -> str:
    """The first letters of a text, in one line."""
    line = " ".join(text[: most * 2].split())
    return line if len(line) <= most and len(text) <= most * 2 else f"{line[: most - 1].rstrip()}…"
