from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.types import Levels, Passage, PassageHit, Template, TemplateHit
from router.rulebook.ruleset import from_files
from router.rulebook.sending import LaneStep
from router.stages.permit import permit
from router.types import LANES, Counts, Finding, Findings, Found, Lane, Most, Permit, Route
from tests.unit.rulebook.lendora import changed, lendora
from tests.unit.tickets import BOTH_HOLDER, DRAFT, IM_HOLDER, MESSAGE, MORNING, TICKET

OPEN = from_files(changed("sending.yaml", "highest lane: note", "highest lane: reply"))
ROUTE = Route("retrieve", "otherwise", "no rule decided", search=("shared", "IM"))
USUAL: dict[str, Any] = {
    "ticket": TICKET,
    "message": MESSAGE,
    "customer": IM_HOLDER,
    "route": ROUTE,
    "found": Found(),
    "draft": DRAFT,
    "findings": Findings(),
    "ruleset": OPEN,
    "embedding_languages": ("en",),
    "ceiling": None,
    "at": MORNING,
    "counts": Counts(),
    "lane_override": None,
}


def permitted(**different: Any) -> Permit:
    return permit(**(USUAL | different))


def template(name: str, audience: str, body: str) -> TemplateHit:
    return TemplateHit(Template(name, name, audience, "en", "lock-in", "locked", body), 0.7, "x", 0.95)


def passage(name: str, product: str, text: str) -> PassageHit:
    return PassageHit(Passage(name, "fees", product, "Fees", "Leaving", text, (product,)), 0.6)


def test_a_rule_that_allows_it_lets_a_reply_go() -> None:
    found = permitted()
    assert (found.lane, found.rule, found.tags) == ("reply", "lock-in-answers", ("answered-lock-in",))
    assert found.reasons == ('the rule "Questions about the lock-in" says: reply',)


def test_as_delivered_everything_is_a_note() -> None:
    found = permitted(ruleset=lendora())
    assert (found.lane, found.reasons[-1]) == ("note", "sending.yaml says: highest lane note")


def test_what_no_rule_allows_is_a_note() -> None:
    found = permitted(draft=replace(DRAFT, template=""))
    assert (found.lane, found.rule) == ("note", "otherwise")


def test_a_standard_reply_needs_a_rule_too() -> None:
    welcome = replace(DRAFT, writer="standard", template="new-customer-welcome", audience="shared")
    assert permitted(draft=welcome).rule == "standard-replies"
    assert permitted(draft=replace(welcome, template="passed-to-a-person")).lane == "note"


@pytest.mark.parametrize(
    ("different", "lane", "reason"),
    [
        (
            {"findings": Findings((Finding("amount", "24 %", "24 % stands in no source"),))},
            "note",
            "in the text: “24 %”",
        ),
        ({"draft": replace(DRAFT, unfilled=("date",))}, "note", "blanks could not be filled: date"),
        ({"draft": replace(DRAFT, grounding="inferred")}, "note", "isn't carried"),
        ({"draft": replace(DRAFT, open_questions=("When?",))}, "note", "leaves a question open"),
        ({"message": replace(MESSAGE, language="de")}, "note", "another language (de)"),
        ({"route": replace(ROUTE, highest_lane="note", lane_reasons=("weak proof",))}, "note", "weak proof"),
        ({"ceiling": "note"}, "note", "first draft went no farther than: note"),
        ({"ceiling": "shadow"}, "shadow", "first draft"),
        ({"lane_override": "note"}, "note", "by hand"),
    ],
)
def test_each_of_these_lowers_a_reply_and_says_so(different: dict[str, Any], lane: Lane, reason: str) -> None:
    found = permitted(**different)
    assert found.lane == lane
    assert any(reason in one for one in found.reasons), found.reasons


@pytest.mark.parametrize(
    ("sent_before", "lane", "reason"),
    [
        ((), "reply", ""),
        (("nominee", ""), "reply", ""),
        (("lock-in-im",), "note", "the template lock-in-im was sent on this ticket before"),
        (("nominee", "", "add-money"), "note", "3 replies were sent on this ticket already"),
        (("", "", "", ""), "note", "4 replies were sent on this ticket already"),
    ],
)
def test_the_same_answer_again_or_a_fourth_one_is_a_note(sent_before: tuple[str, ...], lane: Lane, reason: str) -> None:
    found = permitted(sent_before=sent_before)
    assert found.lane == lane
    assert any(reason in one for one in found.reasons), found.reasons


@pytest.mark.parametrize(
    ("counts", "lane", "reason"),
    [
        (Counts(in_24_hours=2, everybody_in_1_hour=9, most=Most(3, 3, 10)), "reply", ""),
        (Counts(in_24_hours=3, most=Most(3, 3, 10)), "note", "had 3 replies within a day already, and 3 are enough"),
        (Counts(everybody_in_1_hour=10, most=Most(3, 3, 10)), "note", "10 are the most (ROUTER_MOST_REPLIES_PER_HOUR)"),
        (Counts(most=Most(per_ticket=0)), "note", "0 replies were sent on this ticket already, and 0 are enough"),
        (Counts(in_24_hours=2, everybody_in_1_hour=9_999), "reply", ""),  # a record from before there was a limit
    ],
)
def test_beyond_what_may_go_out_every_draft_is_a_note(counts: Counts, lane: Lane, reason: str) -> None:
    found = permitted(counts=counts)
    assert found.lane == lane
    assert any(reason in one for one in found.reasons), found.reasons


