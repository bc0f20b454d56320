"""What the examples and scenarios have tried of each rule: how often it decided, and which conditions never varied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from router.rulebook.conditions import Check, checks_of
from router.rulebook.known import Known
from router.rulebook.rule_list import A, Rule, walk


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


def coverage(file: str, rules: Sequence[Rule[A]], cases: Sequence[Known]) -> tuple[RuleCoverage, ...]:
    """Each rule of the file over all cases, whether the walk came as far as it or not."""
    walks = (walk(rules, known) for known in cases)
    reached = Counter(one.rule for walked in walks for one in walked.trace if one.outcome != "did not apply")
    return tuple(_of_rule(file, rule, cases, reached[rule.id]) for rule in rules)


def _of_rule(file: str, rule: Rule[A], cases: Sequence[Known], reached: int) -> RuleCoverage:
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
        checks=tuple(_of_check(check, cases) for check in checks_of(rule.when)),
    )


def _of_check(check: Check, cases: Sequence[Known]) -> CheckCoverage:
    held = sum(check.holds(known, []) for known in cases)
    words = f"{check.fact.name} {check.operator} {check.said}"
    return CheckCoverage(words, check.line, check.column, held, len(cases) - held)
