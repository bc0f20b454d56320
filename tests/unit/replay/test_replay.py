from __future__ import annotations

import typing
from dataclasses import replace

import pytest

from router.replay.decide import Decider
from router.replay.past import Past, Stored, read_past
from router.replay.replay import Replay
from router.replay.report import Report
from router.replay.seen import Case, see
from router.rulebook.ruleset import from_files
from router.types import Evidence, Found, Receipt
from tests.unit.replay.desk import (
    EXISTING,
    FILES,
    LIVE,
    ROUTING,
    SENDING,
    STRANGER,
    changed,
    ends,
    past,
    replayed,
    stored,
)
from tests.unit.tickets import TICKET

LET_GO = changed("sending.yaml", "lane: note\notherwise", "lane: reply\notherwise")
NO_FRAUD_RULE = from_files(FILES | {"routing.yaml": ROUTING.replace("[fraud, hacked]", "[fraud]")})

NAMED = "message.products named: {contains: IM+}"


def reasons(report: Report) -> list[str]:
    return [reason.says for group in report.groups for reason in group.reasons]


def test_the_same_rules_change_nothing() -> None:
    report = replayed(LIVE, past(number=1), past("I was hacked", 2), past(number=3, evidence=STRANGER))
    assert (report.decisions, report.tickets, report.unchanged, report.groups) == (3, 3, 3, ())


@pytest.mark.parametrize("text", ["How long is my money locked in?", "I was hacked", "What does IM+ cost?"])
def test_under_its_own_rules_a_ticket_is_decided_as_it_was(text: str) -> None:
    for evidence in (EXISTING, STRANGER):
        run = past(text, evidence=evidence, rules=LET_GO)
        read = read_past(stored(run).record)
        case = Case(read, LET_GO, (), None, (), lambda masked: masked)
        outcome = Decider(LET_GO, ("en",)).decide(case, see(case, LET_GO), traced=True)
        assert (outcome.customer, outcome.route, outcome.permit) == (run.customer, run.route, run.permit)


def test_a_folder_that_is_in_force_already_is_said_to_be_so() -> None:
    assert "The folder and the rules in force are the same" in replayed(LIVE, past()).remarks
    assert not any("are the same" in one for one in replayed(LET_GO, past()).remarks)


def test_texts_that_end_an_answer_are_said_to_be_left_out() -> None:
    ends_with = (
        "always say: [{id: risk, title: R, owner: o@example.com, for: everybody, text: Lending carries risk.}]\n"
    )
    more = from_files(FILES | {"wording.yaml": ends_with})
    assert any("wording.yaml ends an answer with" in one for one in replayed(more, past()).remarks)


def test_a_rule_that_lets_a_note_go_out_is_a_move_to_a_public_reply_and_names_what_made_it() -> None:
    report = replayed(LET_GO, past())
    assert ends(report) == [("reply", "note", "reply", 1)]
    assert reasons(report) == [
        'the rule "lock-in-answers" (sending.yaml:4) says reply now, not note: '
        "draft.template: {is any of: lock-in-im} holds"
    ]
    assert report.groups[0].reasons[0].moved[0].why.read == "draft.template read lock-in-im"


def test_a_ticket_that_would_not_be_handed_over_any_more_needs_a_search_nobody_has_made() -> None:
    report = replayed(NO_FRAUD_RULE, past("I was hacked"))
    assert ends(report) == [
        ("up", "hand over to Risk, priority urgent", "another search, note at most", 1),
    ]
    assert reasons(report) == [
        "no rule of routing.yaml decides now; "
        'the rule "fraud" (routing.yaml:3) no longer applies: message: {contains: fraud} does not hold'
    ]


def test_where_sending_would_let_it_go_a_draft_nobody_has_seen_may_be_a_reply() -> None:
    sending = SENDING.replace("lane: note\notherwise", "lane: reply\notherwise")
    both = from_files({**NO_FRAUD_RULE.files, "sending.yaml": sending})
    report = replayed(both, past("I was hacked"))
    assert ends(report) == [
        ("maybe reply", "hand over to Risk, priority urgent", "another search, lane not known", 1),
    ]


def test_a_rule_of_sending_that_cannot_apply_to_the_ticket_lets_nothing_go() -> None:
    sending = SENDING.replace("      draft.template", "      customer.kind: {is: new}\n      draft.template")
    sending = sending.replace("lane: note\notherwise", "lane: reply\notherwise")
    both = from_files({**NO_FRAUD_RULE.files, "sending.yaml": sending})
    assert ends(replayed(both, past("I was hacked")))[0][0] == "up"


