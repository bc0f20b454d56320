"""Everything that tests a set of rules: the examples inside them, the scenarios, and what both have tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from router.rulebook import routing, sending
from router.rulebook.asked import asked_walk
from router.rulebook.examples.coverage import CheckCoverage, RuleCoverage, coverage, took_part
from router.rulebook.examples.results import ExampleResult, Status
from router.rulebook.examples.runs import TriedExample, other_results, try_routing, try_sending
from router.rulebook.known import Known
from router.rulebook.ruleset import RuleSet
from router.trying.scenario_runs import TriedScenario, try_scenarios


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
    routed, sent, played = try_routing(rules), try_sending(rules), try_scenarios(rules)
    return RuleTests(
        results=(
            *other_results(rules),
            *(one.result for one in (*routed, *sent)),
            *(one.result for one in played),
        ),
        coverage=(*_routing(rules, routed, played), *_sending(rules, sent, played)),
    )


def _routing(
    rules: RuleSet, tried: Sequence[TriedExample], played: Sequence[TriedScenario]
) -> tuple[RuleCoverage, ...]:
    listed, cases = rules.routing.rules, [one.routing for one in played]
    walked = (took_part(asked_walk(listed, known, told=False), rules.routing.otherwise) for known in cases)
    return coverage(routing.FILE, listed, [*_known(tried), *cases], _counted(tried, walked))


def _sending(
    rules: RuleSet, tried: Sequence[TriedExample], played: Sequence[TriedScenario]
) -> tuple[RuleCoverage, ...]:
    listed, cases = rules.sending.rules, [one.sending for one in played if one.sending is not None]
    walked = (took_part(asked_walk(listed, known, told=False), rules.sending.otherwise) for known in cases)
    return coverage(sending.FILE, listed, [*_known(tried), *cases], _counted(tried, walked))


def _known(tried: Iterable[TriedExample]) -> list[Known]:
    return [one.known for one in tried if one.known is not None]


def _counted(tried: Iterable[TriedExample], walked: Iterable[tuple[str, ...]]) -> Counter[str]:
    """In how many examples and scenarios each rule took part."""
    return Counter(rule for one in (*(example.took_part for example in tried), *walked) for rule in one)
