"""The rule and the condition that made the difference, found by comparing the walks of both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from router.replay.moves import sees
from router.replay.outcome import Outcome
from router.rulebook import routing, sending
from router.rulebook.rule_list import BUILT_IN, OTHERWISE, A, Rule
from router.rulebook.ruleset import SEGMENTS, RuleSet
from router.rulebook.words import shorten
from router.types import ConditionTrace, RuleTrace

MOST_CONDITIONS = 2


@dataclass(frozen=True, slots=True)
class Why:
    """What made the difference: ``says`` is the same for many tickets, ``read`` is what this one's facts read."""

    says: str
    read: str = ""


def why(before: Outcome, after: Outcome, old: RuleSet, new: RuleSet) -> Why:
    """Both sides' walks compared: what no longer decides and why, and what decides now and why."""
    parts = [*_who(before, after, old, new), *_routed(before, after, old, new)]
    if before.route.decision == after.route.decision:
        parts += _searched(before, after)
        parts += _sent(before, after, old, new)
    says = "; ".join(dict.fromkeys(part.says for part in parts))
    read = "; ".join(dict.fromkeys(part.read for part in parts if part.read))
    return Why(says or "only tags or the words around it changed", read)


def _who(before: Outcome, after: Outcome, old: RuleSet, new: RuleSet) -> Iterator[Why]:
    one, other = before.customer, after.customer
    if one.kind != other.kind:
        yield Why(f"customers.yaml makes them {other.kind}, not {one.kind}")
    elif sees(before) != sees(after):
        holders = " and ".join(other.products) or "no product"
        yield Why(f"{SEGMENTS}: who holds {holders} may see {', '.join(other.may_see)}")
    if before.message.products_named != after.message.products_named:
        names = [" and ".join(side.message.products_named) or "no product" for side in (before, after)]
        yield Why(f"{SEGMENTS}: the message names {names[1]} now, and named {names[0]}")
    if one.highest_lane != other.highest_lane and one.kind == other.kind:
        yield Why(f"customers.yaml lets this customer have {other.highest_lane} at most, not {one.highest_lane}")


def _routed(before: Outcome, after: Outcome, old: RuleSet, new: RuleSet) -> Iterator[Why]:
    one, other = before.route, after.route
    if one.rule != other.rule:
        walks = _Walks(routing.FILE, old.routing.rules, new.routing.rules, one.trace, other.trace)
        yield from walks.differ(one.rule, other.rule)
    elif (one.decision, one.template, one.hand_over) != (other.decision, other.template, other.hand_over):
        yield Why(f"{_named(other.rule, routing.FILE, new.routing.rules)} says something else now")


def _searched(before: Outcome, after: Outcome) -> Iterator[Why]:
    one, other = before.route, after.route
    if other.decision == "retrieve" and one.search_reason != other.search_reason:
        yield Why(f"searched differently, because {other.search_reason}")
    allowed = [(side.only_templates, side.not_templates) for side in (one, other)]
    if one.rule == other.rule and allowed[0] != allowed[1]:
        yield Why(f'the rule "{other.rule}" allows other templates now')


def _sent(before: Outcome, after: Outcome, old: RuleSet, new: RuleSet) -> Iterator[Why]:
    one, other = before.permit, after.permit
    if one is None or other is None or (one.lane, one.rule) == (other.lane, other.rule):
        return
    if old.sending.highest_lane != new.sending.highest_lane:
        yield Why(f"{sending.FILE}: the highest lane is {new.sending.highest_lane}, not {old.sending.highest_lane}")
    if one.rule != other.rule:
        walks = _Walks(sending.FILE, old.sending.rules, new.sending.rules, one.trace, other.trace)
        yield from walks.differ(one.rule, other.rule)
    else:
        now = [said for said in other.reasons if said not in one.reasons and not said.startswith(sending.FILE)]
        gone = [said for said in one.reasons if said not in other.reasons and not said.startswith(sending.FILE)]
        yield from (Why(said) for said in now)
        yield from (Why(f"no longer: {said}") for said in gone if not now)


@dataclass(frozen=True, slots=True)
class _Walks:
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
    says = " and ".join(f"{_said(one)}: {'yes' if one.held else 'no'}" for one in conditions)
    read = "; ".join(f"{one.fact} read {one.read or 'nothing'}" for one in conditions)
    return says or "its conditions hold", read


def _said(condition: ConditionTrace) -> str:
    return f"{condition.fact} {condition.operator} {shorten(condition.wanted)}"