def test_another_standard_reply_is_told_by_its_template() -> None:
    report = replayed(changed("routing.yaml", "template: welcome", "template: hello"), past(evidence=STRANGER))
    assert ends(report) == [("other", "note with the standard reply welcome", "standard reply hello, note at most", 1)]
    assert reasons(report) == [
        'the rule "newcomers" (routing.yaml:10) says something else now: customer.kind: {is: new} holds'
    ]


def test_another_group_is_a_move() -> None:
    report = replayed(changed("routing.yaml", "group: Risk", "group: Legal"), past("I was hacked"))
    assert ends(report) == [
        ("other", "hand over to Risk, priority urgent", "hand over to Legal, priority urgent", 1),
    ]


def test_a_segment_change_is_a_move_that_touches_segments() -> None:
    wider = changed("segments.yaml", "title: IM, may see: [IM]", "title: IM, may see: [IM, IM+]")
    report = replayed(wider, past())
    (group,) = report.groups
    assert (group.kind, group.count) == ("segments", 1)
    assert "may see shared, IM" in group.before
    assert "may see shared, IM, IM+" in group.after
    assert "segments.yaml: who holds IM may see shared, IM, IM+" in reasons(report)[0]


def test_a_rule_that_takes_a_search_from_shared_to_everything_touches_segments_too() -> None:
    narrow = changed("routing.yaml", "from: what the customer may see", "from: shared")
    report = replayed(LIVE, past(rules=narrow), live=narrow)
    assert ends(report)[0][0] == "segments"
    assert "searched in shared" in report.groups[0].before


def test_a_product_that_is_called_by_another_name_is_found_in_the_recorded_words() -> None:
    called = changed("segments.yaml", "called: [IM+]", "called: [IM+, Premium Plan]")
    report = replayed(called, past("What does the Premium Plan cost?"))
    assert ends(report)[0][0] == "segments"
    assert "the message names IM+ now" in reasons(report)[0]


def test_worst_comes_first() -> None:
    sending = SENDING.replace("lane: note\notherwise", "lane: reply\notherwise")
    new = from_files({**NO_FRAUD_RULE.files, "sending.yaml": sending})
    new = from_files({**new.files, "routing.yaml": new.files["routing.yaml"].replace("welcome", "hello")})
    runs = (past(evidence=STRANGER, number=1), past("I was hacked", 2), past(number=3), past(number=4))
    assert [kind for kind, *_ in ends(replayed(new, *runs))] == ["reply", "maybe reply", "other"]


def test_going_silent_is_not_overlooked() -> None:
    quiet = changed("routing.yaml", "hand over: {group: Risk, priority: urgent}", "ignore: we have heard of it")
    assert ends(replayed(quiet, past("I was hacked"))) == [
        ("silent", "hand over to Risk, priority urgent", "ignore", 1)
    ]
    shadow = changed("sending.yaml", "highest lane: reply", "highest lane: shadow")
    assert {kind for kind, *_ in ends(replayed(shadow, past("I was hacked", 1), past(number=2)))} == {"silent"}


def test_a_new_rule_in_front_is_told_to_be_new_with_the_condition_that_held() -> None:
    rule = """
  - {id: lock-in, title: L, owner: o@example.com, when: {message: {contains: [locked in]}}, then: {hand over: {}}}"""
    report = replayed(changed("routing.yaml", "rules:", f"rules:{rule}"), past())
    assert ends(report) == [("down", "note", "hand over", 1)]
    assert reasons(report) == [
        'the rule "lock-in" (routing.yaml:3) decides now (it is new): message: {contains: locked in} holds'
    ]
    assert report.groups[0].reasons[0].moved[0].why.read == "message read locked in"


def test_a_rule_that_is_gone_on_trial_or_too_late_is_told_so() -> None:
    newcomers = ROUTING[ROUTING.index("  - id: newcomers") : ROUTING.index("otherwise:")]
    gone = from_files(FILES | {"routing.yaml": ROUTING.replace(newcomers, "")})
    assert 'the rule "newcomers" (routing.yaml) is gone' in reasons(replayed(gone, past(evidence=STRANGER)))[0]
    trial = changed(
        "routing.yaml", "customer.kind: {is: new}\n    then", "customer.kind: {is: new}\n    trial: yes\n    then"
    )
    assert "is on trial now" in reasons(replayed(trial, past(evidence=STRANGER)))[0]
    first = from_files(
        FILES | {"routing.yaml": ROUTING.replace(newcomers, "").replace("rules:\n", f"rules:\n{newcomers}")}
    )
    late = replayed(first, past("I was hacked", evidence=STRANGER))
    assert "(it stood below what decided)" in reasons(late)[0]
    assert 'the rule "fraud" (routing.yaml:10) comes too late now' in reasons(late)[0]


