"""Whether a sentence stands in a reply as it stands in its source: true words out of their place mislead too.

"Both amounts are credited" is true below "Paid twice", and a promise nobody made in an answer about one payment. So a
sentence counts as word for word only where its whole paragraph is told, nothing in it points to what isn't told, and
the words of its heading are said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.facts.plain import words_of
from router.grounding.named import Source
from router.grounding.sentences import sentences
from router.grounding.words import alike, content

_BLOCK = re.compile(r"\n\s*\n")
_POINTING = """
    then this that these those it they them both such also so otherwise however but and or therefore instead yes no
    there here again either neither he she his her its their dann dies diese dieser dieses das es sie beide beides
    solche auch sonst jedoch aber und oder deshalb stattdessen ja nein dort hier wieder
    """
_POINTS_BACK = frozenset(_POINTING.split())
"""A paragraph that holds one of these in its first clause may speak of what stands above it."""
_FIRST_CLAUSE = re.compile(r"[,;:.!?]")


def in_place(sentence: str, sources: Iterable[Source], reply: str) -> bool:
    """Whether the reply tells a whole paragraph of one of the sources that holds the sentence. Texts are as read.

    ``sources`` are whole passages, ``about`` being the title and headings over each.
    """
    wanted = words_of(sentence)
    return any(
        wanted in map(words_of, sentences(block)) and _told(block, source.about, reply)
        for source in sources
        for block in _BLOCK.split(source.text)
    )


def _told(block: str, about: str, reply: str) -> bool:
    opening = words_of(_FIRST_CLAUSE.split(block.lstrip(" *-#|>"), maxsplit=1)[0])
    if block.rstrip().endswith(":") or _POINTS_BACK.intersection(opening):
        return False
    return _run(block) in _run(reply) and _words(about) <= _words(reply)


def _run(text: str) -> str:
    return f" {' '.join(words_of(text))} "


def _words(text: str) -> frozenset[str]:
    return alike(frozenset(content(text)))
