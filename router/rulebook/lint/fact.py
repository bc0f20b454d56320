"""Whether one fact can have a value that fulfils several checks at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from router.rulebook.conditions import Check
from router.rulebook.known import Known
from router.rulebook.lint.values import ALWAYS_THERE, can_be_listed, values_to_try
from router.rulebook.lint.words import Asked, asked_by, excludes, includes
from router.rulebook.operators import EMPTY

MOST_PAIRS = 1_000_000
"""Lists of words that are longer than any person's aren't compared with one another."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A check that must hold, or must not."""

    check: Check
    holds: bool

    @property
    def positive(self) -> bool:
        """Whether the value must fit something that is asked for; else it may fit nothing of it."""
        return self.holds is not self.check.negative

    @property
    def asks_if_empty(self) -> bool:
        return self.check.operator == EMPTY


def contradict(wanted: Sequence[Wanted]) -> bool:
    """Whether no value fulfils all of them, which ask for the same fact. False when that isn't certain."""
    fact = wanted[0].check.fact
    if can_be_listed(fact):
        values = values_to_try(fact, [one.check for one in wanted])
        return not any(_fulfilled(wanted, Known({fact.name: value})) for value in values)
    return _empty_and_not(wanted, fact.name) or _words_exclude(wanted)


def _fulfilled(wanted: Sequence[Wanted], known: Known) -> bool:
    return all(one.check.holds(known, []) is one.holds for one in wanted)


def _empty_and_not(wanted: Sequence[Wanted], name: str) -> bool:
    must_be_empty = any(one.asks_if_empty and one.positive for one in wanted)
    must_be_there = name in ALWAYS_THERE or any(one.positive is not one.asks_if_empty for one in wanted)
    return must_be_empty and must_be_there


def _words_exclude(wanted: Sequence[Wanted]) -> bool:
    """Whether nothing that one check asks for can stand beside what the others want."""
    some = [asked_by(one.check) for one in wanted if one.positive and not one.asks_if_empty]
    refused = [asked for one in wanted if not one.positive for asked in asked_by(one.check)]
    if sum(map(len, some)) * (len(refused) + sum(map(len, some))) > MOST_PAIRS:
        return False
    return any(all(_ruled_out(asked, some, refused) for asked in words) for words in some)


def _ruled_out(asked: Asked, some: Sequence[Sequence[Asked]], refused: Sequence[Asked]) -> bool:
    if any(includes(asked, other) for other in refused):
        return True
    return any(all(excludes(asked, other) for other in words) for words in some)
