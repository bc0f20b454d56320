"""What a number counts, by the words beside it, and whether a source counts another number of the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from retrieval.facts.fact import Fact
from retrieval.facts.rounding import rounds_to

_NAME = re.compile(r"[\w,)'’-]\s(?P<name>[A-Z][A-Za-z]+)[ -]$")
_BEHIND = re.compile(r"(?:\s(?P<word>[^\W\d_][\w'’-]*))")
_MOST_WORDS = 4
_LONGEST_NAME = 40
FEWEST_IN_WORDS = 4
"""Smaller numbers are no facts where they are words, so that a source may hold them unseen."""
_ENGLISH = (
    "a an the of in to and or for at on by from with per is are was were be has have had as that who which than but if"
    " when will would can may more less fewer other additional new different total times out each every it we you they"
    " i he she so then this these those there here now all only also not no"
)
_GERMAN = "der die das ein eine und oder von für mit im am zu ist sind war mehr weniger neue andere pro je"
_NO_THING = frozenset(f"{_ENGLISH} {_GERMAN}".split())
"""Words behind a number that don't say what it counts."""


def name_before(before: str) -> str:
    """The word with a capital that a number stands behind, unless the capital is that of a sentence's first word."""
    match = _NAME.search(before[-_LONGEST_NAME:])
    return match["name"].upper() if match else ""


def words_behind(after: str) -> tuple[str, ...]:
    """The next words of the same sentence, without their plural s."""
    words: list[str] = []
    place = 0
    while len(words) < _MOST_WORDS and (match := _BEHIND.match(after, place)):
        words.append(re.sub(r"(?:['’]s|s)$", "", match["word"].lower()))
        place = match.end()
    return tuple(words)


def counts_otherwise(fact: Fact, others: Iterable[Fact], *, exact: bool = False) -> bool:
    """A source that knows 25 machines and a MAX 9 carries no 10 machines and no MAX 10 by its 10 of something else."""
    if fact.kind != "count" or fact.unit:
        return False
    same = [other for other in others if other.kind == "count" and not other.unit]
    if named := {other.value for other in same if fact.name and other.name == fact.name}:
        return fact.value not in named
    thing = fact.counted[0] if fact.counted else ""
    if not thing or thing in _NO_THING or Decimal(fact.value) < FEWEST_IN_WORDS:
        return False
    here = [other for other in same if thing in other.counted]
    agreeing = any(other.value == fact.value or rounds_to(fact, other, exact=exact) for other in here)
    return not agreeing and any(other.counted[0] == thing for other in here)
