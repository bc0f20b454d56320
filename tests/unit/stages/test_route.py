from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.rulebook.ruleset import RuleSet, from_files
from router.stages.route import route, without_overruling
from router.types import Customer, CustomerHistory, Entry, HandOver, Message, Ticket
from tests.unit.rulebook.lendora import changed, lendora
from tests.unit.tickets import BOTH_HOLDER, ENTRY, IM_HOLDER, MESSAGE, MORNING, STRANGER, TICKET, UNKNOWN

ALL_RULES = lendora()
READ_AGAIN = from_files(ALL_RULES.files)


def saying(text: str, *, subject: str = "") -> tuple[Ticket, Message]:
    named = ALL_RULES.segments.products_named(f"{subject}\n{text}")
    return replace(TICKET, subject=subject), replace(MESSAGE, text=text, newest=text, products_named=named)


@pytest.mark.parametrize(
    ("ticket", "message", "reason"),
    [
        (replace(TICKET, spam=True), MESSAGE, "spam"),
        (replace(TICKET, deleted=True), MESSAGE, "deleted"),
        (replace(TICKET, status=5), MESSAGE, "closed"),
        (TICKET, replace(MESSAGE, id=-1), "nothing"),
    ],
)
def test_some_tickets_are_left_alone_before_any_rule(ticket: Ticket, message: Message, reason: str) -> None:
    fraud = replace(message, text="fraud! I was hacked")
    decided = route(ticket, fraud, IM_HOLDER, ALL_RULES, at=MORNING)
    assert (decided.decision, decided.rule, decided.search) == ("ignore", "built in", ("shared",))
    assert reason in decided.reason


def test_a_machine_is_left_alone_by_its_own_rule_whatever_it_says() -> None:
    decided = route(TICKET, replace(MESSAGE, text="fraud!", robot="an away notice"), IM_HOLDER, ALL_RULES, at=MORNING)
    assert (decided.decision, decided.rule) == ("ignore", "sent-by-a-machine")


def test_the_first_rule_that_decides_wins_and_the_trace_says_why() -> None:
    decided = route(*saying("My lawyer says it is fraud, call me"), IM_HOLDER, ALL_RULES, at=MORNING)
    assert (decided.decision, decided.rule, decided.tags) == (
        "hand over", "fraud-goes-to-a-person", ("sounds-like-fraud",)
    )  # fmt: skip
    assert (decided.hand_over.group, decided.hand_over.priority) == ("Risk", "urgent")
    assert [(trace.rule, trace.outcome) for trace in decided.trace][-2:] == [
        ("somebody-in-danger", "did not apply"),
        ("fraud-goes-to-a-person", "decided"),
    ]
    assert decided.trace[-1].conditions[0].read == "fraud"


def test_the_first_of_two_mails_that_both_wait_is_heard_too() -> None:
    message = replace(MESSAGE, text="Somebody hacked me\n\nAny news?", newest="Any news?")
    assert route(TICKET, message, IM_HOLDER, ALL_RULES, at=MORNING).rule == "fraud-goes-to-a-person"


def test_a_rule_that_only_adds_tags_does_not_end_it() -> None:
    ticket, message = saying("Wie lange ist mein Geld gebunden?")
    decided = route(ticket, replace(message, language="de"), IM_HOLDER, ALL_RULES, at=MORNING)
    assert (decided.decision, decided.rule, decided.tags) == ("retrieve", "otherwise", ("other-language",))
    assert decided.trace[0].outcome == "added tags"


def test_a_rule_on_trial_is_recorded_and_never_wins() -> None:
    decided = route(*saying("x" * 5000), IM_HOLDER, ALL_RULES, at=MORNING)
    assert decided.rule == "otherwise"
    assert [trace.rule for trace in decided.trace if trace.outcome == "would have decided"] == ["long-letters"]


def test_a_new_customer_gets_the_welcome_and_a_real_question_is_searched_in_shared() -> None:
    welcome = route(*saying("How do I get started?"), STRANGER, ALL_RULES, at=MORNING)
    assert (welcome.decision, welcome.template) == ("standard reply", "new-customer-welcome")
    question = route(*saying("What documents do you need?"), STRANGER, ALL_RULES, at=MORNING)
    assert (question.decision, question.search) == ("retrieve", ("shared",))


def test_a_product_they_do_not_hold_is_answered_by_the_standard_reply() -> None:
    decided = route(*saying("What is the lock-in of IM+?"), IM_HOLDER, ALL_RULES, at=MORNING)
    assert (decided.decision, decided.template) == ("standard reply", "product-you-do-not-hold")


