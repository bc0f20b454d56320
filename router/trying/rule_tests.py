"""Everything that tests a set of rules: the examples inside them, the scenarios, and what both have tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from router.rulebook import routing, sending
from router.rulebook.examples.coverage import CheckCoverage, RuleCoverage, coverage
from router.rulebook.examples.results import ExampleResult, Status
from router.rulebook.examples.runs import TriedExample, other_results, try_rules
from router.rulebook.known import Known
from router.rulebook.ruleset import RuleSet
from router.trying.scenario_runs import try_scenarios


@dataclass(frozen=True, slots=True)
class RuleTests:
    """What came out. ``coverage`` speaks of the rules with conditions, over all examples and scenarios."""

    results: tuple[ExampleResult, ...]
    coverage: tuple[RuleCoverage, ...]

    @property
    def ran(self) -> int:
        """How many tests there were; a rule that has none is a failure, but no test."""
        return sum(result.kind != "examples" for result in self.results)

    @property
    def counts(self) -> Counter[Status]:
        return Counter(result.status for result in self.results)

    @property
    def passed(self) -> bool:
        """Whether something ran and nothing failed."""
        return self.ran > 0 and not self.counts["failed"]

    def with_status(self, *wanted: Status) -> tuple[ExampleResult, ...]:
        return tuple(result for result in self.results if result.status in wanted)

    @property
    def never_varied(self) -> tuple[tuple[RuleCoverage, CheckCoverage], ...]:
        """The conditions that no test has seen true, or none false."""
        return tuple((rule, check) for rule in self.coverage for check in rule.never_varied)


def run_tests(rules: RuleSet) -> RuleTests:
    """Run all examples and scenarios of the set."""
    routed = try_rules(routing.FILE, rules.routing.rules, rules)
    sent = try_rules(sending.FILE, rules.sending.rules, rules)
    played = try_scenarios(rules)
    return RuleTests(
        results=(
            *other_results(rules),
            *(one.result for one in (*routed, *sent)),
            *(one.result for one in played),
        ),
        coverage=(
            *coverage(routing.FILE, rules.routing.rules, _cases(routed, (one.routing for one in played))),
            *coverage(sending.FILE, rules.sending.rules, _cases(sent, (one.sending for one in played))),
        ),
    )


def _cases(examples: Iterable[TriedExample], scenarios: Iterable[Known | None]) -> list[Known]:
    return [known for known in (*(one.known for one in examples), *scenarios) if known is not None]
