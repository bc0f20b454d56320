from __future__ import annotations

import pytest

from router.replay.protect import broken, read_protected
from router.replay.report import Report
from router.rulebook.ruleset import RuleSet, from_files
from tests.unit.replay.desk import LIVE, ROUTING, SENDING, changed, ends, past, replayed

OPEN = "customer.open tickets"
TO_RISK = "hand over: {group: Risk}"
TEXTS = ("How long?", "I was hacked")
RETRIEVE = "retrieve: {from: what the customer may see}"


def rule(when: str, then: str, name: str = "asks") -> str:
    return f"  - {{id: {name}, title: A, owner: o@example.com, when: {{{when}}}, then: {{{then}}}}}\n"


def routing(*rules: str, more: RuleSet = LIVE) -> RuleSet:
    return from_files({**more.files, "routing.yaml": ROUTING.replace("rules:\n", f"rules:\n{''.join(rules)}")})


def sending(*rules: str, more: RuleSet = LIVE) -> RuleSet:
    return from_files({**more.files, "sending.yaml": SENDING.replace("rules:\n", f"rules:\n{''.join(rules)}")})


def happens(report: Report, *said: str) -> list[str]:
    return [one for one, _ in broken([read_protected(one) for one in said], report)]


def old_record(live: RuleSet, new: RuleSet, text: str = "How long?") -> Report:
    """A record of a time in which no rule asked for what these do."""
    return replayed(new, past(text), live=live, sets={LIVE.sha256: LIVE})


def test_a_hand_over_that_might_become_an_answer_breaks_what_is_protected() -> None:
    report = old_record(LIVE, routing(rule(f"{OPEN}: {{less than: 3}}", RETRIEVE)), "I was hacked")
    assert ends(report) == [("can't be told", "hand over to Risk, priority urgent", "can't be told", 1)]
    made = happens(report, "hand over -> answer", "hand over -> note", "anything -> retrieve", "can't be told")
    assert made == ["hand over -> answer", "hand over -> note", "anything -> retrieve", "can't be told"]
    assert happens(report, "note -> reply", "hand over -> ignore", "segments", "template") == []


def test_what_an_unknown_fact_can_never_lead_to_is_ruled_out() -> None:
    asks = rule(f"{OPEN}: {{less than: 3}}", RETRIEVE)
    strict, loose = (
        routing(asks),
        routing(asks, more=changed("sending.yaml", "otherwise:\n  lane: note", "otherwise:\n  lane: reply")),
    )
    assert happens(old_record(LIVE, strict, "I was hacked"), "anything -> reply") == []
    assert happens(old_record(LIVE, loose, "I was hacked"), "anything -> reply") == ["anything -> reply"]


@pytest.mark.parametrize(("live", "new"), [("greater than: 3", "greater than: 0"), ("less than: 1", "less than: 9")])
def test_another_number_for_a_fact_that_the_record_lacks_can_change_everything(live: str, new: str) -> None:
    routed = [routing(rule(f"{OPEN}: {{{said}}}", TO_RISK)) for said in (live, new)]
    assert [kind for kind, *_ in ends(old_record(*routed))] == ["can't be told"]
    sent = [sending(rule(f"{OPEN}: {{{said}}}", "lane: reply")) for said in (live, new)]
    report = old_record(*sent)
    assert [kind for kind, *_ in ends(report)] == ["can't be told"]
    assert happens(report, "note -> reply", "reply -> note", "reply -> ignore") == ["note -> reply", "reply -> note"]


def test_a_rule_that_only_moved_is_the_same_rule() -> None:
    asks = rule(f"{OPEN}: {{greater than: 3}}", TO_RISK)
    report = old_record(routing(asks), routing(rule("message: {contains: parcel}", "hand over: {}", "first"), asks))
    assert report.unchanged == 1


def test_the_order_of_two_rules_matters_where_both_could_hold() -> None:
    few = rule(f"{OPEN}: {{less than: 3}}", TO_RISK, "few")
    many = rule(f"{OPEN}: {{less than: 5}}", "ignore: enough", "many")
    report = old_record(routing(few, many), routing(many, few))
    assert happens(report, "hand over -> ignore", "note -> hand over") == ["hand over -> ignore"]


