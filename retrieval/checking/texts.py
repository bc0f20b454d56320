"""Small questions about a text that several checks ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LINK = re.compile(r"https?://[^\s)>\]\"'“”]+")


def links_in(line: str) -> list[str]:
    """The addresses of a line, without the full stop behind them."""
    return [link.rstrip(".,;:!?").split("#")[0].rstrip("/") for link in LINK.findall(line)]


def key_of(text: str) -> str:
    """The same for texts that differ in capitals and blanks only."""
    return " ".join(text.casefold().split())


def runs_of(text: str, length: int) -> Iterator[tuple[str, ...]]:
    """All runs of so many words in a row, without regard to capitals, marks and links."""
    words = re.findall(r"[\w₹]+(?:[.,]\d+)*[%+]?", LINK.sub(" ", text).casefold())
    for start in range(len(words) - length + 1):
        yield tuple(words[start : start + length])


def listed(names: Iterable[str]) -> str:
    """Names in a row: A, B and C."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
