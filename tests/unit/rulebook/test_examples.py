from __future__ import annotations

import pytest

from router.rulebook.examples.results import Difference
from router.rulebook.examples.runs import ExampleResult, run_examples
from router.rulebook.ruleset import RuleSet
from tests.unit.rulebook.shop import changed, shop


def failures(rules: RuleSet) -> list[ExampleResult]:
    return [result for result in run_examples(rules) if not result.passed]


def test_examples_of_every_file_are_run() -> None:
    results = run_examples(shop())
    assert [str(result) for result in results if not result.passed] == []
    assert {result.file for result in results} == {
        "customers.yaml", "calendar.yaml", "wording.yaml", "routing.yaml", "sending.yaml",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("routing.yaml", "match: My cup is broken", "match: My cup is new", 'message contains "broken, smashed", but'),
        ("routing.yaml", "no match: Where is my parcel", "no match: Where is my smashed parcel", "its conditions hold"),
        (
            "routing.yaml",
            "- match: {time.business hours: no}",
            "- match: {time.business hours: no, message: Broken}",
            'the rule "broken" in line 11 decided before it',
        ),
        ("customers.yaml", "expect: {kind: existing", "expect: {kind: new", "kind was expected to be new"),
        ("calendar.yaml", "weekday: monday", "weekday: friday", "weekday was expected to be friday and is monday"),
        ("calendar.yaml", "{business hours: yes, ", "{holiday: Easter, ", "holiday was expected to be Easter"),
        ("wording.yaml", "match: It is guaranteed.", "match: It is certain.", "none of its words stands there"),
        ("sending.yaml", "match: {draft.template: price-of-coffee", "match: {draft.template: price-of-cocoa", "hold"),
    ],
)  # fmt: skip
def test_an_example_that_does_not_come_out_says_why(file: str, old: str, new: str, says: str) -> None:
    (failed,) = failures(changed(file, old, new))
    assert says in failed.says
    assert failed.file == file
    assert failed.line > 1


def test_a_match_that_does_not_match_shows_what_was_expected_beside_what_came_out() -> None:
    (failed,) = failures(changed("routing.yaml", "match: My cup is broken", "match: My cup is new"))
    assert failed.differences == (
        Difference("decides", "broken", "otherwise"),
        Difference("message contains broken, smashed", "yes", "no, it read My cup is new"),
        Difference("ticket.tags is any of breakage", "yes", "no, it read (empty)"),
    )


def test_a_no_match_that_matches_shows_the_condition_that_held() -> None:
    (failed,) = failures(changed("routing.yaml", "no match: Where is my parcel", "no match: My parcel is smashed"))
    assert failed.differences == (Difference("message contains broken, smashed", "no", "yes, it read smashed"),)


def test_a_match_that_an_earlier_rule_took_shows_why_that_rule_did_and_what_its_own_lacks() -> None:
    early = "- match: {time.business hours: yes, message: Broken}"
    (failed,) = failures(changed("routing.yaml", "- match: {time.business hours: no}", early))
    assert failed.differences == (
        Difference("decides", "closed-now", "broken"),
        Difference("broken: message contains broken, smashed", "–", "yes, it read broken"),
        Difference("closed-now: time.business hours is no", "–", "no, it read yes"),
    )


def test_a_closed_gap_is_told_and_does_not_fail() -> None:
    rules = changed("routing.yaml", "known gap: The cup is in", "known gap: The cup is broken in")
    gaps = [result for result in run_examples(rules) if result.kind == "known gap"]
    assert [(gap.rule, gap.status) for gap in gaps] == [("broken", "closed gap")]
    assert "this gap is closed" in gaps[0].says


def test_a_gap_that_is_still_there_is_told_and_does_not_fail() -> None:
    gaps = [result for result in run_examples(shop()) if result.kind == "known gap"]
    assert [(gap.rule, gap.status) for gap in gaps] == [("broken", "known gap")]


def test_a_rule_without_an_example_fails() -> None:
    examples = "    examples:\n      - match: {time.business hours: no}\n      - no match: {time.business hours: yes}\n"
    (failed,) = failures(changed("routing.yaml", examples, ""))
    assert (failed.rule, failed.kind) == ("closed-now", "examples")
    assert "add a match and a no match" in failed.says


def test_a_rule_on_trial_matches_where_it_would_have_decided() -> None:
    rules = changed("routing.yaml", "    title: Something arrived broken\n", "    title: Broken\n    trial: yes\n")
    assert failures(rules) == []


MACHINE = "message.robot: an automatic reply"
BROKEN, CLOSED = "      - match: My cup is broken\n", "      - match: {time.business hours: no}\n"


def test_a_machine_is_not_held_against_rules_that_do_not_ask_about_machines() -> None:
    (failed,) = failures(changed("routing.yaml", BROKEN, f"      - match: {{message: broken, {MACHINE}}}\n{BROKEN}"))
    assert "only meets rules that ask message.robot" in failed.says
    none = changed("routing.yaml", "no match: Where is my parcel?", f"no match: {{message: broken, {MACHINE}}}")
    assert failures(none) == []


def about_machines(then: str) -> RuleSet:
    """The last rule asks about machines; one before it would take its example, if it were asked."""
    when = (
        "when: {time.business hours: {is: no}}\n    then: {standard reply: {template: we-are-closed}}\n    examples:\n"
    )
    about = f"when: {{message.robot: {{is empty: no}}}}\n    then: {then}\n    examples:\n"
    example = f"      - match: {{message: broken, {MACHINE}}}\n"
    return changed(
        "routing.yaml", when + CLOSED + CLOSED.replace("match", "no match").replace("no}", "yes}"), about + example
    )


def test_a_rule_about_machines_decides_past_the_rules_that_a_machine_never_meets() -> None:
    assert failures(about_machines("{ignore: a machine}")) == []


@pytest.mark.parametrize("then", ["{standard reply: {template: we-are-closed}}", "{add tags: [seen]}"])
def test_what_would_end_in_an_answer_to_a_machine_fails_as_the_service_ignores_it(then: str) -> None:
    (failed,) = failures(about_machines(then))
    assert "never answered" in failed.says


def test_a_draft_for_a_machine_is_never_judged() -> None:
    match = "- match: {draft.template: price-of-cocoa}"
    (failed,) = failures(changed("sending.yaml", match, match.replace("}", f", {MACHINE}}}")))
    assert "only meets rules that ask message.robot" in failed.says