@pytest.mark.parametrize(
    "text",
    [
        "This is a notice of the police station Andheri.",
        "Your recovery agent threatened my family",
        "My husband expired last week",
        "You cheated me",
        "I am 14 and I want to start lending",
        "Dear partner, we build websites at a good price",
        "We have received your message and will be in touch",
        "I cannot log in",
    ],
)
def test_the_welcome_is_for_those_who_want_to_begin(text: str) -> None:
    assert route(*saying(text), STRANGER, ALL_RULES, at=MORNING).template == ""


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Your recovery agent threatened my family", "threatened-or-harassed"),
        ("You cheated me, your man sold me IM+ as safe", "feels-cheated"),
        ("My wife expired. How do I change the nominee?", "somebody-died"),
        ("My bank account was changed and I did not do it. How do I change it?", "not-done-by-the-customer"),
        ("I am going to the cyber cell. How do I get a statement?", "not-done-by-the-customer"),
        ("The police asks for my statement. Where is it?", "legal-steps"),
    ],
)
def test_trouble_goes_to_a_person_however_it_is_put(text: str, rule: str) -> None:
    decided = route(*saying(text), IM_HOLDER, ALL_RULES, at=MORNING)
    assert (decided.decision, decided.rule) == ("hand over", rule)


@pytest.mark.parametrize(
    "text", ["What is the lock-in of IM+? And how do I change my nominee?", "I was told that IM+ is free. It is not."]
)
def test_more_than_one_plain_question_about_such_a_product_gets_no_standard_reply(text: str) -> None:
    decided = route(*saying(text), IM_HOLDER, ALL_RULES, at=MORNING)
    assert (decided.decision, decided.search) == ("retrieve", ("shared",))


@pytest.mark.parametrize(
    ("text", "customer", "search"),
    [
        ("What is the exit fee?", IM_HOLDER, ("shared", "IM")),
        ("What is the exit fee?", BOTH_HOLDER, ("shared", "IM+", "IM")),
        ("What is the exit fee of IM?", BOTH_HOLDER, ("shared", "IM")),
        ("What is the exit fee of IM+?", BOTH_HOLDER, ("shared", "IM+")),
        ("Do IM and IM+ differ?", BOTH_HOLDER, ("shared", "IM", "IM+")),
        ("What is the exit fee of IM+?", replace(IM_HOLDER, conflict=True), ("shared",)),
        ("Is IM better than IM+?", replace(IM_HOLDER, conflict=True), ("shared",)),
        ("What is the exit fee of IM?", UNKNOWN, ("shared",)),
        ("What is the exit fee of IM?", STRANGER, ("shared",)),
    ],
)
def test_the_search_follows_the_product_that_is_named(text: str, customer: Customer, search: tuple[str, ...]) -> None:
    decided = route(*saying(text), customer, ALL_RULES, at=MORNING)
    assert decided.decision == "retrieve"
    assert decided.search == search
    assert decided.search_reason


def test_a_rule_can_narrow_the_search_to_shared_and_to_templates() -> None:
    rules = from_files(
        changed("routing.yaml", "retrieve: {from: what the customer may see}",
                "retrieve: {from: shared, only templates: [nominee], not templates: [kyc-documents]}")
    )  # fmt: skip
    decided = route(TICKET, MESSAGE, BOTH_HOLDER, rules, at=MORNING)
    assert (decided.search, decided.only_templates, decided.not_templates) == (
        ("shared",), ("nominee",), ("kyc-documents",)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("message", "customer", "reason"),
    [
        (replace(MESSAGE, author_is_requester=False), IM_HOLDER, "is by the ticket's requester"),
        (MESSAGE, replace(IM_HOLDER, proof="weak", highest_lane="note"), "phone number"),
        (MESSAGE, UNKNOWN, "could not be asked"),
    ],
)
def test_who_is_writing_caps_the_lane(message: Message, customer: Customer, reason: str) -> None:
    decided = route(TICKET, message, customer, ALL_RULES, at=MORNING)
    assert decided.highest_lane == "note"
    assert len(decided.lane_reasons) == 1
    assert reason in decided.lane_reasons[0]


def test_nothing_caps_the_lane_of_a_customer_who_is_sure() -> None:
    decided = route(TICKET, MESSAGE, IM_HOLDER, ALL_RULES, at=MORNING)
    assert (decided.highest_lane, decided.lane_reasons) == ("reply", ())