def test_a_move_that_the_unknown_fact_has_nothing_to_do_with_is_told_as_ever() -> None:
    asks = rule(f"{OPEN}: {{greater than: 3}}", TO_RISK)
    let_go = changed("sending.yaml", "lane: note\notherwise", "lane: reply\notherwise")
    assert [kind for kind, *_ in ends(old_record(routing(asks), routing(asks, more=let_go)))] == ["reply"]


def test_below_a_rule_that_cannot_be_told_other_lanes_count_too() -> None:
    """The same rule is open on both sides; what it leads to isn't the same any more."""
    asks = rule(f"{OPEN}: {{greater than: 3}}", "retrieve: {from: shared}")
    live = routing(asks)
    for_them = rule("route.rule: {is: asks}", "lane: reply", "for-them")
    report = old_record(live, sending(for_them, more=live), "Where is my card?")
    assert happens(report, "note -> reply") == ["note -> reply"]


def test_the_same_unknown_fact_reads_the_same_in_both_files() -> None:
    busy = f"{OPEN}: {{greater than: 3}}"
    both = sending(rule(busy, "lane: reply"), more=routing(rule(busy, TO_RISK)))
    assert happens(old_record(LIVE, both), "note -> hand over", "note -> reply") == ["note -> hand over"]


def test_a_negation_of_an_unknown_fact_is_open_both_ways() -> None:
    report = old_record(LIVE, routing(rule(f"not: {{{OPEN}: {{greater than: 3}}}}", "ignore: few")))
    assert ends(report) == [("can't be told", "note", "can't be told", 1)]
    assert happens(report, "note -> ignore") == ["note -> ignore"]


def test_tags_that_hang_on_an_unknown_fact_are_open_too() -> None:
    tags = [routing(rule(f"{OPEN}: {{greater than: {number}}}", "add tags: [busy]")) for number in (3, 4)]
    report = old_record(*tags)
    assert happens(report, "tags", "note -> reply", "can't be told") == ["tags", "can't be told"]


def test_how_many_records_lack_a_fact_is_always_said() -> None:
    asks = routing(rule(f"{OPEN}: {{greater than: 3}}, message: {{contains: parcel}}", TO_RISK))
    report = old_record(LIVE, asks)
    assert report.unchanged == 1
    assert any(one.startswith("1 decision: the record holds nothing about a fact") for one in report.remarks)
    assert not any("holds nothing about" in one for one in replayed(LIVE, past()).remarks)
    counts = sending(rule("requester.replies in 1 hour: {greater than: 3}", "lane: note"))
    lacking = [any("holds nothing about" in one for one in replayed(counts, past(text)).remarks) for text in TEXTS]
    assert lacking == [True, False], "nobody counts replies where nothing was drafted"


def test_what_freshdesk_was_asked_in_vain_is_no_riddle() -> None:
    """Then the rules went by nothing, and a reply became a note; without the rule that asks it is a reply again."""
    reply = changed("sending.yaml", "lane: note\notherwise", "lane: reply\notherwise")
    asks = SENDING.replace("lane: note\notherwise", "lane: reply\notherwise").replace(
        "rules:\n", f"rules:\n{rule(f'{OPEN}: {{greater than: 9}}', 'lane: note')}"
    )
    own = from_files({**LIVE.files, "sending.yaml": asks})
    run = past(rules=own)
    assert run.permit is not None
    assert run.permit.lane == "note"
    assert ends(replayed(reply, run, live=own)) == [("reply", "note", "reply", 1)]
    assert ends(replayed(own, run, live=reply, sets={own.sha256: own})) == [("down", "reply", "note", 1)]


def test_every_move_is_possible_where_it_is_not_known_who_the_customer_would_be() -> None:
    other = changed("customers.yaml", "{same: [e-mail]}", "{same: [e-mail, customer id]}")
    assert happens(replayed(other, past()), "note -> reply", "hand over -> reply", "can't be told") == [
        "note -> reply",
        "can't be told",
    ]
    same_places = changed("sending.yaml", "title: Questions about the lock-in", "title: Something else")
    forgotten = past(rules=other)
    assert happens(replayed(same_places, forgotten), "note -> reply", "segments") == ["note -> reply", "segments"]
    assert happens(replayed(LIVE, forgotten), "note -> reply", "anything -> anything", "segments") == []
