"""True paraphrases are carried by their quote, and what is bent isn't."""

from __future__ import annotations

import pytest

from router.grounding.agreement import disagreement
from router.grounding.named import Source
from tests.unit.grounding.pairs import pairs


@pytest.mark.parametrize(("quote", "sentence"), pairs("true", "fresh_true"))
def test_a_true_paraphrase_is_carried(quote: str, sentence: str) -> None:
    assert disagreement(sentence, [Source(quote)]) == ""


@pytest.mark.parametrize(("quote", "sentence"), pairs("bent", "fresh_bent"))
def test_a_sentence_that_bends_its_quote_is_not_carried(quote: str, sentence: str) -> None:
    assert disagreement(sentence, [Source(quote)]) != ""


def test_the_pairs_are_many_and_half_of_them_true() -> None:
    true, bent = pairs("true", "fresh_true"), pairs("bent", "fresh_bent")
    assert len(true) + len(bent) >= 80
    assert 0.4 < len(true) / (len(true) + len(bent)) < 0.6


@pytest.mark.parametrize(("quote", "sentence"), pairs("held_back"))
def test_what_is_true_and_held_back_all_the_same_is_known(quote: str, sentence: str) -> None:
    assert disagreement(sentence, [Source(quote)]).endswith("in no quote")


@pytest.mark.parametrize(
    ("quote", "sentence", "says"),
    [
        ("The fee is 10 %.", "The fee is 12 %.", "percentage 12 % isn't in the quote"),
        ("You can leave only if you ask.", "You can leave if you ask.", "the quote says “only”, the sentence doesn't"),
        ("Returns are not guaranteed.", "Returns are guaranteed.", "the quote denies, the sentence doesn't"),
        ("A colleague calls you.", "Our colleague Ravi calls you.", "names Ravi, no quote has it"),
        ("The fee is paid once.", "Gold coins are given to whoever asks.", "most words stand in no quote"),
        (
            "You can sell your loans in the app.",
            "You can sell your late loans in the app.",
            "“late” stands in no quote",
        ),
        ("Is the fee refunded?", "The fee is refunded.", "the quote asks, the sentence states"),
    ],
)
def test_what_was_missing_is_told_in_words(quote: str, sentence: str, says: str) -> None:
    assert disagreement(sentence, [Source(quote)]) == says


def test_a_product_may_be_named_by_the_heading_over_the_quote() -> None:
    row = "Exit fee, leaving before the lock-in has ended: 1%"
    said = "The exit fee of IM for leaving before the lock-in has ended is 1%."
    assert disagreement(said, [Source(row, "Fees > Fee table > IM")]) == ""
    assert disagreement(said, [Source(row, "Fees > Fee table > IM+")]) == "the quote says 1% of something else"


def test_each_statement_rests_on_one_and_not_on_words_gathered_from_several() -> None:
    said = "You can send documents by e-mail."
    assert disagreement(said, [Source("You can reach us by e-mail, and upload documents in the app.")]) != ""


def test_yes_before_a_quoted_sentence_adds_nothing_and_no_turns_it_round() -> None:
    quote = Source("If a payment is in dispute, we keep it until the complaint has been decided.")
    assert disagreement(f"Yes, {quote.text[0].lower()}{quote.text[1:]}", [quote]) == ""
    assert disagreement(f"No, {quote.text[0].lower()}{quote.text[1:]}", [quote]) != ""
