"""Why a rule holds or doesn't, as rows of the table under an example that failed."""

from __future__ import annotations

from router.rulebook.conditions import holds
from router.rulebook.examples.results import Difference
from router.rulebook.known import Known
from router.rulebook.rule_list import A, Rule
from router.rulebook.words import shorten
from router.types import ConditionTrace

_MOST = 60
"""Of another rule's condition: its words are many, and the one that was met is told beside it."""
_NO_WISH = "–"
"""Where several conditions hold together, one that doesn't is enough, so nothing is expected of one alone."""


def held(rule: Rule[A], known: Known) -> tuple[Difference, ...]:
    """The rule's own conditions that hold and shouldn't."""
    return tuple(Difference(_said(one), "no", f"yes, it read {one.read}") for one in _settled(rule, known) if one.held)


def decided_by(rule: Rule[A], known: Known) -> tuple[Difference, ...]:
    """The conditions by which another rule decided, with what they read."""
    looked = _settled(rule, known)
    met = [one for one in looked if one.held] or looked
    return tuple(_of_another(rule, one) for one in met)


def left_by(rule: Rule[A], known: Known) -> tuple[Difference, ...]:
    """The conditions by which another rule doesn't hold; none where it does."""
    does, looked = holds(rule.when, known)
    missed = [one for one in looked if not one.held] or looked
    return () if does else tuple(_of_another(rule, one) for one in missed)


def _settled(rule: Rule[A], known: Known) -> tuple[ConditionTrace, ...]:
    return holds(rule.when, known)[1]


def _of_another(rule: Rule[A], one: ConditionTrace) -> Difference:
    verdict = "yes" if one.held else "no"
    return Difference(f"{rule.id}: {shorten(_said(one), _MOST)}", _NO_WISH, f"{verdict}, it read {one.read}")


def _said(one: ConditionTrace) -> str:
    return f"{one.fact} {one.operator} {one.wanted}"
