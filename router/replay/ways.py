"""The ways that a walk through one file could go, where it hangs on facts that nobody had looked at."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic

from router.replay.unknown import Unsure, unsure_of, verdict
from router.rulebook.asked import rules_asked
from router.rulebook.known import Known
from router.rulebook.routing import Routing, RoutingAction
from router.rulebook.rule_list import OTHERWISE, A, Rule
from router.rulebook.ruleset import RuleSet
from router.rulebook.sending import LaneStep, SendingAction


@dataclass(frozen=True, slots=True)
class Assumed:
    """What is taken for granted about facts that nobody knows: conditions that hold, and others that don't."""

    held: frozenset[Hashable] = frozenset()
    failed: frozenset[Hashable] = frozenset()

    def and_also(self, other: Assumed) -> Assumed:
        return Assumed(self.held | other.held, self.failed | other.failed)

    @property
    def can_be(self) -> bool:
        """Whether nothing is taken both to hold and not to."""
        return not self.held & self.failed


@dataclass(frozen=True, slots=True)
class Way(Generic[A]):
    """The rule that decides, with what has to be assumed for that.

    ``sure`` are the rules up to it of which it is known whether they hold, ``unsure`` those of which it isn't.
    """

    rule: str
    then: A
    sure: tuple[Rule[A], ...]
    assumed: Assumed
    unsure: frozenset[Unsure]


def ways(rules: Sequence[Rule[A]], otherwise: A, known: Known) -> Iterator[Way[A]]:
    """Each rule that might decide, down to the first that surely does. One on trial changes nothing either way."""
    sure: tuple[Rule[A], ...] = ()
    unsure: frozenset[Unsure] = frozenset()
    failed: frozenset[Hashable] = frozenset()
    for rule in (one for one in rules if not one.trial):
        held = verdict(rule.when, known)
        if held is None:
            doubt = unsure_of(rule, known)
            unsure |= {doubt}
            if rule.then.decides:
                yield Way(rule.id, rule.then, sure, Assumed(frozenset({doubt.when}), failed), unsure)
                failed |= {doubt.when}
            continue
        sure += (rule,)
        if held and rule.then.decides:
            yield Way(rule.id, rule.then, sure, Assumed(failed=failed), unsure)
            return
    yield Way(OTHERWISE, otherwise, sure, Assumed(failed=failed), unsure)


def routing_ways(rules: RuleSet, facts: Known) -> Iterator[tuple[Way[RoutingAction], RuleSet]]:
    """The ways through ``routing.yaml``, each with the rules as if no other were open."""
    asked = rules_asked(rules.routing.rules, facts)
    for way in ways(asked, rules.routing.otherwise, facts):
        yield way, replace(rules, routing=Routing(way.sure, way.then))


def sending_ways(rules: RuleSet, facts: Known, requester_id: int) -> Iterator[tuple[Way[SendingAction], RuleSet]]:
    """The same for ``sending.yaml``. A share of the requesters is drawn by the rule's own name."""
    for way in ways(rules.sending.rules, rules.sending.otherwise, facts):
        step = way.then.step and LaneStep(way.then.step.for_requester(way.rule, requester_id))
        sending = replace(rules.sending, rules=way.sure, otherwise=replace(way.then, step=step))
        yield way, replace(rules, sending=sending)
