"""Letters that hide what a reply says: invisible ones, look-alikes of other scripts, words pulled apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from router.posting.letters import SPACED, is_invisible, is_joiner, is_latin, of_other_scripts
from router.posting.text import as_read
from router.types import Finding

KIND = "hidden text"
_PIECE = re.compile(r"\S+")
_DIGIT_INSIDE = re.compile(r"(?<![^\W_])[^\W\d_]+[0-9$!]+[^\W\d_]{2,}(?![^\W_])")
"""A word with a figure among its letters, as in gu4ranteed."""
MOST_MARKS = 2
"""No language puts more of them on one letter than this."""


def hidden_text(markdown: str, own_texts: Sequence[str]) -> Iterator[Finding]:
    """Each piece of a draft with letters that a reader isn't meant to see as what they are.

    ``own_texts`` are the company's, in Markdown: what stands in one of them in the same letters is its own.
    """
    written = f"{markdown}\n{as_read(markdown)}"
    ours = "\n".join(f"{text}\n{as_read(text)}" for text in own_texts)
    latin = is_latin(written)
    for piece in dict.fromkeys(_PIECE.findall(written)):
        says = _wrong_with(piece, latin)
        if says and piece not in ours:
            yield Finding(KIND, _shown(piece), says)
    for spaced in dict.fromkeys((*SPACED.findall(written), *_DIGIT_INSIDE.findall(written))):
        if spaced not in ours:
            yield Finding(KIND, spaced, f"“{spaced}” is a word pulled apart, or one with figures in place of letters.")


def _wrong_with(piece: str, latin: bool) -> str:
    shown = _shown(piece)
    unseen = [letter for letter in piece if is_invisible(letter) and (latin_neighbours(piece) or not is_joiner(letter))]
    if unseen:
        names = ", ".join(dict.fromkeys(unicodedata.name(one, f"U+{ord(one):04X}").lower() for one in unseen))
        return f"“{shown}” holds characters that nobody sees ({names})."
    if latin and (strange := of_other_scripts(piece)):
        names = ", ".join(dict.fromkeys(unicodedata.name(one, "a letter").lower() for one in strange))
        return f"“{shown}” holds letters of another script ({names})."
    if re.search(
        rf"[\u0300-\u036f\u0488\u0489\u20d0-\u20ff]{{{MOST_MARKS + 1},}}", unicodedata.normalize("NFD", piece)
    ):
        return f"“{shown}” holds letters under a heap of marks."
    return ""


def latin_neighbours(piece: str) -> bool:
    """Whether the piece is of Latin letters, where joiners join nothing."""
    return any(letter.isalpha() for letter in piece) and is_latin(piece)


def _shown(piece: str) -> str:
    return "".join(letter for letter in piece if not is_invisible(letter))[:60] or "(nothing to be seen)"
