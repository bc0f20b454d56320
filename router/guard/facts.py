"""The typed facts of a text: amounts, percentages, dates, durations, addresses, references and plain counts.

Patterns are tried in a fixed order and what one has read no other reads again, so that the 5 of "5 business days"
is a duration and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from router.guard import shapes
from router.guard.plain import plain

Kind = Literal[
    "link",
    "e-mail address",
    "date",
    "amount",
    "percentage",
    "duration",
    "time",
    "reference",
    "phone or account number",
    "day",
    "multiple",
    "count",
]
Bound = Literal["", "at least", "at most"]

_AT_LEAST = re.compile(
    r"(?:\bover|(?<!not )(?<!no )\bmore than|\babove|\bat least|\bminimum(?: of)?|\bnot less than|\bexceeding)\W*$",
    re.I,
)
_AT_MOST = re.compile(
    r"(?:\bunder|(?<!not )\bless than|\bbelow|\bat most|\bmaximum(?: of)?|\bup to|\bnot more than|\bno more than)\W*$",
    re.I,
)
_READ = "\x00"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as it stands in a text. ``value`` has one spelling for each value; ``word`` is what was written."""

    kind: Kind
    value: str
    unit: str
    word: str
    start: int
    end: int
    bound: Bound = ""


Reader = Callable[[str], Iterator[shapes.Shape]]
_READERS: tuple[tuple[Kind, Reader], ...] = (
    ("link", shapes.links),
    ("e-mail address", shapes.addresses),
    ("date", shapes.dates),
    ("amount", shapes.amounts),
    ("percentage", shapes.percentages),
    ("time", shapes.times),
    ("duration", shapes.durations),
    ("reference", shapes.references),
    ("phone or account number", shapes.long_numbers),
    ("day", shapes.days),
    ("multiple", shapes.multiples),
    ("count", shapes.counts),
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


def _without(text: str, taken: list[shapes.Shape]) -> str:
    """The text with what was read made unreadable, nothing else moved."""
    characters = list(text)
    for shape in taken:
        characters[shape.start : shape.end] = _READ * (shape.end - shape.start)
    return "".join(characters)


def _fact(kind: Kind, shape: shapes.Shape, text: str) -> Fact:
    before = text[max(0, shape.start - 24) : shape.start]
    bound: Bound = "at least" if _AT_LEAST.search(before) else "at most" if _AT_MOST.search(before) else ""
    word = text[shape.start : shape.end].strip()
    return Fact(kind, shape.value, shape.unit, word, shape.start, shape.end, bound)
