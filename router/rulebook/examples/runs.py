"""Runs the examples that stand inside the rules, against the whole file they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from router.rulebook import calendar, routing, sending
from router.rulebook.conditions import holds
from router.rulebook.customer_runs import customer_results
from router.rulebook.examples.results import CLOSED_GAP, STILL_A_GAP, Difference, ExampleResult, compared, differences
from router.rulebook.examples.usual import example_facts
from router.rulebook.known import Known
from router.rulebook.rule_list import OTHERWISE, A, Example, Rule, Walk, walk
from router.rulebook.ruleset import RuleSet
from router.rulebook.values import in_words
from router.rulebook.wording_runs import run_wording_examples

__all__ = ["ExampleResult", "TriedExample", "other_results", "run_examples", "try_rules"]

_GOOD = ("decided", "would have decided", "added tags")
_NO_EXAMPLE = "there is none; add a match and a no match"


@dataclass(frozen=True, slots=True)
class TriedExample:
    """The result of an example and all the facts it was tried with; None where there was no example to try."""

    result: ExampleResult
    known: Known | None = None


def run_examples(rules: RuleSet) -> list[ExampleResult]:
    """Every example of every file; a rule without one fails too."""
    tried = (*try_rules(routing.FILE, rules.routing.rules, rules), *try_rules(sending.FILE, rules.sending.rules, rules))
    return [*other_results(rules), *(one.result for one in tried)]


def other_results(rules: RuleSet) -> list[ExampleResult]:
    """The examples of the files that hold no list of conditions."""
    return [*customer_results(rules), *_calendar_results(rules), *run_wording_examples(rules.wording)]


def try_rules(file: str, rules: Sequence[Rule[A]], ruleset: RuleSet) -> tuple[TriedExample, ...]:
    """The examples of the rules of one file, and a failure for each rule that has none."""
    return tuple(one for rule in rules for one in _tried(file, rule, rules, ruleset))


def _tried(file: str, rule: Rule[A], rules: Sequence[Rule[A]], ruleset: RuleSet) -> Iterator[TriedExample]:
    if not rule.examples:
        yield TriedExample(ExampleResult(file, rule.line, rule.column, rule.id, "examples", False, _NO_EXAMPLE))
    for example in rule.examples:
        known = example_facts(example.facts, ruleset.usual, ruleset.segments)
        outcome = _outcome(rule, example, known, rules)
        place = (file, example.line, example.column, rule.id, example.kind)
        yield TriedExample(ExampleResult(*place, *outcome), known)


_Outcome = tuple[bool, str, tuple[Difference, ...], bool]
"""Whether it passed, what is to be told, the same piece by piece, and whether a gap is closed."""
_PASSED: _Outcome = (True, "", (), False)


def _outcome(rule: Rule[A], example: Example, known: Known, rules: Sequence[Rule[A]]) -> _Outcome:
    if example.kind == "no match":
        held, _ = holds(rule.when, known)
        return (False, "its conditions hold, and they shouldn't", _held(rule, known), False) if held else _PASSED
    walked = walk(rules, known)
    reached = walked.outcome(rule.id) in _GOOD
    if example.kind == "known gap":
        return True, CLOSED_GAP if reached else STILL_A_GAP, (), reached
    return _PASSED if reached else (False, *_why_not(rule, walked), False)


def _held(rule: Rule[A], known: Known) -> tuple[Difference, ...]:
    _, looked = holds(rule.when, known)
    shown = (one for one in looked if one.held)
    return tuple(Difference(f"{c.fact} {c.operator} {c.wanted}", "no", f"yes, it read {c.read}") for c in shown)


def _why_not(rule: Rule[A], walked: Walk[A]) -> tuple[str, tuple[Difference, ...]]:
    winner = walked.rule.id if walked.rule else OTHERWISE
    verdict = (
        Difference("decides", rule.id, winner) if rule.then.decides else Difference(rule.id, "adds tags", "nothing")
    )
    trace = next((trace for trace in walked.trace if trace.rule == rule.id), None)
    if trace is None:
        return f'the rule "{winner}" decided before it', (verdict,)
    failed = [c for c in trace.conditions if not c.held]
    looked = "; ".join(f'{c.fact} {c.operator} "{c.wanted}", but it read {c.read}' for c in failed[:3])
    pieces = (Difference(f"{c.fact} {c.operator} {c.wanted}", "yes", f"no, it read {c.read}") for c in failed)
    return f"it didn't apply: {looked or 'no condition could hold'}", (verdict, *pieces)


def _calendar_results(rules: RuleSet) -> Iterator[ExampleResult]:
    """The examples of ``calendar.yaml``: what it must say of a time."""
    for example in rules.calendar.examples:
        facts = rules.calendar.facts(example.given)
        got = {key: _said(in_words(facts[f"time.{key}"])) for key in example.expect}
        wanted = {key: _said(value) for key, value in example.expect.items()}
        yield compared(calendar.FILE, example, "the calendar", "example", differences(wanted, got))


def _said(word: str) -> tuple[str, ...]:
    return () if word in ("(empty)", "none") else (word,)
