"""Reading the typed facts of a text.

Patterns are tried in a fixed order and what one has read no other reads again, so that the 5 of "5 business days"
is a duration and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from retrieval.facts.addresses import addresses, links, long_numbers, references
from retrieval.facts.counts import counts, multiples
from retrieval.facts.dates import dates
from retrieval.facts.fact import Bound, Fact, Kind, Shape
from retrieval.facts.money import amounts, percentages
from retrieval.facts.plain import plain
from retrieval.facts.times import days, durations, times

_AT_LEAST = re.compile(
    r"(?:\bover|(?<!not )(?<!no )\bmore than|\babove|\bat least|\bminimum(?: of)?|\bnot less than|\bexceeding)\W*$",
    re.I,
)
_AT_MOST = re.compile(
    r"(?:\bunder|(?<!not )\bless than|\bbelow|\bat most|\bmaximum(?: of)?|\bup to|\bnot more than|\bno more than)\W*$",
    re.I,
)
_READ = "\x00"


Reader = Callable[[str], Iterator[Shape]]
_READERS: tuple[tuple[Kind, Reader], ...] = (
    ("link", links),
    ("e-mail address", addresses),
    ("date", dates),
    ("amount", amounts),
    ("percentage", percentages),
    ("time", times),
    ("duration", durations),
    ("reference", references),
    ("phone or account number", long_numbers),
    ("day", days),
    ("multiple", multiples),
    ("count", counts),
)


@lru_cache(maxsize=512)
def facts_in(text: str) -> tuple[Fact, ...]:
    """The facts of a text in the order they stand there. Spans count in ``plain(text)``."""
    text = plain(text)
    rest = text
    facts: list[Fact] = []
    for kind, read in _READERS:
        shapes_read = list(read(rest))
        facts += [_fact(kind, shape, text) for shape in shapes_read]
        rest = _without(rest, shapes_read)
    return tuple(sorted(facts, key=lambda fact: (fact.start, fact.value)))


def _without(text: str, taken: list[Shape]) -> str:
    """The text with what was read made unreadable, nothing else moved."""
    characters = list(text)
    for shape in taken:
        characters[shape.start : shape.end] = _READ * (shape.end - shape.start)
    return "".join(characters)


def _fact(kind: Kind, shape: Shape, text: str) -> Fact:
    before = text[max(0, shape.start - 24) : shape.start]
    bound: Bound = "at least" if _AT_LEAST.search(before) else "at most" if _AT_MOST.search(before) else ""
    word = text[shape.start : shape.end].strip()
    return Fact(kind, shape.value, shape.unit, word, shape.start, shape.end, bound)
