"""Blanks in a text, written ``{{ name }}``."""

from __future__ import annotations

import re
from collections.abc import Callable

BLANK = re.compile(r"(?P<gap>[ \t]*)\{\{\s*(?P<name>[^{}]+?)\s*\}\}")

_ALONE = re.compile(r"^[ \t]*\{\{\s*(?P<name>[^{}]+?)\s*\}\}[ \t]*(?:\n\n?|\Z)", re.MULTILINE)


def blank_names(text: str) -> tuple[str, ...]:
    """The names of the blanks in the text, each once, in the order they stand there."""
    return tuple(dict.fromkeys(match["name"] for match in BLANK.finditer(text)))


def replace_blanks(text: str, words: Callable[[str], str | None]) -> str:
    """Put words in place of the blanks, in one pass, so that words that look like a blank are never filled again.

    None leaves the blank as it stands. Empty words drop the blank and the space before it, so that
    ``Hello {{ first name }},`` becomes ``Hello,``.
    """

    def put(match: re.Match[str]) -> str:
        value = words(match["name"])
        if value is None:
            return match[0]
        return match["gap"] + value if value else ""

    paragraphs = _ALONE.sub(lambda match: "" if words(match["name"]) == "" else match[0], text)
    return BLANK.sub(put, paragraphs)
