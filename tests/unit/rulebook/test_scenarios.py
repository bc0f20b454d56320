from __future__ import annotations

import pytest

from router.rulebook.complaints import RulesInvalid, did_you_mean, guessed
from router.rulebook.examples.expectations import Expectation
from tests.unit.rulebook.lendora import changed, complaints_about
from tests.unit.rulebook.shop import with_scenarios

GOOD = """
  - id: a-mail
    title: A holder of cocoa asks for its price
    mail: {from: asha@example.com, subject: Price, text: What does cocoa cost?}
    customer list: {products: Cocoa}
    at: 2026-11-23 10:00
    expect:
      customer: {kind: existing}
      message: {products named: Cocoa, questions: 1, asks for a person: no}
      route: {decision: retrieve, search: [shared, Cocoa], tags: []}
      lane: {lane: note}
"""


def complaints(scenarios: str) -> list[str]:
    with pytest.raises(RulesInvalid) as invalid:
        with_scenarios(scenarios)
    return [str(error) for error in invalid.value.errors]


def test_a_scenario_is_read_with_everything_that_it_expects() -> None:
    (scenario,) = with_scenarios(GOOD).scenarios
    assert (scenario.id, scenario.file, scenario.line) == ("a-mail", "tests/shop.yaml", 3)
    assert scenario.mail is not None
    assert scenario.mail.sender == "asha@example.com"
    assert Expectation("message", "asks for a person", ("no",)) in scenario.expect
    assert Expectation("route", "tags", ()) in scenario.expect
    assert Expectation("route", "search", ("shared", "Cocoa")) in scenario.expect


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("kind: existing", "kind: old", '"kind" can\'t be "old"'),
        ("decision: retrieve", "decision: retreive", 'did you mean "retrieve"?'),
        ("decision: retrieve", "rule: brokn", 'did you mean "broken"?'),
        ("search: [shared, Cocoa]", "search: [Cocooa]", 'did you mean "Cocoa"?'),
        ("lane: {lane: note}", "lane: {lane: notes}", 'did you mean "note"?'),
        ("lane: {lane: note}", "lanes: {lane: note}", 'did you mean "lane"?'),
        ("questions: 1", "questions: one", '"message.questions" is a number'),
        ("at: 2026-11-23 10:00", "at: tomorrow", "isn't a time"),
        ("{from: asha@example.com, ", "{", '"mail" needs "from"'),
        ("    at:", "    given: {message: Hello}\n    at:", '"message" follows from the mail'),
        ("    mail: {from: asha@example.com, subject: Price, text: What does cocoa cost?}\n", "", 'needs "given"'),
    ],
)
def test_a_scenario_that_can_not_be_meant_so_is_told_with_its_place(old: str, new: str, says: str) -> None:
    assert old in GOOD
    found = complaints(GOOD.replace(old, new, 1))
    assert any(says in one for one in found), found
    assert all(one.startswith("tests/shop.yaml:") for one in found)


def test_what_places_say_is_asked_for_a_mail_only() -> None:
    scenario = """
  - id: facts
    given: {message: Hello}
    customer list: {products: Cocoa}
    expect: {route: {decision: retrieve}}
"""
    assert any('"customer list" is asked for the sender of a mail' in one for one in complaints(scenario))


def test_two_scenarios_of_a_file_have_two_ids() -> None:
    assert any('the id "a-mail" is taken by the scenario in line 3' in one for one in complaints(GOOD + GOOD))


def test_an_expectation_that_expects_nothing_is_a_mistake() -> None:
    scenario = "  - id: idle\n    given: {message: Hello}\n    expect: {}\n"
    assert any('"expect" is empty' in one for one in complaints(scenario))


def test_what_follows_a_guess_is_a_sentence_of_its_own() -> None:
    near = did_you_mean("nope", ["note", "shadow"])
    assert f"x{guessed(near, 'it is note or shadow')}" == 'x, did you mean "note"? It is note or shadow'
    assert f"x{guessed('', 'it is note or shadow')}" == "x; it is note or shadow"
    (told,) = complaints_about(changed("tests/everyday.yaml", "says: reply 10%}", "says: replay}"))
    assert '"replay" isn\'t a lane, did you mean "reply"? It is shadow, note' in told
