from retrieval.types import Passage, PassageHit
from router.posting.note import draft_note, hand_over_note, trouble_note
from router.types import Customer, Draft, Evidence, Finding, Findings, Found, HandOver, Permit, Route

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
FEES = Passage("p1", "fees", "IM", "Fees", "Fees > Leaving early", "The exit fee is 1 %.")
FOUND = Found((), (PassageHit(FEES, 0.7),), ("shared", "IM"), "v1")
PERMIT = Permit("note", "otherwise", ("a figure in it stands in no source",))


def draft(text: str) -> Draft:
    return Draft(text, "exit-fee-im", "IM", "documented", "model", ("p1",), open_questions=("when it was changed",))


def test_a_note_says_why_what_to_check_and_where_it_comes_from() -> None:
    findings = Findings((Finding("amount", "₹500", "stands in no template and no article"),))
    note = draft_note(draft("The fee is ₹500."), findings, PERMIT, CUSTOMER, FOUND, "R-1")
    assert "not sent to the customer" in note
    assert "a figure in it stands in no source" in note
    assert "The fee is <mark>₹500</mark>." in note
    assert "stands in no template and no article" in note
    assert "Fees › Fees &gt; Leaving early (IM)" in note
    assert "when it was changed" in note
    assert "customer list: has a row with this e-mail" in note
    assert "earlier tickets" not in note
    assert "Ref: R-1" in note


def test_a_marked_word_inside_a_link_leaves_the_link_whole() -> None:
    findings = Findings((Finding("link", "evil.example", "no source holds this link"),))
    note = draft_note(draft("See [evil.example](https://evil.example/x)."), findings, PERMIT, CUSTOMER, FOUND, "R-1")
    assert 'href="https://evil.example/x"' in note
    assert "<mark>evil.example</mark></a>" in note


def test_nothing_found_is_said_with_where_was_looked() -> None:
    note = draft_note(None, Findings(), PERMIT, CUSTOMER, FOUND, "R-1")
    assert "No reply was written" in note
    assert "a figure in it stands in no source" in note
    assert "Searched: shared, IM" in note


def test_a_hand_over_tells_the_rules_reason_and_the_leads_words() -> None:
    route = Route("hand over", "fraud", "message contains hacked", hand_over=HandOver("Risk", note="Call <now>"))
    note = hand_over_note(route, CUSTOMER, "R-1")
    assert "message contains hacked" in note
    assert "Call &lt;now&gt;" in note


def test_trouble_is_told_as_text() -> None:
    assert "Groq: &lt;down&gt;" in trouble_note("Groq: <down>", "R-1")
