"""Cutting text into pieces that fit the embedding model and still make sense alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

LIMIT = 220
"""In rough tokens, about 900 characters: the default model reads 256, and counts a few more than we do."""
ROWS_LIMIT = 80
"""Of a piece of a table: a question asks for one row, and among many others it isn't found."""
LEAST = 60
"""However long the headings are."""

WORD = re.compile(r"\w+|[^\w\s]")
SHORTENED = ("Rs", "No", "Nos", "Dr", "Mr", "Ms", "Mrs", "St", "Sec", "vs", "approx", "incl", "e.g", "i.e")
NO_END = "".join(rf"(?<!\b{re.escape(word)}\.)" for word in SHORTENED)
"""After these a full stop ends no sentence: ``Rs. 500`` stays together."""

CUTS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n(?=\s*(?:[-*+]|\d+[.)])\s)"),
    re.compile(rf"(?<=[.!?।]){NO_END}\s+"),
    re.compile(r"\s+"),
)


def rough_tokens(text: str) -> int:
    """About how many tokens a model makes of the text; long words count more than once. Never fewer than words."""
    return sum(-(-len(word) // 6) for word in WORD.findall(text))


def room_below(*above: str) -> int:
    """What is left of the limit when title and headings are embedded with each piece."""
    return max(LEAST, LIMIT - sum(map(rough_tokens, above)))


def cut(text: str, limit: int = LIMIT, cuts: Sequence[re.Pattern[str]] = CUTS) -> list[str]:
    """The text in pieces of at most ``limit``: between paragraphs, else list items, sentences, words."""
    text = text.strip()
    if rough_tokens(text) <= limit:
        return [text] if text else []
    if not cuts:  # one endless word, such as an image written out in letters
        return [text[start : start + limit] for start in range(0, len(text), limit)]
    pieces = [piece for part in cuts[0].split(text) for piece in cut(part, limit, cuts[1:])]
    between = "\n\n" if cuts[0] is CUTS[0] else "\n" if cuts[0] is CUTS[1] else " "
    return pack(pieces, limit, between)


def pack(pieces: Iterable[str], limit: int = LIMIT, between: str = "\n\n") -> list[str]:
    """Neighbouring pieces put together as long as they fit; a piece is never cut."""
    packed: list[str] = []
    size = 0
    for piece in pieces:
        more = rough_tokens(piece)
        if packed and size + more <= limit:
            packed[-1], size = packed[-1] + between + piece, size + more
        else:
            packed.append(piece)
            size = more
    return packed