def test_a_rule_may_ask_how_many_replies_a_ticket_had() -> None:
    rule = """
  - id: second-answer
    title: A second answer on one ticket is read by a person
    owner: support@lendora.example
    when:
      ticket.replies: {greater than: 0}
    then:
      lane: note
    examples:
      - match: {ticket.replies: 1}
      - no match: {ticket.replies: 0}
"""
    files = changed("sending.yaml", "highest lane: note", "highest lane: reply")
    rules = from_files({**files, "sending.yaml": files["sending.yaml"].replace("rules:\n", f"rules:\n{rule}", 1)})
    assert permitted(ruleset=rules).lane == "reply"
    assert permitted(ruleset=rules, sent_before=("nominee",)).rule == "second-answer"


@pytest.mark.parametrize(
    ("different", "reason"),
    [
        ({"ceiling": "shadow"}, "first draft went no farther than: shadow"),
        ({"lane_override": "shadow"}, "by hand to: shadow"),
        ({"customer": replace(IM_HOLDER, highest_lane="shadow")}, "highest lane is: shadow"),
        ({"route": replace(ROUTE, highest_lane="shadow", lane_reasons=("weak proof",))}, "weak proof"),
        (
            {"ruleset": from_files(changed("sending.yaml", "highest lane: note", "highest lane: shadow"))},
            "sending.yaml says: highest lane shadow",
        ),
    ],
)
def test_a_note_that_nothing_was_found_goes_no_farther_than_a_draft_might(
    different: dict[str, Any], reason: str
) -> None:
    found = permitted(draft=None, **different)
    assert (found.lane, found.rule) == ("shadow", "built in")
    assert reason in found.reasons[-1]


def test_where_nothing_was_found_a_note_says_why() -> None:
    assert permitted(draft=None).reasons == ("no template and no article fits the message",)
    assert "another language (de)" in permitted(draft=None, message=replace(MESSAGE, language="de")).reasons[0]
    assert permitted(draft=None).lane == "note"


def test_a_rule_that_allows_it_by_what_freshdesk_did_not_tell_suggests_only() -> None:
    asking = "        - draft.template: {is any of: [lock-in-im, lock-in-im-plus]}\n"
    more = "        - not: {customer.tickets in 30 days: {greater than: 3}}\n"
    rules = from_files({**OPEN.files, "sending.yaml": OPEN.files["sending.yaml"].replace(asking, asking + more)})
    assert rules.sha256 != OPEN.sha256
    assert permitted(ruleset=rules).lane == "reply"
    untold = permitted(ruleset=rules, customer=replace(IM_HOLDER, history=None))
    assert (untold.lane, untold.rule) == ("note", "lock-in-answers")
    assert untold.reasons[-1] == "a rule asks for customer.tickets in 30 days, which Freshdesk did not tell"


def test_a_standard_reply_is_not_repeated_either() -> None:
    welcome = replace(DRAFT, writer="standard", template="new-customer-welcome", audience="shared")
    assert permitted(draft=welcome, sent_before=("new-customer-welcome",)).lane == "note"


def test_two_drafts_without_a_template_are_not_the_same_answer() -> None:
    documented = replace(DRAFT, template="", grounding="documented")
    assert not any("before" in reason for reason in permitted(draft=documented, sent_before=("",)).reasons)


def test_a_cautious_customer_lowers_it_even_without_a_reason_on_the_route() -> None:
    assert permitted(customer=replace(IM_HOLDER, highest_lane="note")).lane == "note"


def test_a_language_that_cannot_be_told_is_a_note_but_for_a_standard_reply() -> None:
    """One English message in 400 is so short (benchmarks on public data): little is held back."""
    short = replace(MESSAGE, language="")
    told = permitted(message=short)
    assert told.lane == "note"
    assert "the message is too short to tell its language" in told.reasons
    assert permitted(message=short, draft=replace(DRAFT, writer="standard")).lane == "reply"


def test_a_rules_tags_are_kept_for_drafts_that_go_as_far_as_it_says() -> None:
    assert permitted().tags == ("answered-lock-in",)
    assert permitted(ceiling="note").tags == ()


def found_with(probability: float, ours: float = 0.9) -> Found:
    one = Template(DRAFT.template, "t", "IM", "en", "lock-in", "locked", "x")
    return Found((TemplateHit(one, 0.7, "x", probability),), ours=ours, levels=Levels(0.5, 0.9, 0.6))


