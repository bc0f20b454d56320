"""Whether conditions can hold together at all. What can't be told for certain counts as possible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from router.rulebook.conditions import Check, Condition
from router.rulebook.lint.fact import Wanted, contradict

MOST_STEPS = 2_000
"""After so many checks a question counts as too hard to be answered."""

Wish = tuple[Condition, bool]
"""A condition, and whether it must hold or must not."""
Met = Mapping[str, tuple[Wanted, ...]]
"""What must hold of each fact."""


class _TooHard(Exception):
    """The question takes more steps than it is worth."""


def possible(wishes: Iterable[Wish]) -> bool:
    """Whether some ticket may fulfil all of them."""
    try:
        return _Search().finds(tuple(wishes), {})
    except _TooHard:
        return True


def implies(condition: Condition, other: Condition) -> bool:
    """Whether ``other`` certainly holds wherever ``condition`` does."""
    return not possible([(condition, True), (other, False)])


def never(condition: Condition) -> bool:
    """Whether it certainly never holds."""
    return not possible([(condition, True)])


def always(condition: Condition) -> bool:
    """Whether it certainly holds for every ticket."""
    return not possible([(condition, False)])


class _Search:
    """Goes through the ways of fulfilling wishes until one has no contradiction in it."""

    def __init__(self) -> None:
        self._steps = 0

    def finds(self, wishes: tuple[Wish, ...], met: Met) -> bool:
        must, choices = _taken_apart(wishes)
        for check, holds in must:
            met = self._also(met, Wanted(check, holds))
            if contradict(met[check.fact.name]):
                return False
        if not choices:
            return True
        (choice, wanted), rest = choices[0], choices[1:]
        parts = () if isinstance(choice, Check) else choice.parts
        return any(self.finds(((part, wanted), *rest), met) for part in parts)

    def _also(self, met: Met, wanted: Wanted) -> Met:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise _TooHard
        name = wanted.check.fact.name
        return {**met, name: (*met.get(name, ()), wanted)}


def _taken_apart(wishes: Iterable[Wish]) -> tuple[list[tuple[Check, bool]], tuple[Wish, ...]]:
    """The checks that must come out so, and the groups of which one part is enough."""
    must: list[tuple[Check, bool]] = []
    choices: list[Wish] = []
    todo = list(wishes)
    while todo:
        condition, wanted = todo.pop()
        if isinstance(condition, Check):
            must.append((condition, wanted))
        elif condition.join == "not":
            todo.extend((part, not wanted) for part in condition.parts)
        elif (condition.join == "all") is wanted:
            todo.extend((part, wanted) for part in condition.parts)
        else:
            choices.append((condition, wanted))
    return must, tuple(choices)
