"""What an agent sees in Freshdesk: the first two lines say it, and what is to be copied is the reply alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from retrieval.types import Passage, PassageHit, Template, TemplateHit
from router.posting.html import to_html
from router.posting.note import draft_note, hand_over_note, trouble_note
from router.types import (
    Customer,
    Draft,
    Evidence,
    Finding,
    Findings,
    Found,
    Grounds,
    HandOver,
    Message,
    Permit,
    QuestionHit,
    Quote,
    Route,
)

CUSTOMER = Customer(
    kind="existing",
    products=("IM",),
    may_see=("shared", "IM"),
    conflict=False,
    proof="strong",
    highest_lane="reply",
    evidence=(
        Evidence("customer list", "yes", "has a row with this e-mail", "strong", ("IM",)),
        Evidence("earlier tickets", "not asked", "settled by an earlier line"),
    ),
)
FEES = Passage("p1", "fees", "IM", "Fees", "Leaving early", "The exit fee is 1 %.", path="fees.md")
TERMS = Passage(
    "p2", "terms", "shared", "Terms", "", "You may leave at any time.", url="https://help.lendora.example/terms"
)
TEMPLATE = Template("exit-fee-im", "Exit fee of IM", "IM", "en", "exit-fee", "guided", "Hello,\n\nThe fee is 1 %.\n")
FOUND = Found(
    (TemplateHit(TEMPLATE, 0.8, "", 0.9),),
    (PassageHit(FEES, 0.7), PassageHit(TERMS, 0.6)),
    ("shared", "IM"),
    "v1",
    (QuestionHit("What is the exit fee?", "exit-fee", 0.8, 0.9, "exit-fee-im"),),
)
PERMIT = Permit("note", "otherwise", ("no rule decided; otherwise it is: note",))
MESSAGE = Message(0, "What is the exit fee?", "What is the exit fee?", "en", (), True)
NOTHING = Findings()


def draft(text: str = "Hello,\n\nThe fee is 1 %.\n") -> Draft:
    return Draft(text, "exit-fee-im", "IM", "documented", "model", ("p1",), summary="Asks for the exit fee")


def note(made: Draft | None, findings: Findings = NOTHING, permit: Permit = PERMIT, **more: object) -> str:
    return draft_note(made, findings, permit, CUSTOMER, FOUND, "R-1", MESSAGE, **more)  # type: ignore[arg-type]


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def first_lines(html: str) -> list[str]:
    [head] = re.findall(r"\A<p>(.*?)</p>", html, re.DOTALL)
    return [words(line) for line in head.split("<br>")]


def to_copy(html: str) -> str:
    """What stands between the two lines."""
    [block] = re.findall(r"<hr>(.*)<hr>", html, re.DOTALL)
    return block


def test_the_first_lines_say_what_it_is_what_was_asked_and_why_it_was_not_sent() -> None:
    assert first_lines(note(draft())) == [
        "Draft, not sent: nothing found to correct",
        "In short: Asks for the exit fee (the model's words)",
        "Not sent because no rule decided; otherwise it is: note",
    ]


def test_they_count_what_there_is_to_do() -> None:
    made = replace(draft(), open_questions=("When was it changed?",), unfilled=("rate", "date"))
    findings = Findings((Finding("amount", "1 %", "stands in none of them"),))
    assert first_lines(note(made, findings))[0] == "Draft, not sent: 3 places to check, 1 question open"


def test_a_sentence_with_a_finding_is_not_told_twice() -> None:
    grounds = (Grounds("The fee is ₹500.", "inferred", "no quote speaks of it"),)
    made = replace(draft("The fee is ₹500.\n"), grounds=grounds)
    told = note(made, Findings((Finding("amount", "₹500", "in no source"),)))
    assert "“The fee is <mark>₹500</mark>.”<br>in no source" in told
    assert "No source carries it" not in told


def test_a_template_that_was_not_surely_found_is_told_in_the_first_line() -> None:
    found = replace(FOUND, templates=(replace(FOUND.templates[0], probability=0.6),))
    told = draft_note(draft(), NOTHING, PERMIT, CUSTOMER, found, "R-1", MESSAGE)
    assert first_lines(told)[0] == "Draft, not sent: may not be what was asked"


def test_without_a_model_the_customers_own_question_tells_what_it_is_about() -> None:
    made = replace(draft(), writer="template", summary="Template: Exit fee of IM")
    assert "Asked: “What is the exit fee?”" in first_lines(note(made))


def test_several_reasons_are_counted_above_and_told_below() -> None:
    told = note(draft(), permit=Permit("note", "r", ('the rule "Fees" says: reply', "the first reason", "the second")))
    assert "Not sent because the first reason (and 1 more reason, below)" in words(told)
    assert "<li>the second</li>" in told
    assert "says: reply" not in told


def test_what_is_copied_is_the_reply_and_nothing_else() -> None:
    findings = Findings(
        (Finding("amount", "₹500", "stands in no source"), Finding("wording", "never", "may not be said"))
    )
    made = replace(draft("Hello **you**,\n\nThe fee is ₹500. It is never lower.\n"), open_questions=("Why?",))
    assert to_copy(note(made, findings)) == to_html(made.text)
    assert "<mark" not in to_copy(note(made, findings))


def test_each_finding_is_marked_in_the_sentence_in_which_it_stands() -> None:
    findings = Findings((Finding("amount", "₹500", "Looked for it, and it stands in none of them."),))
    told = note(draft("Hello,\n\nAll is well. The **exit fee** is ₹500 for you.\n"), findings)
    marked = "“The exit fee is <mark>₹500</mark> for you.”<br>Looked for it, and it stands in none of them."
    assert f"<li>{marked}</li>" in told


def test_a_finding_whose_words_stand_nowhere_is_told_all_the_same() -> None:
    told = note(draft(), Findings((Finding("wall", "IM+", "belongs to another product"),)))
    assert "<li>“IM+”: belongs to another product</li>" in told


def test_the_word_is_marked_and_not_a_part_of_another() -> None:
    told = note(
        draft("It takes 15 days.\n\nIt takes 5 days.\n"), Findings((Finding("duration", "5 days", "in no source"),))
    )
    assert "“It takes <mark>5 days</mark>.”" in told


def test_every_blank_that_nothing_fills_is_named() -> None:
    told = note(replace(draft("The rate is {{ rate }}.\n"), unfilled=("rate",)))
    assert "<mark>{{ rate }}</mark> is a blank that nothing we know fills" in told


def test_each_sentence_that_is_not_ours_says_what_it_rests_on() -> None:
    grounds = (
        Grounds("Hello,", "courtesy", "a greeting"),
        Grounds("The fee is 1 %.", "template", "our own words"),
        Grounds("You may leave at any time.", "documented", "carried", (Quote("p2", "You may leave at any time."),)),
        Grounds("The exit fee is 1 %.", "documented", "carried", (Quote("p1", "The exit fee is 1 %."),)),
        Grounds("We promise it.", "inferred", "no quote speaks of it"),
    )
    told = note(replace(draft(), grounds=grounds))
    assert "<li>1 sentence: the words of the template “Exit fee of IM” (exit-fee-im, for IM)</li>" in told
    assert re.search(
        r'“You may leave at any time.”: <a href="https://help.lendora.example/terms"[^>]*>Terms</a> \(shared\)', told
    )
    assert "“The exit fee is 1 %.”: Fees › Leaving early (IM, file fees.md) says “The exit fee is 1 %.”" in told
    assert "“<mark>We promise it.</mark>”<br>No source carries it: no quote speaks of it" in told
    assert first_lines(told)[0] == "Draft, not sent: 1 place to check"
    assert "a greeting" not in told


def test_a_draft_of_template_words_alone_says_so_in_one_line() -> None:
    grounds = (Grounds("The fee is 1 %.", "template", "our own words"),)
    told = note(replace(draft(), writer="template", grounds=grounds, passages=()))
    assert "Every sentence: the words of the template “Exit fee of IM” (exit-fee-im, for IM)" in told


def test_drafts_of_before_sentences_were_judged_name_their_sources() -> None:
    assert "Fees › Leaving early (IM, file fees.md)" in note(draft())


@pytest.mark.parametrize(
    "summary",
    [
        "Pay at https://evil.example/pay now",
        "Pay at www.evil.example/pay now",
        "Pay at evil.example/pay now",
        "Pay at [here](https://evil.example) <a href='https://evil.example'>or here</a> javascript://evil.example",
    ],
)
def test_the_models_summary_is_plain_words_without_a_link(summary: str) -> None:
    told = note(replace(draft(), summary=summary))
    assert "evil.example/" not in told
    assert "<a" not in told
    assert "the model's words" in told


def test_a_long_summary_is_cut() -> None:
    assert len(first_lines(note(replace(draft(), summary="word " * 500)))[1]) < 300


@pytest.mark.parametrize(("writer", "opens"), [("model", "In short"), ("template", "Asked")])
def test_markup_in_what_others_wrote_is_shown_and_never_obeyed(writer: str, opens: str) -> None:
    evil = "<script>alert(1)</script><b>bold</b>"
    made = replace(draft(), summary=evil, writer=writer, open_questions=(evil,))  # type: ignore[arg-type]
    found = replace(FOUND, questions=(replace(FOUND.questions[0], text=evil),))
    told = draft_note(made, Findings((Finding("x", evil, evil),)), PERMIT, CUSTOMER, found, "R-1", MESSAGE)
    assert opens in told
    assert "<script" not in told
    assert "<b>" not in told


def test_the_customer_and_why_we_think_so() -> None:
    told = note(draft())
    assert "Existing customer, holds IM" in told
    assert "Customer list: has a row with this e-mail" in told
    assert "arlier tickets" not in told


def test_what_was_asked_in_vain_is_told_only_where_nothing_speaks_for_it() -> None:
    vain = Evidence("earlier tickets", "no", "this contact has no earlier ticket")
    known = replace(CUSTOMER, evidence=(*CUSTOMER.evidence, vain))
    new = replace(CUSTOMER, kind="new", products=(), evidence=(vain,))
    told = [draft_note(draft(), NOTHING, PERMIT, one, FOUND, "R-1", MESSAGE) for one in (known, new)]
    assert ["Earlier tickets: this contact has no earlier ticket" in one for one in told] == [False, True]


def test_a_conflict_and_a_weak_proof_are_told() -> None:
    doubtful = replace(CUSTOMER, conflict=True, proof="weak")
    told = draft_note(draft(), NOTHING, PERMIT, doubtful, FOUND, "R-1", MESSAGE)
    assert first_lines(told)[0] == "Draft, not sent: not sure who is writing"
    conflict = draft_note(draft(), NOTHING, PERMIT, replace(CUSTOMER, conflict=True), FOUND, "R-1", MESSAGE)
    assert first_lines(conflict)[0] == "Draft, not sent: not sure what they hold"
    assert "weak proof" in told
    assert "disagree about the products" in told


def test_another_language_is_told_with_the_drafts_own() -> None:
    german = replace(MESSAGE, language="de")
    told = draft_note(draft(), NOTHING, PERMIT, CUSTOMER, FOUND, "R-1", german)
    assert first_lines(told)[0] == "Draft, not sent: to translate"
    assert "The customer wrote in German." in told
    assert "This draft is in English." in told
    assert "The customer wrote in" not in note(draft())


def test_a_draft_in_the_customers_own_language_says_nothing_of_it() -> None:
    german = replace(TEMPLATE, id="exit-fee-im-de", language="de")
    found = replace(FOUND, templates=(TemplateHit(german, 0.8, "", 0.9),))
    made = replace(draft(), template="exit-fee-im-de")
    told = draft_note(made, NOTHING, PERMIT, CUSTOMER, found, "R-1", replace(MESSAGE, language="de"))
    assert "The customer wrote in" not in told


def test_nothing_found_is_said_with_what_comes_closest_and_where_was_looked() -> None:
    told = note(None, permit=Permit("note", "built in", ("no template and no article fits the message",)))
    assert first_lines(told)[0] == "No reply was written: nothing we have fits"
    assert "no template and no article fits the message" in told
    assert "Template “Exit fee of IM” (exit-fee-im)" in told
    assert "Searched: shared, IM" in told
    assert "<hr>" not in told


def test_a_hand_over_tells_the_rules_reason_and_the_leads_words() -> None:
    route = Route("hand over", "fraud", "message contains hacked", hand_over=HandOver("Risk", note="Call <now>"))
    told = hand_over_note(route, CUSTOMER, "R-1")
    assert first_lines(told) == ["For a person: no reply was written", "Why: message contains hacked"]
    assert "Call &lt;now&gt;" in told


def test_trouble_is_told_as_text() -> None:
    assert "Groq: &lt;down&gt;" in trouble_note("Groq: <down>", "R-1")


def test_in_a_draft_with_a_strange_link_none_can_be_followed() -> None:
    made = draft("See [our fees](https://evil.example/x).\n")
    assert '<a href="https://evil.example/x"' in to_copy(note(made))
    strange = Findings((Finding("link", "https://evil.example/x", "leads elsewhere"),))
    assert "<a" not in to_copy(note(made, strange))
    assert "our fees (leads to https://evil.example/x)" in to_copy(note(made, strange))
