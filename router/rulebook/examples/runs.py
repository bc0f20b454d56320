"""Runs the examples that stand inside the rules, against the whole file they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic

from router.rulebook import calendar, routing, sending
from router.rulebook.asked import answers_a_machine, asked_walk, rules_asked
from router.rulebook.customer_runs import customer_results
from router.rulebook.examples.coverage import took_part
from router.rulebook.examples.results import CLOSED_GAP, STILL_A_GAP, Difference, ExampleResult, compared, differences
from router.rulebook.examples.usual import example_facts
from router.rulebook.examples.why import decided_by, held, left_by
from router.rulebook.known import Known
from router.rulebook.rule_list import BUILT_IN, OTHERWISE, A, Example, Rule, Walk
from router.rulebook.ruleset import RuleSet
from router.rulebook.values import in_words
from router.rulebook.wording_runs import run_wording_examples

__all__ = ["ExampleResult", "TriedExample", "other_results", "run_examples", "try_routing", "try_sending"]

_NO_EXAMPLE = "there is none; add a match and a no match"
_NOT_ASKED = "a machine's message only meets rules that ask message.robot, and this one doesn't"
_NOT_ANSWERED = "a machine's message is never answered: it is ignored, unless a rule ignores it or hands it over"


@dataclass(frozen=True, slots=True)
class TriedExample:
    """The result of an example and all the facts it was tried with; None where there was no example to try.

    ``took_part`` are the rules that did: see :class:`RuleCoverage`.
    """

    result: ExampleResult
    known: Known | None = None
    took_part: tuple[str, ...] = ()


def run_examples(rules: RuleSet) -> list[ExampleResult]:
    """Every example of every file; a rule without one fails too."""
    return [*other_results(rules), *(one.result for one in (*try_routing(rules), *try_sending(rules)))]


def other_results(rules: RuleSet) -> list[ExampleResult]:
    """The examples of the files that hold no list of conditions."""
    return [*customer_results(rules), *_calendar_results(rules), *run_wording_examples(rules.wording)]


def try_routing(rules: RuleSet) -> tuple[TriedExample, ...]:
    """The examples of the rules of ``routing.yaml``, and a failure for each rule that has none."""
    one = _File(routing.FILE, rules.routing.rules, rules.routing.otherwise, rules)
    return tuple(tried for rule in one.rules for tried in one.try_rule(rule))


def try_sending(rules: RuleSet) -> tuple[TriedExample, ...]:
    """The same for ``sending.yaml``."""
    one = _File(sending.FILE, rules.sending.rules, rules.sending.otherwise, rules)
    return tuple(tried for rule in one.rules for tried in one.try_rule(rule))


_Outcome = tuple[bool, str, tuple[Difference, ...], bool]
"""Whether it passed, what is to be told, the same piece by piece, and whether a gap is closed."""
_PASSED: _Outcome = (True, "", (), False)


@dataclass(frozen=True, slots=True)
class _File(Generic[A]):
    """One file's rules, as the service goes through them."""

    name: str
    rules: Sequence[Rule[A]]
    otherwise: A
    ruleset: RuleSet

    def try_rule(self, rule: Rule[A]) -> Iterator[TriedExample]:
        if not rule.examples:
            yield TriedExample(
                ExampleResult(self.name, rule.line, rule.column, rule.id, "examples", False, _NO_EXAMPLE)
            )
        for example in rule.examples:
            known = example_facts(example.facts, self.ruleset.usual, self.ruleset.segments)
            walked = asked_walk(self.rules, known, told=False)
            outcome = self._outcome(rule, example, walked)
            place = (self.name, example.line, example.column, rule.id, example.kind)
            yield TriedExample(ExampleResult(*place, *outcome), known, took_part(walked, self.otherwise))

    def _outcome(self, rule: Rule[A], example: Example, walked: Walk[A]) -> _Outcome:
        known = walked.known
        if example.kind == "no match":
            holds = rule.when.holds(known, []) and rules_asked((rule,), known)
            return (False, "its conditions hold, and they shouldn't", held(rule, known), False) if holds else _PASSED
        reached = rule.id in took_part(walked, self.otherwise)
        if example.kind == "known gap":
            return True, CLOSED_GAP if reached else STILL_A_GAP, (), reached
        return _PASSED if reached else (False, *self._why_not(rule, known), False)

    def _why_not(self, rule: Rule[A], known: Known) -> tuple[str, tuple[Difference, ...]]:
        return _why_not(rule, asked_walk(self.rules, known), self.otherwise)


def _why_not(rule: Rule[A], walked: Walk[A], otherwise: A) -> tuple[str, tuple[Difference, ...]]:
    winner = _winner(walked, otherwise)
    verdict = (
        Difference("decides", rule.id, winner) if rule.then.decides else Difference(rule.id, "adds tags", "nothing")
    )
    if not rules_asked((rule,), walked.known):
        return _NOT_ASKED, (verdict,)
    trace = next((trace for trace in walked.trace if trace.rule == rule.id), None)
    if trace is None and walked.rule is not None:
        says = f'the rule "{winner}" in line {walked.rule.line} decided before it'
        return says, (verdict, *decided_by(walked.rule, walked.known), *left_by(rule, walked.known))
    if trace is None or trace.outcome != "did not apply":
        return _NOT_ANSWERED, (verdict,)
    failed = [c for c in trace.conditions if not c.held]
    looked = "; ".join(f'{c.fact} {c.operator} "{c.wanted}", but it read {c.read}' for c in failed[:3])
    pieces = (Difference(f"{c.fact} {c.operator} {c.wanted}", "yes", f"no, it read {c.read}") for c in failed)
    return f"it didn't apply: {looked or 'no condition could hold'}", (verdict, *pieces)


def _winner(walked: Walk[A], otherwise: A) -> str:
    if answers_a_machine(walked.rule.then if walked.rule else otherwise, walked.known):
        return BUILT_IN
    return walked.rule.id if walked.rule else OTHERWISE


def _calendar_results(rules: RuleSet) -> Iterator[ExampleResult]:
    """The examples of ``calendar.yaml``: what it must say of a time."""
    for example in rules.calendar.examples:
        facts = rules.calendar.facts(example.given)
        got = {key: _said(in_words(facts[f"time.{key}"])) for key in example.expect}
        wanted = {key: _said(value) for key, value in example.expect.items()}
        yield compared(calendar.FILE, example, "the calendar", "example", differences(wanted, got))


def _said(word: str) -> tuple[str, ...]:
    return () if word in ("(empty)", "none") else (word,)