def test_what_only_the_tags_or_the_rule_change_comes_last() -> None:
    renamed = changed("routing.yaml", "id: fraud", "id: hacked")
    assert ends(replayed(renamed, past("I was hacked"))) == [
        ("small", "hand over to Risk, priority urgent; by fraud", "hand over to Risk, priority urgent; by hacked", 1)
    ]
    tagged = changed("routing.yaml", "priority: urgent}", "priority: urgent}\n      add tags: [fraud]")
    assert ends(replayed(tagged, past("I was hacked")))[0][:3] == (
        "small",
        "hand over to Risk, priority urgent; tags none",
        "hand over to Risk, priority urgent; tags fraud",
    )


def asks_for(condition: str) -> str:
    rule = f"  - {{id: new-one, title: N, owner: o@example.com, when: {{{condition}}}, then: {{hand over: {{}}}}}}\n"
    return FILES["routing.yaml"].replace("rules:\n", f"rules:\n{rule}")


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("'customer.e-mail domain': {is: rival.example}", "the record is older than this fact"),
        ("customer.open tickets: {greater than: 2}", "Freshdesk wasn't asked for it then"),
    ],
)
def test_a_record_without_the_fact_is_said_to_be_so_and_not_guessed(condition: str, why: str) -> None:
    report = replayed(from_files(FILES | {"routing.yaml": asks_for(condition)}), past())
    (group,) = report.groups
    assert (group.kind, group.count) == ("can't be told", 1)
    assert 'the rule "new-one" asks for the fact' in group.reasons[0].says
    assert why in group.reasons[0].says


def test_it_makes_no_difference_which_side_asks_for_the_missing_fact() -> None:
    asks = from_files(FILES | {"routing.yaml": asks_for("customer.open tickets: {greater than: 2}")})
    report = replayed(LIVE, past(), live=asks, sets={LIVE.sha256: LIVE})
    assert [kind for kind, *_ in ends(report)] == ["can't be told"]


def test_a_fact_that_would_not_matter_is_no_reason_to_say_nothing() -> None:
    rules = asks_for("customer.open tickets: {greater than: 2}, message: {contains: [bankruptcy]}")
    assert replayed(from_files(FILES | {"routing.yaml": rules}), past()).unchanged == 1


def test_a_fact_that_both_sides_ask_for_alike_changes_nothing() -> None:
    both = from_files(FILES | {"routing.yaml": asks_for("customer.open tickets: {greater than: 2}")})
    assert replayed(both, past(), live=both, sets={LIVE.sha256: LIVE}).unchanged == 1


def test_the_customers_other_tickets_that_nobody_needed_then_are_no_reason_for_a_note() -> None:
    asks = asks_for("customer.open tickets: {greater than: 2}, message: {contains: [bankruptcy]}")
    new = from_files({**LET_GO.files, "routing.yaml": asks})
    assert ends(replayed(new, past(rules=LET_GO), live=LET_GO)) == []


def test_other_places_to_ask_are_said_and_not_guessed() -> None:
    other = changed("customers.yaml", "{same: [e-mail]}", "{same: [e-mail, customer id]}")
    report = replayed(other, past(number=1), past(number=2))
    assert ends(report) == [("can't be told", "note", "can't be told", 2)]
    assert reasons(report)[0].startswith("who the customer would be can't be told, because customers.yaml")
    assert report.untold == 2
    assert any(one.startswith("2 decisions: who the customer would be can't be told") for one in report.remarks)


def test_a_new_product_is_no_other_place() -> None:
    more = changed("segments.yaml", "when the message", "  Gold: {may see: [Gold], called: [Gold]}\nwhen the message")
    assert replayed(more, past()).untold == 0
    strange = (EXISTING[0], replace(EXISTING[1], says="holds IM; a word there is no product of segments.yaml"))
    assert replayed(more, past(evidence=strange)).untold == 1


def test_who_is_new_follows_the_rules_replayed() -> None:
    unknown = changed("customers.yaml", "otherwise: new", "otherwise: unknown")
    report = replayed(unknown, past(evidence=STRANGER))
    assert ends(report)[0][:2] == ("other", "note with the standard reply welcome")
    assert "customers.yaml makes them unknown, not new" in reasons(report)[0]


