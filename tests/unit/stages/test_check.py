from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from router.stages.check import check
from router.types import Customer, Draft, Findings, Found, Message
from router.writing.telling import as_told
from tests.checking import EXIT_IM, EXIT_PLUS, FEE_IM, FEE_PLUS, HOURS, customer, draft, found, message

ASKS = message("What is the exit fee of IM+?", "IM+")
PLUS = customer("IM+", "IM")
FILLED = EXIT_PLUS.body.replace("{{ first_name }}", "[first name]")
PLANTED = Path(__file__).parents[2] / "fixtures" / "promises" / "planted.yaml"


def checked(
    one: Draft,
    asked: Message = ASKS,
    there: Found | None = None,
    who: Customer = PLUS,
    record: tuple[str, ...] = ("ticket 41",),
    outside: tuple[str, ...] = (),
    own: tuple[str, ...] = (),
) -> Findings:
    return check(one, asked, there or found(EXIT_PLUS), who, record, outside, own_texts=own)


def kinds(findings: Findings) -> set[str]:
    return {finding.kind for finding in findings.items}


def planted() -> list[tuple[str, str]]:
    rows = yaml.safe_load(PLANTED.read_text(encoding="utf-8"))
    assert len(rows) >= 15
    return [(row["mail"], text) for row in rows for text in row["drafts"]]


@pytest.mark.parametrize(("mail", "text"), planted())
def test_no_planted_promise_comes_back_confirmed(mail: str, text: str) -> None:
    assert not checked(draft(text), message(mail)).clean


def test_the_template_in_its_own_words_is_clean() -> None:
    assert checked(draft(FILLED)).items == ()


def test_a_real_answer_in_other_words_is_clean() -> None:
    text = "Dear [first name],\n\nif you leave IM+ early, the exit fee is 2.5 % of the amount. Kind regards\nLendora"
    assert checked(draft(text)).items == ()


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("The exit fee is 2.75% of the amount.", "percentage", "2.75%"),
        ("The exit fee is ₹2.5.", "amount", "₹2.5"),
        ("Payouts take 2 days.", "duration", "2 days"),
        ("It ends on 1 March 2027.", "date", "1 March 2027"),
        ("More: https://help.lendora.example/bonus", "link", "https://help.lendora.example/bonus"),
        ("Write to me@lendora.example.", "e-mail address", "me@lendora.example"),
        ("We refer to case LN-77.", "reference", "LN-77"),
        ("It takes 17 steps.", "count", "17"),
        ("We will look into it by Friday.", "day", "Friday"),
        ("See ![](https://help.lendora.example/fees)", "link", "!["),
        ("<img src=x>", "link", "<img"),
        ("[click](javascript:alert)", "link", "](j"),
        ("Hello {{ first_name }}", "blank", "{{ first_name }}"),
        ("We wrote to [email 1].", "personal data", "[email 1]"),
        ("Returns are guaranteed.", "promise", "guaranteed"),
    ],
)
def test_what_no_source_carries_is_found_with_its_word(text: str, kind: str, word: str) -> None:
    assert (kind, word) in {(finding.kind, finding.word) for finding in checked(draft(text)).items}


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("Lending with us is risk\\-free.", "promise", "risk-free"),
        ("You can\\'t lose.", "promise", "can't lose"),
        ("You get [fixed](https://a.example) returns.", "promise", "fixed returns"),
        ("The exit fee is 1[2.5 %](https://a.example).", "percentage", "12.5 %"),
        ("The exit fee is 12\\.5 %.", "percentage", "12.5 %"),
        ("Write to [us](https://evil.example/x).", "link", "https://evil.example/x"),
        ("Write to \\[email 1\\].", "personal data", "[email 1]"),
        ("Hello {\\{ name }}.", "blank", "{{ name }}"),
    ],
)
def test_marks_of_markdown_hide_nothing(text: str, kind: str, word: str) -> None:
    assert (kind, word) in {(item.kind, item.word) for item in checked(draft(text)).items}


