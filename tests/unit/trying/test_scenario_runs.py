from __future__ import annotations

import pytest

from router.rulebook.examples.results import ExampleResult
from router.trying.scenario_runs import try_scenarios
from tests.unit.rulebook.shop import with_scenarios


def result_of(scenario: str) -> ExampleResult:
    (tried,) = try_scenarios(with_scenarios(scenario))
    return tried.result


def differences(scenario: str) -> dict[str, tuple[str, str]]:
    return {one.what: (one.expected, one.got) for one in result_of(scenario).differences}


def test_given_facts_are_routed_and_sent_as_a_ticket_would_be() -> None:
    scenario = """
  - id: price
    given: {message: What does cocoa cost?, draft.template: price-of-cocoa}
    expect:
      route: {rule: otherwise, decision: retrieve, search: [shared, Cocoa], tags: []}
      lane: {rule: prices, lane: reply 10%, says: reply 10%, tags: answered-price}
"""
    assert result_of(scenario).status == "passed"


def test_what_keeps_a_draft_from_going_out_keeps_that_of_a_scenario_too() -> None:
    scenario = """
  - id: found-something
    given: {message: What does cocoa cost?, draft.template: price-of-cocoa, draft.findings: 1}
    expect:
      lane: {rule: prices, lane: reply 10%, says: reply 10%, tags: []}
"""
    assert differences(scenario) == {"lane, lane": ("reply 10%", "note")}


def test_everything_that_came_out_otherwise_is_told_piece_by_piece() -> None:
    scenario = """
  - id: wrong
    given: {message: My cup is broken}
    expect:
      route: {rule: otherwise, decision: retrieve, group: Complaints, tags: []}
      lane: {lane: note}
"""
    assert differences(scenario) == {
        "route, rule": ("otherwise", "broken"),
        "route, decision": ("retrieve", "hand over"),
        "route, group": ("Complaints", "Repairs"),
        "route, tags": ("nothing", "breakage"),
        "lane, lane": ("note", "no draft"),
        "broken: message contains broken, smashed": ("–", "yes, it read broken"),
    }
    assert result_of(scenario).status == "failed"


def test_a_whole_mail_is_read_as_one_from_the_help_desk_is() -> None:
    scenario = r"""
  - id: mail
    mail:
      from: asha.rao@example.com
      name: Asha Rao
      subject: Price
      text: |
        What does cocoa cost? Call me on +91 98765 43210.

        On Monday, 16 November 2026 at 10:00, Shop <help@shop.example> wrote:
        > Our coffee is broken
    customer list: {products: Coffee}
    expect:
      customer: {kind: existing, products: Coffee, may see: [shared, Coffee, Cocoa], proof: strong}
      message: {products named: Cocoa, questions: 1, newest: What does cocoa cost? Call me on +91 98765 43210.}
      route: {rule: otherwise, search: [shared, Cocoa]}
"""
    assert result_of(scenario).says == ""


def test_what_a_mail_can_not_say_may_be_given_beside_it() -> None:
    scenario = """
  - id: tagged
    mail: {from: asha@example.com, text: Please look at my order}
    given: {ticket.tags: [breakage]}
    expect: {route: {rule: broken, group: Repairs, priority: high, tags: breakage}}
"""
    assert result_of(scenario).says == ""


def test_the_time_of_a_mail_is_on_the_clock_of_the_calendar() -> None:
    scenario = """
  - id: late
    mail: {from: asha@example.com, text: What does cocoa cost?}
    at: 2026-11-23 18:30
    expect:
      route: {rule: closed-now, decision: standard reply, template: we-are-closed}
      lane: {rule: otherwise, lane: note}
"""
    assert result_of(scenario).says == ""
    assert differences(scenario.replace("18:30", "17:30")) != {}


def test_without_a_time_somebody_is_there() -> None:
    scenario = """
  - id: some-time
    mail: {from: asha@example.com, text: What does cocoa cost?}
    expect: {route: {rule: otherwise}}
"""
    assert result_of(scenario).says == ""


def test_a_place_that_can_not_be_asked_makes_the_sender_unknown_and_the_answer_a_note() -> None:
    scenario = """
  - id: nobody-knows
    mail: {from: asha@example.com, text: What does cocoa cost?}
    customer list: not reachable
    given: {draft.template: price-of-cocoa}
    expect:
      customer: {kind: unknown, may see: shared, highest lane: note}
      route: {search: shared}
      lane: {rule: prices, says: reply 10%, lane: note}
"""
    assert result_of(scenario).says == ""


def test_facts_of_a_machine_are_left_alone_as_its_mail_would_be() -> None:
    scenario = """
  - id: robot
    given: {message: Out of office, message.robot: an automatic reply}
    expect: {route: {rule: built in, decision: ignore, tags: []}, lane: {lane: no draft}}
"""
    assert result_of(scenario).says == ""


def test_a_number_of_findings_beyond_all_reason_is_a_number_like_any_other() -> None:
    scenario = """
  - id: findings
    given: {message: What does cocoa cost?, draft.template: price-of-cocoa, draft.findings: 999999999999}
    expect: {lane: {rule: prices, lane: note}}
"""
    (tried,) = try_scenarios(with_scenarios(scenario))
    assert tried.result.says == ""
    assert tried.sending is not None
    assert tried.sending.read("draft.findings") == 999_999_999_999


@pytest.mark.parametrize("read", ["message: Hello, ", ""])
@pytest.mark.parametrize("fact", ["ticket.source", "ticket.status", "ticket.freshdesk product"])
def test_a_number_too_long_to_be_one_of_the_help_desk_breaks_nothing(read: str, fact: str) -> None:
    mail = "" if read else "mail: {from: asha@example.com, text: Hello}"
    scenario = f"""
  - id: digits
    given: {{{read}{fact}: "{"9" * 5_000}"}}
    {mail}
    expect: {{route: {{rule: otherwise}}}}
"""
    assert result_of(scenario).says == ""


def test_a_known_gap_does_not_fail_and_is_told_when_it_closes() -> None:
    scenario = """
  - id: pieces
    known gap: yes
    given: {message: The cup is in two pieces}
    expect: {route: {rule: broken}}
"""
    assert result_of(scenario).status == "known gap"
    assert result_of(scenario.replace("in two pieces", "broken")).status == "closed gap"