@pytest.mark.parametrize(
    ("probability", "ours", "lane"),
    [(0.95, 0.7, "reply"), (0.9, 0.6, "reply"), (0.89, 0.9, "note"), (0.99, 0.59, "note")],
)
def test_only_what_is_sure_goes_out_by_itself(probability: float, ours: float, lane: Lane) -> None:
    assert permitted(found=found_with(probability, ours)).lane == lane


def test_what_is_missing_for_a_reply_stands_in_the_reasons() -> None:
    reasons = permitted(found=found_with(0.8, 0.5)).reasons
    assert "it is not sure enough that the template answers the question (80 %, needed 90 %)" in reasons
    assert "it is not sure enough that there is a template for the question at all (50 %, needed 60 %)" in reasons


def test_a_template_in_another_language_than_the_message_is_a_note() -> None:
    one = Template(DRAFT.template, "t", "IM", "de", "lock-in", "locked", "x")
    german = Found((TemplateHit(one, 0.9, "x", 0.99),), ours=1.0)
    told = permitted(found=german)
    assert told.lane == "note"
    assert "the message is in another language (en) than the template (de)" in told.reasons


def test_a_standard_reply_needs_no_match() -> None:
    found = found_with(0.1, 0.1)
    assert permitted(found=found, draft=replace(DRAFT, writer="standard")).lane == "reply"


def test_an_answer_that_differs_by_product_is_a_note_when_none_is_named() -> None:
    im = template("lock-in-im", "IM", "12 months")
    found = Found((im, template("lock-in-im-plus", "IM+", "24 months")), ours=1.0)
    unclear = permitted(customer=BOTH_HOLDER, found=found)
    assert unclear.lane == "note"
    assert "no product is named, and the answer differs by product: IM and IM+" in unclear.reasons
    assert (
        permitted(customer=BOTH_HOLDER, found=found, message=replace(MESSAGE, products_named=("IM",))).lane == "reply"
    )
    same = Found((im, template("lock-in-im-plus", "IM+", "12 months")), ours=1.0)
    assert permitted(customer=BOTH_HOLDER, found=same).lane == "reply"
    segments = OPEN.files["segments.yaml"].replace("by product: note", "by product: name both")
    named_both = from_files({**OPEN.files, "segments.yaml": segments})
    assert permitted(customer=BOTH_HOLDER, found=found, ruleset=named_both).lane == "reply"


def test_a_passage_whose_sibling_says_something_else_is_a_note_unless_both_are_used() -> None:
    found = Found(passages=(passage("p1", "IM", "1 %"), passage("p2", "IM+", "2 %")))
    documented = replace(DRAFT, grounding="documented", passages=("p1",))
    assert permitted(found=found, draft=documented).lane == "note"
    assert permitted(found=found, draft=replace(documented, passages=("p1", "p2"))).lane == "reply"


@pytest.mark.parametrize("requester", range(40))
def test_a_share_sends_to_some_and_the_others_get_a_note(requester: int) -> None:
    ticket = replace(TICKET, requester_id=requester)
    found = permitted(ticket=ticket, draft=replace(DRAFT, template="amounts-im"))
    expected = LaneStep("reply", 25).for_requester("amounts-answers", requester)
    assert found.lane == expected
    assert ("among them" if expected == "reply" else "isn't among them") in found.reasons[0]


REQUESTERS = st.integers(min_value=1, max_value=10**12)
SHARES = st.integers(min_value=0, max_value=100)


@given(REQUESTERS, SHARES, SHARES)
def test_raising_a_share_only_adds_requesters(requester: int, one: int, other: int) -> None:
    low, high = sorted((one, other))
    if LaneStep("reply", low).for_requester("rule", requester) == "reply":
        assert LaneStep("reply", high).for_requester("rule", requester) == "reply"


@given(REQUESTERS)
def test_nobody_is_in_a_share_of_nothing_and_everybody_in_the_whole(requester: int) -> None:
    assert LaneStep("reply", 0).for_requester("rule", requester) == "note"
    assert LaneStep("reply", 100).for_requester("rule", requester) == "reply"


def test_a_share_is_about_as_large_as_it_says() -> None:
    sent = sum(LaneStep("reply", 10).for_requester("rule", one) == "reply" for one in range(5000))
    assert 400 < sent < 600


@given(
    st.sampled_from([None, *LANES]),
    st.sampled_from([None, *LANES]),
    st.sampled_from(LANES),
    st.sampled_from(["template", "documented", "inferred"]),
)
def test_no_cap_is_ever_passed(ceiling: Lane | None, override: Lane | None, highest: Lane, grounding: str) -> None:
    found = permitted(
        ceiling=ceiling,
        lane_override=override,
        customer=replace(IM_HOLDER, highest_lane=highest),
        draft=replace(DRAFT, grounding=grounding),
    )
    caps: list[Lane] = [lane for lane in (ceiling, override, highest) if lane is not None]
    caps += ["note"] if grounding == "inferred" else []
    assert all(LANES.index(found.lane) <= LANES.index(cap) for cap in caps)