REPLY = replace(ENTRY, id=5, author_id=99, incoming=False, source=0, text="We look into it.")
NOTE = replace(REPLY, id=6, private=True, source=2, text="")
LATER = replace(ENTRY, id=9)


def with_entries(*entries: Entry) -> Ticket:
    return replace(TICKET, entries=(ENTRY, *entries, LATER))


@pytest.mark.parametrize(
    ("ticket", "reason"),
    [
        (with_entries(REPLY), "an agent has written to the customer"),
        (with_entries(NOTE), "private note"),
        (replace(TICKET, entries=(ENTRY, NOTE)), "private note"),
        (replace(TICKET, source=10, entries=(replace(ENTRY, incoming=False), LATER)), "an agent has written"),
        (replace(TICKET, status=4), "somebody has resolved the ticket"),
        (replace(TICKET, source=3), "came in by phone"),
        (replace(TICKET, before_us=True), "opened before this service was installed"),
    ],
)
def test_nothing_goes_out_over_a_persons_head(ticket: Ticket, reason: str) -> None:
    decided = route(ticket, MESSAGE, IM_HOLDER, ALL_RULES, at=MORNING)
    assert decided.highest_lane == "note"
    assert len(decided.lane_reasons) == 1
    assert reason in decided.lane_reasons[0]


ABOUT_MACHINES = """
  - id: bounces
    title: Our mail came back
    owner: a@b.example
    when: {message.robot: {contains: bounce}}
    then: {hand over: {group: Support}}
  - id: robots
    title: A machine wrote
    owner: a@b.example
    when: {message.robot: {is empty: no}}
    then: {standard reply: {template: new-customer-welcome}}
"""


def with_rules(first: str) -> RuleSet:
    return from_files(changed("routing.yaml", "\nrules:\n", f"\nrules:{first}"))


def test_a_machines_message_meets_only_rules_about_machines_and_is_never_answered() -> None:
    rules = with_rules(ABOUT_MACHINES)
    fraud = replace(MESSAGE, text="fraud! I was hacked", robot="a bounce")
    assert route(TICKET, fraud, IM_HOLDER, rules, at=MORNING).rule == "bounces"
    away = route(TICKET, replace(fraud, robot="out of office"), IM_HOLDER, rules, at=MORNING)
    assert (away.decision, away.rule) == ("ignore", "built in")


NO_HISTORY = replace(IM_HOLDER, history=None)
UNTOLD = "a rule asks for customer.tickets in 30 days, which Freshdesk did not tell"
ASKS_FOR_HISTORY = """
  - id: again
    title: Complains again
    owner: a@b.example
    when: {customer.tickets in 30 days: {greater than: 2}}
    then: {hand over: {group: Complaints}}
"""


def test_what_a_rule_asks_for_and_freshdesk_did_not_tell_makes_it_a_note() -> None:
    rules = with_rules(ASKS_FOR_HISTORY)
    unasked = route(TICKET, MESSAGE, NO_HISTORY, rules, at=MORNING)
    assert unasked.highest_lane == "note"
    assert unasked.lane_reasons[0].startswith("a rule asks for customer.tickets in 30 days and ")
    told = replace(IM_HOLDER, history=CustomerHistory(0, 3, None))
    assert route(TICKET, MESSAGE, told, rules, at=MORNING).rule == "again"


FIRST_RULE = """
  - id: first
    title: The first rule
    owner: a@b.example
    {trial}
    when: {when}
    then: {then}
"""
SELDOM = "{not: {customer.tickets in 30 days: {greater than: 3}}}"
NEVER = "{customer.tickets in 30 days: {is empty: yes}}"
NOT_NONE = "{customer.tickets in 30 days: {is not: 0}}"
IN_RISK = "{ticket.group: {is: Risk}}"


def first(when: str, then: str, *, trial: str = "no") -> RuleSet:
    return with_rules(FIRST_RULE.format(when=when, then=then, trial=f"trial: {trial}"))


@pytest.mark.parametrize("when", [SELDOM, NEVER, NOT_NONE])
def test_nobody_is_ignored_by_what_freshdesk_did_not_tell(when: str) -> None:
    rules = first(when, "{ignore: They write all the time, add tags: [ignored]}")
    decided = route(TICKET, MESSAGE, NO_HISTORY, rules, at=MORNING)
    assert (decided.decision, decided.rule, decided.tags) == ("hand over", "first", ())
    assert decided.reason == f"They write all the time; {UNTOLD}"
    assert decided.hand_over == HandOver(note=decided.hand_over.note)
    assert UNTOLD in decided.hand_over.note


