"""Two walks through one file of rules: what no longer decides and why, and what decides now and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from router.rulebook.rule_list import BUILT_IN, OTHERWISE, A, Rule
from router.rulebook.words import shorten
from router.types import ConditionTrace, RuleTrace

MOST_CONDITIONS = 2


@dataclass(frozen=True, slots=True)
class Why:
    """What made the difference: ``says`` is the same for many tickets, ``read`` is what this one's facts read."""

    says: str
    read: str = ""


@dataclass(frozen=True, slots=True)
class Walks:
    """The walks of both sides through one file."""

    file: str
    old: Sequence[Rule[A]]  # type: ignore[valid-type]
    new: Sequence[Rule[A]]  # type: ignore[valid-type]
    before: Sequence[RuleTrace]
    after: Sequence[RuleTrace]

    def differ(self, lost: str, won: str) -> Iterator[Why]:
        yield self._won(won)
        if lost not in (OTHERWISE, BUILT_IN):
            yield self._lost(lost)

    def _won(self, rule: str) -> Why:
        if rule == OTHERWISE:
            return Why(f"no rule of {self.file} decides now")
        if rule == BUILT_IN:
            return Why("what is built in decides now")
        earlier, now = _of(rule, self.before), _of(rule, self.after)
        held = [one for one in (now.conditions if now else ()) if one.held]
        fresh = [one for one in held if earlier is None or not _held_in(one, earlier)] or held
        what, read = _told(fresh[:MOST_CONDITIONS])
        return Why(f"{_named(rule, self.file, self.new)} decides now{self._since(rule, earlier)}: {what}", read)

    def _since(self, rule: str, earlier: RuleTrace | None) -> str:
        before = next((one for one in self.old if one.id == rule), None)
        if before is None:
            return " (it is new)"
        if before.trial:
            return " (it was on trial)"
        return "" if earlier else " (it stood below what decided)"

    def _lost(self, rule: str) -> Why:
        now, still = _of(rule, self.after), next((one for one in self.new if one.id == rule), None)
        name = _named(rule, self.file, self.new)
        if still is None:
            return Why(f"{name} is gone")
        if still.trial:
            return Why(f"{name} is on trial now")
        if now is None:
            return Why(f"{name} comes too late now")
        if now.outcome != "did not apply":
            return Why(f"{name} doesn't decide any more")
        earlier = _of(rule, self.before)
        failed = [one for one in now.conditions if not one.held]
        fresh = [one for one in failed if earlier is None or not _failed_in(one, earlier)] or failed
        what, read = _told(fresh[-MOST_CONDITIONS:])
        return Why(f"{name} no longer applies: {what}", read)


def _of(rule: str, trace: Sequence[RuleTrace]) -> RuleTrace | None:
    return next((one for one in trace if one.rule == rule), None)


def _held_in(condition: ConditionTrace, rule: RuleTrace) -> bool:
    return any(_said(one) == _said(condition) and one.held for one in rule.conditions)


def _failed_in(condition: ConditionTrace, rule: RuleTrace) -> bool:
    return any(_said(one) == _said(condition) and not one.held for one in rule.conditions)


def _named(rule: str, file: str, rules: Sequence[Rule[A]]) -> str:
    line = next((one.line for one in rules if one.id == rule), 0)
    if rule == OTHERWISE:
        return f'"{OTHERWISE}" of {file}'
    return f'the rule "{rule}" ({file}:{line})' if line else f'the rule "{rule}" ({file})'


def _told(conditions: Sequence[ConditionTrace]) -> tuple[str, str]:
    """The conditions in words that are the same for every ticket, and what this ticket's facts read."""
    says = " and ".join(f"{_said(one)} {'holds' if one.held else 'does not hold'}" for one in conditions)
    read = "; ".join(f"{one.fact} read {one.read or 'nothing'}" for one in conditions)
    return says or "its conditions hold", read


def _said(condition: ConditionTrace) -> str:
    """As it stands in the file."""
    return f"{condition.fact}: {{{condition.operator}: {shorten(condition.wanted)}}}"


def says_else(what: str, rule: str, file: str, rules: Sequence[Rule[A]], trace: Sequence[RuleTrace]) -> Why:
    """The same rule decides, and does something else."""
    looked = _of(rule, trace)
    held = [one for one in (looked.conditions if looked else ()) if one.held][:MOST_CONDITIONS]
    told, read = _told(held)
    return Why(f"{_named(rule, file, rules)} says {what}{f': {told}' if held else ''}", read)
