"""What a support lead may trust of the example company's rules."""

from __future__ import annotations

from functools import cache

import pytest

from router.rulebook.conditions import checks_of
from router.rulebook.rule_list import Rule
from router.rulebook.ruleset import read_folder
from router.rulebook.template_names import template_names
from router.trying.rule_tests import RuleTests, run_tests
from tests.unit.rulebook.lendora import FOLDER, TEMPLATES

WHOLE_SET = read_folder(FOLDER)


@cache
def outcome() -> RuleTests:
    return run_tests(WHOLE_SET)


def test_all_examples_and_scenarios_come_out_as_written() -> None:
    assert [str(result) for result in outcome().with_status("failed", "closed gap")] == []


def test_every_condition_was_seen_true_and_false() -> None:
    assert [f"{rule.rule}: {check.condition} was never {check.never}" for rule, check in outcome().never_varied] == []


def test_every_rule_has_two_examples_that_match_and_two_near_misses() -> None:
    assert [rule.rule for rule in outcome().coverage if rule.match < 2 or rule.no_match < 2] == []


def test_there_are_rules_and_scenarios_enough_for_a_desk() -> None:
    assert len((*WHOLE_SET.routing.rules, *WHOLE_SET.sending.rules)) >= 40
    assert len(WHOLE_SET.scenarios) >= 15
    assert sum(scenario.mail is not None for scenario in WHOLE_SET.scenarios) >= 6


@pytest.mark.parametrize("rules", [WHOLE_SET.routing.rules, WHOLE_SET.sending.rules], ids=["routing", "sending"])
def test_some_rule_of_each_file_is_on_trial(rules: tuple[Rule, ...]) -> None:
    assert any(rule.trial for rule in rules)


def test_every_english_template_has_a_sending_rule_but_the_one_that_only_a_person_may_send() -> None:
    checks = [check for rule in WHOLE_SET.sending.rules for check in checks_of(rule.when)]
    named = {name for check in checks if check.fact.name == "draft.template" for name in check.wanted}
    ours = template_names(TEMPLATES) or frozenset()
    assert {name for name in ours if not name.endswith("-de")} - named == {"passed-to-a-person"}
