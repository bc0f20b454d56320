"""Runs the examples of ``wording.yaml``."""

from __future__ import annotations

from collections.abc import Iterator

from router.rulebook.complaints import one_of
from router.rulebook.example_runs import ExampleResult
from router.rulebook.wording import FILE, AlwaysSay, NeverSay, Wording, said
from router.rulebook.wording_parts import WordingExample


def run_wording_examples(wording: Wording) -> list[ExampleResult]:
    """Every example; a rule without one fails too. A rule on trial is tried like any other."""
    return [result for rule in (*wording.never_say, *wording.always_say) for result in _results(rule)]


def _results(rule: NeverSay | AlwaysSay) -> Iterator[ExampleResult]:
    if not rule.examples:
        says = "there is none; add a match and a no match"
        yield ExampleResult(FILE, rule.line, rule.column, rule.id, "examples", False, says)
    for example in rule.examples:
        reached, why = _never(rule, example) if isinstance(rule, NeverSay) else _always(rule, example)
        passed, says = _judged(example, reached, why)
        yield ExampleResult(FILE, example.line, example.column, rule.id, example.kind, passed, says)


def _never(rule: NeverSay, example: WordingExample) -> tuple[bool, str]:
    """Whether the rule finds something, and what it found or why nothing."""
    found = [f"“{one.words}”" for one in said(Wording((rule,)), example.text)]
    if found:
        return True, f"it found {one_of(found).replace(' or ', ' and ')}, and it shouldn't"
    excused = [f"“{one.words}”" for one in said(Wording((rule.without_exceptions(),)), example.text)]
    if excused:
        return False, f"{one_of(excused)} stands there, but an exception (unless) in the same sentence lets it pass"
    return False, f"none of its words stands there: {', '.join(rule.words)}"


def _always(rule: AlwaysSay, example: WordingExample) -> tuple[bool, str]:
    mine, theirs = ", ".join(rule.audiences), ", ".join(example.audiences)
    if rule.is_for(example.audiences):
        return True, f"its text comes to answers for {mine}, and so to one for {theirs}"
    return False, f"its text comes to answers for {mine} only, and this one is for {theirs}"


def _judged(example: WordingExample, reached: bool, why: str) -> tuple[bool, str]:
    if example.kind == "known gap":
        return True, "this gap is closed; make it a match" if reached else "still a gap"
    passed = reached == (example.kind == "match")
    return passed, "" if passed else why
