"""Which sentences stand in a reply as they stand in their source: true words out of their place mislead too.

"Both amounts are credited" is true below "Paid twice", and a promise nobody made in an answer about one payment. So
sentences count as word for word only where a whole paragraph is told, nothing in it points to what isn't told, and the
words of its heading are said; or where all that stands below a heading is told right below that heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from retrieval.facts.plain import words_of
from retrieval.types import Passage
from router.grounding.named import Source
from router.grounding.sentences import sentences
from router.grounding.words import alike, content
from router.posting.text import as_read

_BLOCK = re.compile(r"\n\s*\n")
_POINTING = """
    then this that these those it they them both such also so otherwise however but and or therefore instead yes no
    there here again either neither he she his her its their dann dies diese dieser dieses das es sie beide beides
    solche auch sonst jedoch aber und oder deshalb stattdessen ja nein dort hier wieder
    """
_POINTS_BACK = frozenset(_POINTING.split())
"""A paragraph that holds one of these in its first clause may speak of what stands above it."""
_FIRST_CLAUSE = re.compile(r"[,;:.!?]")


@dataclass(frozen=True, slots=True)
class Places:
    """The numbers of a reply's sentences that stand as in a source, and of those that are a heading above them."""

    told: frozenset[int] = frozenset()
    headings: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Unit:
    """Words told together; the first ``heading`` of them are those of the heading. ``whole``: nothing limits them."""

    words: tuple[str, ...]
    heading: int = 0
    whole: bool = True


def heading_of(passage: Passage) -> str:
    """What a passage that is told whole stands below: its title, the headings under it, and whose figures it holds."""
    above = " – ".join(dict.fromkeys(part for part in (passage.title, *passage.heading.split(" > ")) if part))
    unnamed = [name for name in passage.products if name.casefold() not in words_of(above)]
    return f"{above} ({', '.join(unnamed)})" if unnamed else above


def places_in(said: Sequence[str], sources: Iterable[Source]) -> Places:
    """Where the sentences of a reply, as they are read and in their order, tell the sources in place."""
    each = [words_of(one) for one in said]
    starts = list(accumulate(map(len, each), initial=0))
    number = {start: at for at, start in enumerate(starts)}
    spoken = [word for words in each for word in words]
    speaks_of = _words(" ".join(said))
    told: set[int] = set()
    headings: set[int] = set()
    for unit in (unit for source in sources for unit in _units(source, speaks_of)):
        for begin in _found(unit.words, spoken):
            ends = (begin, begin + unit.heading, begin + len(unit.words))
            if all(end in number for end in ends):
                headings.update(range(number[begin], number[ends[1]]))
                told.update(range(number[ends[1]], number[ends[2]]) if unit.whole else ())
    return Places(frozenset(told), frozenset(headings))


def _units(source: Source, speaks_of: frozenset[str]) -> Iterator[_Unit]:
    """``source`` is a whole passage, ``about`` being the title and headings over it."""
    if source.heading:
        heading = _read(source.heading)
        leads_on = source.text.rstrip().endswith(":")
        yield _Unit((*heading, *_read(source.text)), len(heading), source.whole and not leads_on)
    if _words(source.about) <= speaks_of:
        yield from (_Unit(_read(block)) for block in _BLOCK.split(source.text) if _speaks_alone(block))


def _speaks_alone(block: str) -> bool:
    return not block.rstrip().endswith(":") and not points_back(block)


def points_back(block: str) -> bool:
    """Whether a paragraph may speak of what stands above it."""
    return bool(_POINTS_BACK.intersection(words_of(_FIRST_CLAUSE.split(block.lstrip(" *-#|>"), maxsplit=1)[0])))


def _read(text: str) -> tuple[str, ...]:
    """The words that a reader sees, without the numbers of lists."""
    return tuple(word for one in sentences(as_read(text)) for word in words_of(one))


def _found(wanted: Sequence[str], spoken: Sequence[str]) -> Iterator[int]:
    """Each place where these words begin."""
    for begin in range(len(spoken) - len(wanted) + 1 if wanted else 0):
        if spoken[begin] == wanted[0] and tuple(spoken[begin : begin + len(wanted)]) == tuple(wanted):
            yield begin


def _words(text: str) -> frozenset[str]:
    return alike(frozenset(content(text)))
