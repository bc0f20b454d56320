"""What the examples and scenarios have tried of each rule: how often it decided, and which conditions never varied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from router.rulebook.asked import answers_a_machine
from router.rulebook.conditions import Check, checks_of
from router.rulebook.known import Known
from router.rulebook.operators import FormOfFact
from router.rulebook.rule_list import A, Rule, Walk


@dataclass(frozen=True, slots=True)
class CheckCoverage:
    """A condition at its place in the file, and how often it held and did not."""

    condition: str
    line: int
    column: int
    yes: int
    no: int

    @property
    def never(self) -> str:
        """``yes`` or ``no``, whichever it never was; empty when it was both."""
        return "yes" if not self.yes else "no" if not self.no else ""


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """``match``, ``no_match`` and ``gaps`` count its own examples; ``reached`` all cases in which it took part.

    A rule takes part when it decides, adds its tags, or would have decided while on trial.
    """

    file: str
    rule: str
    line: int
    column: int
    match: int
    no_match: int
    gaps: int
    reached: int
    checks: tuple[CheckCoverage, ...]

    @property
    def never_varied(self) -> tuple[CheckCoverage, ...]:
        """The conditions that were never true or never false."""
        return tuple(check for check in self.checks if check.never)


def took_part(walked: Walk[A], otherwise: A) -> tuple[str, ...]:
    """The rules that did. None did where a machine would have been answered."""
    known = walked.known
    if answers_a_machine(walked.rule.then if walked.rule else otherwise, known):
        return ()
    held = [rule for rule, held, _ in walked.looked_at if held]
    return tuple(rule.id for rule in held if not (rule.trial and answers_a_machine(rule.then, known)))


def coverage(
    file: str, rules: Sequence[Rule[A]], cases: Sequence[Known], reached: Mapping[str, int]
) -> tuple[RuleCoverage, ...]:
    """Each rule of the file over all cases, whether the walk came as far as it or not.

    ``reached`` says by its id in how many cases a rule took part.
    """
    read = _Read(cases)
    return tuple(_of_rule(file, rule, read, reached.get(rule.id, 0)) for rule in rules)


class _Read(dict[FormOfFact, Counter[Any]]):
    """What all cases read, by the form in which a condition compares it: many cases read the same."""

    def __init__(self, cases: Sequence[Known]) -> None:
        super().__init__()
        self._cases = cases

    def __missing__(self, form: FormOfFact) -> Counter[Any]:
        read = self[form] = Counter(known.forms[form] for known in self._cases)
        return read


def _of_rule(file: str, rule: Rule[A], read: _Read, reached: int) -> RuleCoverage:
    kinds = Counter(example.kind for example in rule.examples)
    return RuleCoverage(
        file=file,
        rule=rule.id,
        line=rule.line,
        column=rule.column,
        match=kinds["match"],
        no_match=kinds["no match"],
        gaps=kinds["known gap"],
        reached=reached,
        checks=tuple(_of_check(check, read[check.form]) for check in checks_of(rule.when)),
    )


def _of_check(check: Check, read: Counter[Any]) -> CheckCoverage:
    met = sum(count for value, count in read.items() if check.test(value) is not None)
    missed = read.total() - met
    yes, no = (missed, met) if check.negative else (met, missed)
    words = f"{check.fact.name} {check.operator} {check.said}"
    return CheckCoverage(words, check.line, check.column, yes, no)