def test_a_rule_after_the_one_that_could_not_be_told_ignores_nobody_either() -> None:
    rules = from_files(changed("routing.yaml", "retrieve: {from: what the customer may see}", "ignore: All of it"))
    told = route(TICKET, MESSAGE, IM_HOLDER, rules, at=MORNING)
    assert told.decision == "ignore"
    asking = FIRST_RULE.format(when=IN_RISK, then="{hand over: {group: Risk}}", trial="trial: no")
    files = {**rules.files, "routing.yaml": rules.files["routing.yaml"].replace("\nrules:\n", f"\nrules:{asking}")}
    decided = route(replace(TICKET, group_id=8), MESSAGE, IM_HOLDER, from_files(files), at=MORNING)
    assert (decided.decision, decided.rule) == ("hand over", "otherwise")


def test_a_hand_over_by_what_freshdesk_did_not_tell_keeps_its_group_and_changes_no_status() -> None:
    rules = first(NOT_NONE, "{hand over: {group: Complaints, priority: high, status: closed, note: Call}}")
    decided = route(TICKET, MESSAGE, NO_HISTORY, rules, at=MORNING)
    assert (decided.decision, decided.hand_over) == ("hand over", HandOver("Complaints", "", "high", "", "Call"))
    assert decided.reason == (f"The first rule; {UNTOLD}, so the ticket keeps its status, where the rule says closed")
    told = replace(IM_HOLDER, history=CustomerHistory(0, 3, None))
    assert route(TICKET, MESSAGE, told, rules, at=MORNING).hand_over.status == "closed"


def test_a_group_whose_name_nobody_may_read_makes_it_a_note() -> None:
    rules = first(IN_RISK, "{hand over: {group: Risk}}")
    nameless = replace(TICKET, group_id=5001)
    decided = route(nameless, MESSAGE, IM_HOLDER, rules, at=MORNING)
    assert (decided.decision, decided.highest_lane) == ("retrieve", "note")
    assert decided.lane_reasons == ("a rule asks for ticket.group, which Freshdesk did not tell",)
    assert route(TICKET, MESSAGE, IM_HOLDER, rules, at=MORNING).highest_lane == "reply"
    assert route(replace(nameless, group="Risk"), MESSAGE, IM_HOLDER, rules, at=MORNING).rule == "first"


def test_what_no_rule_looked_at_may_stay_untold() -> None:
    late = "{all: [{message: {contains: fraud}}, {customer.tickets in 30 days: {is: 0}}]}"
    for rules in (first(late, "{ignore: No}"), first(NEVER, "{ignore: No}", trial="yes")):
        alone = replace(rules, routing=replace(rules.routing, rules=rules.routing.rules[:1]))
        assert route(TICKET, MESSAGE, NO_HISTORY, alone, at=MORNING).highest_lane == "reply"
    unasked = route(TICKET, MESSAGE, NO_HISTORY, first(NEVER, "{ignore: No}"), at=MORNING, asked=())
    assert unasked.decision == "ignore"


def test_a_machines_mail_is_not_left_alone_by_what_freshdesk_did_not_tell() -> None:
    of_machines = "{all: [{message.robot: {is empty: no}}, {ticket.group: {is: Risk}}]}"
    rules = first(of_machines, "{hand over: {group: Risk}}")
    bounce = replace(MESSAGE, robot="a bounce")
    assert route(TICKET, bounce, IM_HOLDER, rules, at=MORNING).decision == "ignore"
    assert route(replace(TICKET, group_id=8), bounce, IM_HOLDER, rules, at=MORNING).decision == "hand over"


def test_our_own_posts_and_those_of_machines_are_nobodys_conversation() -> None:
    ours = with_entries(REPLY, NOTE)
    assert route(ours, MESSAGE, IM_HOLDER, ALL_RULES, own_posts={5, 6}, at=MORNING).highest_lane == "reply"
    assert route(ours, MESSAGE, IM_HOLDER, ALL_RULES, own_posts={5}, at=MORNING).highest_lane == "note"
    machines = with_entries(replace(REPLY, robot="Freshdesk marked it"), replace(NOTE, robot="Freshdesk marked it"))
    assert route(machines, MESSAGE, IM_HOLDER, ALL_RULES, at=MORNING).highest_lane == "reply"


