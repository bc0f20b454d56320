"""The ``when`` of a rule: checks of facts, joined by ``all``, ``any`` and ``not`` to any depth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from router.rulebook.complaints import Placed
from router.rulebook.facts import Fact, Value
from router.rulebook.known import Known
from router.rulebook.operators import MATCHES, FormOfFact, Test, form_and_test, is_negative, wanted_form
from router.rulebook.patterns import compiled, searchable
from router.rulebook.values import in_words
from router.types import ConditionTrace

Looked = list[tuple["Check", bool, Value]]
"""The checks that were looked at, whether each held, and which of the wanted values was met."""


@dataclass(frozen=True, slots=True)
class Check:
    """One fact, one operator. ``wanted`` is in its form for comparing, ``said`` is how the file puts it.

    ``line`` and ``column`` are the place of the operator in its file: no other check has the same. ``exact`` means
    that small and capital letters differ. The fields after it follow from the rest (:func:`check_of`).
    """

    fact: Fact
    operator: str
    wanted: tuple[Value, ...]
    said: str
    line: int
    column: int
    exact: bool
    negative: bool
    form: FormOfFact = field(repr=False, compare=False)
    test: Test = field(repr=False, compare=False)

    def holds(self, known: Known, looked: Looked) -> bool:
        met = self.test(known.forms[self.form])
        held = (met is None) is self.negative
        looked.append((self, held, met))
        return held


@dataclass(frozen=True, slots=True)
class Group:
    """``all``: every part holds; ``any``: at least one does; ``not``: its one part doesn't."""

    join: Literal["all", "any", "not"]
    parts: tuple[Condition, ...]

    def holds(self, known: Known, looked: Looked) -> bool:
        """Stops where the answer is clear, and adds to ``looked`` what it looked at until then."""
        clear_when = self.join == "any"
        held = not clear_when
        for part in self.parts:
            if part.holds(known, looked) is clear_when:
                held = clear_when
                break
        return held is not (self.join == "not")


Condition = Check | Group


def check_of(
    fact: Fact, operator: str, wanted: tuple[Value, ...], said: str, place: Placed, *, exact: bool = False
) -> Check:
    """A check of the values as they were read."""
    formed = tuple(wanted_form(operator, value, exact) for value in wanted if value is not None)
    form, test = form_and_test(fact, operator, formed, exact)
    negative = is_negative(operator, formed)
    return Check(fact, operator, formed, said, place.line, place.column, exact, negative, form, test)


def joined(join: Literal["all", "any"], parts: Sequence[Condition]) -> Condition:
    """The parts as one condition; a single one stands for itself."""
    return parts[0] if len(parts) == 1 else Group(join, tuple(parts))


def holds(condition: Condition, known: Known) -> tuple[bool, tuple[ConditionTrace, ...]]:
    """Whether it holds, and the checks that settled it: looking stops where the answer is clear."""
    looked: Looked = []
    held = condition.holds(known, looked)
    return held, traces(looked, known)


def look(condition: Condition, known: Known) -> tuple[tuple[Check, ConditionTrace], ...]:
    """Every check below, in the file's order, each with its own verdict: also those that settled nothing."""
    looked: Looked = []
    for check in checks_of(condition):
        check.holds(known, looked)
    return tuple(zip((check for check, _, _ in looked), traces(looked, known), strict=True))


def checks_of(condition: Condition) -> Iterator[Check]:
    """All checks below, in the file's order."""
    if isinstance(condition, Check):
        yield condition
        return
    for part in condition.parts:
        yield from checks_of(part)


def traces(looked: Sequence[tuple[Check, bool, Value]], known: Known) -> tuple[ConditionTrace, ...]:
    """What was looked at, in words."""
    return tuple([_trace(check, held, met, known) for check, held, met in looked])


def _trace(check: Check, held: bool, met: Value, known: Known) -> ConditionTrace:
    name = check.fact.name
    read = known.shown(name) if met is None else _read(check, met, known)
    return ConditionTrace(name, check.operator, check.said, read, held, known.knows(name))


def _read(check: Check, met: Value, known: Known) -> str:
    """What the check read: of a text the word that was met. Never what stands behind a placeholder."""
    value = known.read(check.fact.name)
    if check.fact.type != "text" or not isinstance(met, str) or not isinstance(value, str):
        return known.shown(check.fact.name)
    if check.operator != MATCHES:
        return in_words(met)
    return in_words(compiled(met, exact=check.exact)(searchable(value)) or value)
