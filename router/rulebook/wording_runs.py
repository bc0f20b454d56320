"""Runs the examples of ``wording.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from router.rulebook.examples.results import CLOSED_GAP, STILL_A_GAP, ExampleResult, listed
from router.rulebook.wording import FILE, AlwaysSay, NeverSay, Wording, said
from router.rulebook.wording_parts import WordingExample


def run_wording_examples(wording: Wording) -> list[ExampleResult]:
    """Every example; a rule without one fails too. A rule on trial is tried like any other."""
    return [result for rule in wording.rules for result in _results(rule)]


def _results(rule: NeverSay | AlwaysSay) -> Iterator[ExampleResult]:
    if not rule.examples:
        says = "there is none; add a match and a no match"
        yield ExampleResult(FILE, rule.line, rule.column, rule.id, "examples", False, says)
    for example in rule.examples:
        reached, why = _never(rule, example) if isinstance(rule, NeverSay) else _always(rule, example)
        place = (FILE, example.line, example.column, rule.id, example.kind)
        yield ExampleResult(*place, *_judged(example, reached, why))


def _never(rule: NeverSay, example: WordingExample) -> tuple[bool, str]:
    """Whether the rule finds something, and what it found or why nothing."""
    if found := _quoted(rule, example.text):
        return True, f"it found {found}, and it shouldn't"
    if excused := _quoted(rule.without_exceptions(), example.text):
        return False, f"{excused} stands there, but an exception (unless) in the same sentence lets it pass"
    return False, f"none of its words stands there: {', '.join(rule.words)}"


def _quoted(rule: NeverSay, text: str) -> str:
    found = [f"“{one.words}”" for one in said(Wording((rule,)), text)]
    return listed(found) if found else ""


def _always(rule: AlwaysSay, example: WordingExample) -> tuple[bool, str]:
    mine, theirs = _readers(rule.audiences, rule.countries), _readers(example.audiences, (example.country,))
    if rule.is_for(example.audiences, example.country):
        return True, f"its text ends answers for {mine}, and so this one for {theirs}"
    return False, f"its text ends answers for {mine} only, and this one is for {theirs}"


def _readers(audiences: Sequence[str], countries: Sequence[str]) -> str:
    where = [country for country in countries if country]
    return f"{listed(audiences)} in {listed(where)}" if where else listed(audiences)


def _judged(example: WordingExample, reached: bool, why: str) -> tuple[bool, str]:
    """Whether it passed, and what is to be told."""
    if example.kind == "known gap":
        return True, CLOSED_GAP if reached else STILL_A_GAP
    passed = reached == (example.kind == "match")
    return passed, "" if passed else why