def test_placeholders_are_put_back_for_comparing_only() -> None:
    rule = changed("routing.yaml", "[fraud, hacked]", "[ravi@mail.example]")
    masked = past("I am not [email 1], please stop")
    report = replayed(rule, masked, mappings={TICKET.requester_id: {"[email 1]": "ravi@mail.example"}})
    assert ends(report)[0][2] == "hand over to Risk, priority urgent"
    erased = replayed(rule, masked)
    assert erased.unchanged == 1
    assert any(one.startswith("1 decision held personal data that has been erased") for one in erased.remarks)


def test_words_that_may_never_be_said_are_looked_for_in_the_recorded_draft() -> None:
    never = """
never say:
  - {id: months, title: No months, owner: o@example.com, words: [twelve months]}
"""
    strict = from_files({**LET_GO.files, "wording.yaml": never})
    report = replayed(strict, past(rules=LET_GO), live=LET_GO)
    assert ends(report) == [("down", "reply", "note", 1)]


def test_what_was_sent_before_and_the_first_lane_hold_on_both_sides() -> None:
    assert ends(replayed(LET_GO, stored(past(), ceiling="note"))) == []
    assert ends(replayed(LET_GO, stored(past(), sent_before=("lock-in-im",)))) == []


def test_unfinished_runs_are_left_out_and_counted() -> None:
    dropped = past(
        number=1, receipt=Receipt("nothing", "dropped: the customer wrote again, and the next run answers everything")
    )
    broken = past(number=2, customer=None, route=None)
    report = replayed(LET_GO, dropped, broken, past(number=3))
    assert report.decisions == 1
    assert sorted(report.left_out.values()) == [1, 1]


def test_a_record_whose_own_rules_are_gone_is_still_replayed_with_the_customer_as_recorded() -> None:
    old = changed("sending.yaml", "title: Questions about the lock-in", "title: Something older")
    report = replayed(LET_GO, past(rules=old))
    assert ends(report) == [("reply", "note", "reply", 1)]
    assert report.untold == 1


@pytest.mark.parametrize("old", ['"decision": "retrieve"', '"ticket_id": 1', '"audience": "IM"'])
def test_a_record_in_a_strange_form_is_left_out_and_stops_nothing(old: str) -> None:
    odd = stored(past(number=1))
    assert old in odd.record
    report = replayed(LET_GO, Stored(odd.record.replace(old, old.split(":")[0] + ': {"escalate": 1}')), past(number=2))
    assert (report.decisions, len(report.groups)) == (1, 1)
    assert report.left_out == {"the record is written in a form that this version can't read": 1}


def test_where_nothing_was_found_the_note_goes_no_farther_than_any_draft() -> None:
    nothing = past(draft=None, found=Found(), findings=None)
    shadow = changed("sending.yaml", "highest lane: reply", "highest lane: shadow")
    assert ends(replayed(LET_GO, nothing)) == []
    assert ends(replayed(shadow, nothing)) == [("silent", "note", "shadow", 1)]


def test_products_are_looked_for_again_where_the_rules_of_then_are_gone() -> None:
    """Nobody was asked who writes here, so nothing else makes it uncertain."""
    old = changed("segments.yaml", "called: [IM+]", "called: [IM+, Gold Plan]")
    called = changed("segments.yaml", "called: [IM+]", "called: [IM+, Premium Plan]")
    named = from_files({**called.files, "routing.yaml": ROUTING.replace("message: {contains: [fraud, hacked]}", NAMED)})
    live = from_files({**LIVE.files, "routing.yaml": named.files["routing.yaml"]})
    run = past("What does the Premium Plan cost?", rules=old, evidence=())
    assert [move[2] for move in ends(replayed(named, run, live=live))] == ["hand over to Risk, priority urgent"]


def test_nobody_can_be_called() -> None:
    """What replay is made from holds no port of the outside world."""
    hints = [
        typing.get_type_hints(made) for made in (Replay.__init__, Decider.__init__, Decider.decide, Case, Past, Stored)
    ]
    assert all(hints)
    assert "router.ports" not in repr(hints)


def test_evidence_counts_again_under_the_new_rules() -> None:
    weak = (replace(EXISTING[0], strength="weak"), EXISTING[1])
    looser = changed("customers.yaml", "{highest lane: note}\nif unknown", "{highest lane: reply}\nif unknown")
    both = from_files({**LET_GO.files, "customers.yaml": looser.files["customers.yaml"]})
    report = replayed(both, past(rules=LET_GO, evidence=weak), live=LET_GO)
    assert ends(report) == [("reply", "note", "reply", 1)]
    assert "customers.yaml lets this customer have reply at most, not note" in reasons(report)[0]
    assert isinstance(weak[0], Evidence)