def test_a_source_is_read_as_its_reader_would_see_it() -> None:
    template = replace(EXIT_PLUS, body="Returns are [not guaranteed](https://a.example/risk), whatever\\-ever.")
    assert checked(draft("Returns are not guaranteed, whatever-ever."), there=found(template)).items == ()


def test_a_finding_says_what_was_looked_for_and_where() -> None:
    (finding,) = checked(draft("The exit fee is 7 %.")).items
    assert finding.says == (
        "Looked for the percentage 7 % in template exit-fee-im-plus, the customer's record: it stands in none of them."
    )


def test_a_disclaimer_of_our_own_is_no_promise() -> None:
    assert checked(draft("Returns are not guaranteed.")).items == ()


def test_a_sentence_of_the_template_with_its_blank_filled_is_our_own() -> None:
    template = replace(EXIT_PLUS, body="We confirm that {{ what }} was changed.")
    assert checked(draft("We confirm that your address was changed."), there=found(template)).clean
    assert not checked(draft("We confirm that the fee is lower."), there=found(template)).clean


def test_the_record_carries_the_ticket_number_and_no_phone() -> None:
    assert checked(draft("Your ticket 41 is with us.")).clean
    record = ("+91 22 4000 0000",)
    assert kinds(checked(draft("Call +91 22 4000 0000."), record=record)) == {"phone or account number"}


def test_the_companys_fixed_words_are_a_source() -> None:
    closing = "We answer within 1 business day."
    assert not checked(draft(closing)).clean
    assert checked(draft(closing), own=(closing,)).clean


WROTE = message("On 5 March 2027 I sent ₹5,000, UTR 402938475612, you pay 24 %. My link: https://x.example/a", "IM+")


@pytest.mark.parametrize(
    "text",
    [
        "You wrote that you sent ₹5,000 on 5 March 2027.",
        "Your message mentions UTR 402938475612.",
        "As you describe, the transfer of Rs 5000 has not arrived.",
        "You mentioned ₹5,000; we cannot confirm it.",
    ],
)
def test_the_customers_own_words_may_be_repeated_when_marked(text: str) -> None:
    assert checked(draft(text), WROTE).items == ()


@pytest.mark.parametrize(
    "text",
    [
        "The transfer of ₹5,000 is here.",
        "₹5,000 is what you wrote.",
        "You wrote 24 %.",
        "You wrote https://x.example/a.",
        "You wrote that you sent ₹6,000.",
        "You wrote ₹5,000, which is correct.",
        "You wrote ₹5,000 and will receive it.",
    ],
)
def test_unmarked_agreed_or_forbidden_echoes_are_found(text: str) -> None:
    assert not checked(draft(text), WROTE).clean


def test_one_products_figure_may_not_be_given_to_the_other() -> None:
    there = found(passages=((FEE_IM, 0.8), (FEE_PLUS, 0.8)))
    both = ("p-im", "p-plus")
    swapped = draft("The exit fee of IM is 2.5% and that of IM+ is 1%.", "", both)
    assert [finding.word for finding in checked(swapped, there=there).items] == ["2.5%", "1%"]
    after = draft("It is 2.5% for IM and 1% for IM+.", "", both)
    assert kinds(checked(after, there=there)) == {"product"}
    below = draft("## IM\n\nThe exit fee is 2.5%.", "", both)
    assert kinds(checked(below, there=there)) == {"product"}


@pytest.mark.parametrize(
    "text",
    [
        "The exit fee of IM is 1% and that of IM+ is 2.5%.",
        "It is 1% for IM and 2.5% for IM+.",
        "IM:\n- exit fee 1%\n\nIM+:\n- exit fee 2.5%",
    ],
)
def test_each_figure_with_its_own_product_is_clean(text: str) -> None:
    there = found(passages=((FEE_IM, 0.8), (FEE_PLUS, 0.8)))
    assert checked(draft(text, "", ("p-im", "p-plus")), there=there).items == ()


