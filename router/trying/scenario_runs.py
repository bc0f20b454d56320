"""Runs the scenarios of ``tests/*.yaml`` and compares what came out with what was expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from router.rulebook.complaints import Placed
from router.rulebook.customer_runs import customer_words
from router.rulebook.examples.expectations import NO_DRAFT, words_of
from router.rulebook.examples.results import Difference, ExampleResult, compared, differences
from router.rulebook.examples.scenarios import Scenario
from router.rulebook.examples.why import decided_by, left_by
from router.rulebook.facts import BY_NAME
from router.rulebook.known import Known
from router.rulebook.rule_list import A, Rule
from router.rulebook.ruleset import RuleSet
from router.trying.playing import Played, Written, play
from router.types import Route

_ROUTED, _LANED = "route, rule", "lane, rule"
_RULES = (_ROUTED, _LANED)


@dataclass(frozen=True, slots=True)
class TriedScenario:
    """The result, and all the facts the rules were walked with."""

    result: ExampleResult
    routing: Known
    sending: Known | None


def try_scenarios(rules: RuleSet) -> tuple[TriedScenario, ...]:
    """All scenarios of a set, in the order of its files."""
    return tuple(_tried(one, rules) for one in rules.scenarios)


def _tried(scenario: Scenario, rules: RuleSet) -> TriedScenario:
    played = play(scenario, rules)
    got = _got(played)
    wanted = {one.name: one.wanted for one in scenario.expect}
    found = differences(wanted, {name: got.get(name, ()) for name in wanted})
    why = tuple(row for one in found if one.what in _RULES for row in _why(one, rules, played))
    place = scenario if scenario.known_gap else _missed(scenario, found)
    result = compared(scenario.file, place, scenario.id, "scenario", (*found, *why), known_gap=scenario.known_gap)
    return TriedScenario(result, played.known, played.written.known if played.written else None)


def _why(rule: Difference, rules: RuleSet, played: Played) -> tuple[Difference, ...]:
    """By which conditions the rule decided that did, and which kept out the one that was to."""
    if rule.what == _ROUTED:
        return _of_list(rule, rules.routing.rules, played.known)
    return _of_list(rule, rules.sending.rules, played.written.known) if played.written else ()


def _of_list(rule: Difference, rules: Sequence[Rule[A]], known: Known) -> tuple[Difference, ...]:
    listed = {one.id: one for one in rules}
    won, wanted = listed.get(rule.got), listed.get(rule.expected)
    return (*(decided_by(won, known) if won else ()), *(left_by(wanted, known) if wanted else ()))


def _missed(scenario: Scenario, found: Sequence[Difference]) -> Placed:
    """The expectation that must change first; the scenario itself when all came out."""
    names = {one.what for one in found}
    return next((one for one in scenario.expect if one.name in names), scenario)


def _got(played: Played) -> Mapping[str, tuple[str, ...]]:
    """Everything that a scenario can expect, by the name of the expectation."""
    message = {name: played.known.made(name, words_of) for name in BY_NAME if name.startswith("message.")}
    return {
        **{f"customer, {key}": words for key, words in customer_words(played.customer).items()},
        **{name.replace("message.", "message, ", 1): words for name, words in message.items()},
        **{f"route, {key}": words for key, words in _route_words(played.route).items()},
        **{f"lane, {key}": words for key, words in _lane_words(played.written).items()},
    }


def _route_words(decided: Route) -> Mapping[str, tuple[str, ...]]:
    asked = decided.hand_over
    one = {"rule": decided.rule, "decision": decided.decision, "template": decided.template}
    more = {"group": asked.group, "agent": asked.agent, "priority": asked.priority, "status": asked.status}
    words = {key: (word,) if word else () for key, word in {**one, **more}.items()}
    return {**words, "search": decided.search, "tags": decided.tags}


def _lane_words(written: Written | None) -> Mapping[str, tuple[str, ...]]:
    if written is None:
        return {"rule": (), "lane": (NO_DRAFT,), "says": (NO_DRAFT,), "tags": ()}
    says = written.says
    share = f"{says.lane} {says.share}%" if says.share < 100 else says.lane
    lane = share if written.permit.lane == says.lane else written.permit.lane
    return {"rule": (written.permit.rule,), "lane": (lane,), "says": (share,), "tags": written.permit.tags}