ALL_OF_IT = HandOver("Risk", "sunita@lendora.example", "high", "open", "Please call")


@pytest.mark.parametrize(
    ("ticket", "expected", "left_out"),
    [
        (TICKET, ALL_OF_IT, []),
        (replace(TICKET, group_id=8), replace(ALL_OF_IT, group=""), ["the group it has, where the rule says Risk"]),
        (replace(TICKET, responder_id=9), replace(ALL_OF_IT, agent=""), ["the agent it has, where the rule says sun"]),
        (replace(TICKET, priority=2), ALL_OF_IT, []),
        (replace(TICKET, priority=3), replace(ALL_OF_IT, priority=""), []),
        (replace(TICKET, priority=4), replace(ALL_OF_IT, priority=""), []),
    ],
)
def test_a_hand_over_does_not_undo_what_a_person_chose(ticket: Ticket, expected: HandOver, left_out: list[str]) -> None:
    hand_over, said = without_overruling(ALL_OF_IT, ticket, again=True)
    assert hand_over == expected
    assert len(said) == len(left_out)
    assert all(part in one for part, one in zip(left_out, said, strict=True))


def test_the_agent_who_takes_it_reads_which_group_the_rule_meant() -> None:
    ticket, message = saying("Somebody hacked my account")
    decided = route(replace(ticket, group_id=8, priority=4), message, IM_HOLDER, ALL_RULES, own_posts={5}, at=MORNING)
    assert (decided.decision, decided.hand_over.group, decided.hand_over.priority) == ("hand over", "", "")
    assert decided.reason.endswith("; the ticket keeps the group it has, where the rule says Risk")


def test_the_first_hand_over_moves_a_ticket_out_of_the_group_an_automation_chose() -> None:
    ticket, message = saying("Somebody hacked my account")
    decided = route(replace(ticket, group_id=8), message, IM_HOLDER, ALL_RULES, at=MORNING)
    assert (decided.hand_over.group, decided.hand_over.priority) == ("Risk", "urgent")


def test_words_that_may_not_be_all_of_the_customers_are_for_an_agent() -> None:
    doubtful = replace(MESSAGE, doubt="the mail holds nothing but a quote")
    decided = route(TICKET, doubtful, IM_HOLDER, ALL_RULES, at=MORNING)
    assert (decided.highest_lane, decided.lane_reasons) == ("note", ("the mail holds nothing but a quote",))


@pytest.mark.parametrize(
    ("text", "customer", "capped"),
    [
        ("What is the lock-in of IM?", BOTH_HOLDER, True),
        ("Hi, IM Kavita. For how long is my money locked in?", BOTH_HOLDER, True),
        ("Is IM cheaper than IM+?", BOTH_HOLDER, False),
        ("What is the lock-in of IM+?", BOTH_HOLDER, False),
        ("What is the lock-in?", BOTH_HOLDER, False),
        ("What is the lock-in of IM?", IM_HOLDER, False),
        ("What is the lock-in of IM?", replace(BOTH_HOLDER, products=("IM+", "IM")), False),
    ],
)
def test_a_product_that_is_named_and_not_held_may_be_a_slip(text: str, customer: Customer, capped: bool) -> None:
    decided = route(*saying(text), customer, ALL_RULES, at=MORNING)
    assert decided.highest_lane == ("note" if capped else "reply")
    assert any("seems to name IM, which" in reason for reason in decided.lane_reasons) is capped


CUSTOMERS = st.sampled_from([IM_HOLDER, BOTH_HOLDER, STRANGER, UNKNOWN, replace(IM_HOLDER, conflict=True)])
MESSAGES = st.lists(
    st.sampled_from(["IM", "IM+", "im plus", "fee?", "fraud", "lawyer", "get started", "promised", "?"]), max_size=6
).map(" ".join)


@given(MESSAGES, CUSTOMERS)
def test_the_search_never_leaves_what_the_customer_may_see(text: str, customer: Customer) -> None:
    decided = route(*saying(text), customer, ALL_RULES, at=MORNING)
    assert set(decided.search) <= set(customer.may_see)
    assert decided.search[0] == "shared"


@given(MESSAGES, CUSTOMERS)
def test_the_same_ticket_is_always_decided_the_same_way(text: str, customer: Customer) -> None:
    decided = route(*saying(text), customer, ALL_RULES, at=MORNING)
    assert decided == route(*saying(text), customer, READ_AGAIN, at=MORNING)
