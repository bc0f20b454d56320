from __future__ import annotations

from router.rulebook.examples.coverage import RuleCoverage
from router.trying.rule_tests import run_tests
from tests.unit.rulebook.shop import changed, shop, with_scenarios

FROM_GERMANY = """
  - id: a-german-customer
    given: {message.language: de, message: Mein Tee}
    expect:
      route: {tags: [german]}
"""


def of(rule: str, rules: tuple[RuleCoverage, ...]) -> RuleCoverage:
    return next(one for one in rules if one.rule == rule)


def test_each_rule_counts_its_examples_and_in_how_many_cases_it_took_part() -> None:
    broken = of("broken", run_tests(shop()).coverage)
    assert (broken.match, broken.no_match, broken.gaps, broken.reached) == (2, 1, 1, 2)


def test_scenarios_count_as_cases_too() -> None:
    before, after = run_tests(shop()).coverage, run_tests(with_scenarios(FROM_GERMANY)).coverage
    assert of("in-german", after).reached == of("in-german", before).reached + 1


def test_a_condition_that_was_never_true_is_named_with_its_place() -> None:
    rules = changed("routing.yaml", "      - match: {ticket.tags: [breakage], message: Look at this}\n", "")
    ((rule, check),) = run_tests(rules).never_varied
    assert (rule.rule, check.never) == ("broken", "yes")
    assert check.condition == "ticket.tags is any of breakage"
    line = rules.files["routing.yaml"].splitlines()[check.line - 1]
    assert line[check.column - 1 :].startswith("is any of: [breakage]")


def test_a_condition_that_was_never_false_is_named() -> None:
    rules = changed(
        "sending.yaml", "      - no match: {draft.template: price-of-cocoa, draft.grounding: inferred}\n", ""
    )
    ((rule, check),) = run_tests(rules).never_varied
    assert (rule.rule, check.never, check.condition) == ("prices", "no", "draft.grounding is template")


def test_with_enough_examples_every_condition_was_once_true_and_once_false() -> None:
    assert run_tests(shop()).never_varied == ()