def test_siblings_with_other_figures_are_told_when_no_product_was_named() -> None:
    unnamed = message("What is the exit fee?")
    there = found(EXIT_PLUS, EXIT_IM)
    assert kinds(checked(draft(FILLED), unnamed, there)) == {"differs by product"}
    assert checked(draft(FILLED), ASKS, there).clean
    assert checked(draft(FILLED), unnamed, there, customer("IM+")).clean


def test_a_close_passage_of_another_product_counts_and_a_far_one_does_not() -> None:
    unnamed = message("What is the exit fee?")
    one = draft("The exit fee is 2.5%.", "", ("p-plus",))
    assert kinds(checked(one, unnamed, found(passages=((FEE_PLUS, 0.7), (FEE_IM, 0.65))))) == {"differs by product"}
    assert checked(one, unnamed, found(passages=((FEE_PLUS, 0.7), (FEE_IM, 0.5)))).clean


def test_a_draft_that_names_both_products_is_clean() -> None:
    unnamed = message("What is the exit fee?")
    there = found(passages=((FEE_PLUS, 0.7), (FEE_IM, 0.7)))
    both = draft("The exit fee of IM is 1%, that of IM+ is 2.5%.", "", ("p-im", "p-plus"))
    assert checked(both, unnamed, there).items == ()


ELSEWHERE = "Holders of IM+ may leave after twelve months without paying anything at all. The rate of IM+ is 13.5%."


def test_words_of_another_audience_are_found() -> None:
    text = "You may leave after twelve months without paying anything."
    one = draft(text, "", ("p-im",))
    findings = checked(one, there=found(passages=((FEE_IM, 0.8),)), who=customer("IM"), outside=(ELSEWHERE,))
    assert "may leave after twelve months without" in {item.word for item in findings.items}
    assert "segment wall" in kinds(findings)


def test_a_figure_beside_a_hidden_product_is_found() -> None:
    one = draft("IM+ has 13.5%.", "", ("p-im",))
    there = found(passages=((FEE_IM, 0.8),))
    assert "segment wall" in kinds(checked(one, there=there, who=customer("IM"), outside=(ELSEWHERE,)))


def test_words_that_stand_in_both_places_are_no_leak() -> None:
    outside = (FEE_PLUS.text, "We answer Monday to Friday, 10:00 to 18:00.")
    there = found(passages=((HOURS, 0.8),))
    one = draft("We answer Monday to Friday, 10:00 to 18:00.", "", ("p-hours",))
    assert checked(one, there=there, who=customer("IM"), outside=outside).items == ()


def test_sources_that_were_not_found_or_are_not_for_this_customer_are_told() -> None:
    assert kinds(checked(draft("Hello.", "made-up"))) == {"source"}
    assert kinds(checked(draft("Hello.", "", ("p-made-up",)))) == {"source"}
    assert kinds(checked(draft("Hello."), who=customer("IM"))) == {"segment wall"}


def test_a_passage_that_was_found_but_is_not_named_carries_nothing() -> None:
    there = found(passages=((HOURS, 0.8),))
    assert kinds(checked(draft("We answer from 10:00.", ""), there=there)) == {"time"}


def test_an_empty_draft_and_an_unfilled_blank_are_told() -> None:
    assert kinds(checked(draft("  "))) == {"empty"}
    assert kinds(checked(draft("Hello.", unfilled=("order_date",)))) == {"blank"}


def test_the_title_over_a_passage_that_is_told_whole_is_a_source_too() -> None:
    since = replace(HOURS, title="Hours since 1 April 2025")
    there, text = found(passages=((since, 0.9),)), as_told(since)
    assert checked(draft(text, "", (since.id,)), there=there).items == ()
    assert not checked(draft(text.replace("2025", "2026"), "", (since.id,)), there=there).clean
