"""When a text counts as ours, as documented, or as inferred."""

from __future__ import annotations

import pytest

from router.grounding.classes import grounds_of, worst
from router.grounding.named import Source
from router.types import Grounding, Grounds
from router.writing.answer import Claim

OURS = "Hello [first name],\n\nPlease send your PAN card.\n\nLendora Support\n"
QUOTE = "An exit fee of 1% applies if you leave before the lock-in has ended."


def grounding_of(text: str, ours: str, claims: list[Claim], passages: dict[str, str] | None = None) -> Grounding:
    return worst(grounds(text, ours, claims, passages))


def grounds(text: str, ours: str, claims: list[Claim], passages: dict[str, str] | None = None) -> tuple[Grounds, ...]:
    """Without a passage of its own a claim quotes one that holds all quotes, a line each."""
    there = passages or {"p": "\n".join(dict.fromkeys(one.quote for one in claims))}
    return grounds_of(text, ours, claims, {name: Source(words) for name, words in there.items()})


def claim(sentence: str, quote: str = QUOTE) -> Claim:
    return Claim(sentence=sentence, passage="p", quote=quote)


def test_the_templates_own_words_are_the_templates() -> None:
    assert grounding_of(OURS, OURS, []) == "template"


def test_a_template_with_its_lines_wrapped_anew_is_still_the_templates() -> None:
    assert grounding_of("Hello [first name],\nPlease send your  PAN card.", OURS, []) == "template"


def test_an_added_sentence_without_a_claim_is_inferred() -> None:
    assert grounding_of(f"{OURS}\nWe will pay you tomorrow.", OURS, []) == "inferred"


def test_an_added_sentence_with_a_quote_that_agrees_is_documented() -> None:
    assert grounding_of(f"{OURS}\n{QUOTE}", OURS, [claim(QUOTE)]) == "documented"


def test_courtesy_needs_no_quote_but_carries_nothing_alone() -> None:
    assert grounding_of(f"Hello [first name],\n\n{QUOTE}\n\nKind regards", "", [claim(QUOTE)]) == "documented"
    assert grounding_of("Hello [first name],\n\nKind regards", "", []) == "inferred"


def test_a_promise_does_not_pass_as_courtesy() -> None:
    assert grounding_of(f"Thank you for your message, we refund you.\n{QUOTE}", "", [claim(QUOTE)]) == "inferred"


@pytest.mark.parametrize("line", ["Hello,", "Hi [first name]!", "Dear [first name] [name 2],", "Your support team"])
def test_a_greeting_of_placeholders_and_a_plain_signature_are_courtesy(line: str) -> None:
    assert grounding_of(f"{line}\n{QUOTE}", "", [claim(QUOTE)]) == "documented"


@pytest.mark.parametrize(
    "line", ["Hi your claim is approved!", "Dear [claim approved],", "Hello {{ claim approved }}!", "Approved support."]
)
def test_free_words_in_a_greeting_or_a_signature_are_a_statement(line: str) -> None:
    assert grounding_of(f"{line}\n{QUOTE}", "", [claim(QUOTE)]) == "inferred"
    assert grounding_of(f"{OURS}\n{line}", OURS, []) == "inferred"


@pytest.mark.parametrize(
    "sentence",
    [
        "An exit fee of 2% applies if you leave before the lock-in has ended.",
        "An exit fee of 1% does not apply if you leave before the lock-in has ended.",
        "An exit fee of 1% applies before the lock-in has ended.",
        "Gold coins are given away if you ask for them before lunch.",
    ],
    ids=["another figure", "a negation", "the condition left out", "other words"],
)
def test_a_real_quote_does_not_carry_a_sentence_that_says_something_else(sentence: str) -> None:
    assert grounding_of(sentence, "", [claim(sentence)]) == "inferred"


def test_a_claim_about_another_sentence_carries_nothing() -> None:
    assert grounding_of(QUOTE, "", [claim("Something else entirely.")]) == "inferred"


def test_a_sentence_may_rest_on_several_quotes() -> None:
    sentence = "IM has a lock-in of 3 months and IM+ one of 12 months."
    claims = [claim(sentence, "The lock-in of IM is 3 months"), claim(sentence, "the lock-in of IM+ is 12 months")]
    assert grounding_of(sentence, "", claims) == "documented"
    assert grounding_of(sentence, "", claims[:1]) == "inferred"


def test_the_templates_words_put_together_anew_are_not_carried_by_another_quote() -> None:
    ours = "Please upload documents in the app.\nYou must not send documents by e-mail."
    lie = "You can send documents by e-mail."
    real = "You can reach us by e-mail, and upload documents in the app."
    assert grounding_of(f"{ours}\n{lie}", ours, [claim(lie, "Photos of the papers must be sharp.")]) == "inferred"
    assert grounding_of(f"{ours}\n{lie}", ours, [claim(lie, real)]) == "inferred"
    assert grounding_of(f"{ours}\n{lie}", ours, [claim(lie, f"Since May: {lie}")]) == "documented"


def test_the_templates_words_do_not_count_for_a_sentence_that_adds_others() -> None:
    ours = "We need your documents, and we check your documents by hand."
    lie = "We need your documents for a gold bonus."
    assert grounding_of(f"{ours}\n{lie}", ours, [claim(lie, "A gold bonus is a present.")]) == "inferred"


@pytest.mark.parametrize("sentence", ["Yes.", "You may.", "It is so!"])
def test_a_sentence_of_small_words_must_stand_in_its_quote(sentence: str) -> None:
    assert grounding_of(sentence, "", [claim(sentence, "The fee is paid once.")]) == "inferred"
    assert grounding_of(sentence, "", [claim(sentence, f"{sentence} That holds for everybody.")]) == "documented"


def test_a_figure_alone_may_be_cut_out_of_its_quote() -> None:
    assert grounding_of("1%", "", [claim("1%", "The exit fee of IM is 1%")]) == "documented"
    assert grounding_of("1%", "", [claim("1%", "The exit fee of IM is 2.1%")]) == "inferred"


def test_a_row_of_a_table_may_be_said_as_a_line_with_the_templates_words() -> None:
    said = claim("Exit fee: 1%", "| Exit fee | 1% |")
    ours = "An exit may cost you a fee."
    assert grounding_of(f"{ours}\nExit fee: 1%", ours, [said]) == "documented"


@pytest.mark.parametrize(
    "passage", ["We never say that returns are guaranteed.", "returns are guaranteed only until 2019."]
)
def test_a_quote_cut_out_of_its_sentence_speaks_with_all_of_it(passage: str) -> None:
    sentence = "The returns are guaranteed."
    cut = claim(sentence, "returns are guaranteed")
    assert grounding_of(sentence, "", [cut], {"p": f"About returns. {passage} More below."}) == "inferred"
    assert grounding_of(sentence, "", [cut], {"p": "Here returns are guaranteed. Never fear."}) == "documented"


def why(text: str, claims: list[Claim], passages: dict[str, str], ours: str = "") -> str:
    return grounds(text, ours, claims, passages)[-1].says


def test_a_quote_that_does_not_stand_in_its_passage_carries_nothing() -> None:
    said = claim(QUOTE)
    assert why(QUOTE, [said], {"p": QUOTE.replace("1%", "2%")}) == "the quote doesn't stand there"
    assert why(QUOTE, [said], {"other": QUOTE}) == "names passage p, which wasn't found"


def test_a_quote_of_one_word_stands_in_any_text() -> None:
    said = claim("The fee is charged.", "fee")
    assert why("The fee is charged.", [said], {"p": "A fee is charged."}) == "the quote is too short to mean anything"


def test_a_quote_that_stands_there_twice_must_carry_at_both_places() -> None:
    said = claim("Withdrawals are free.", "Withdrawals are free")
    there = "Withdrawals are free. Withdrawals are free only after the lock-in."
    assert (
        why("Withdrawals are free.", [said], {"p": "Withdrawals are free. More below."}) == "carried by what it quotes"
    )
    assert grounding_of("Withdrawals are free.", "", [said], {"p": there}) == "inferred"


def test_a_true_sentence_does_not_carry_the_one_beside_it() -> None:
    text = f"{QUOTE}\nWe refund it."
    assert [one.kind for one in grounds(text, "", [claim(QUOTE)])] == ["documented", "inferred"]
    assert grounding_of(text, "", [claim(QUOTE)]) == "inferred"


def test_a_template_with_a_quoted_sentence_is_documented_and_each_is_told_apart() -> None:
    found = grounds(f"{OURS}\n{QUOTE}", OURS, [claim(QUOTE)])
    assert [one.kind for one in found] == ["template", "template", "template", "documented"]
    assert found[-1].quotes[0].words == QUOTE


@pytest.mark.parametrize(
    "line",
    [
        "Guten Tag [first name],",
        "Vielen Dank für Ihre Nachricht.",
        "Mit freundlichen Grüßen",
        "Thanks for reaching out!",
        "If you have any other questions, just reply to this e-mail.",
    ],
)
def test_courtesy_in_german_and_an_invitation_to_write_again_state_nothing(line: str) -> None:
    assert grounds(line, "", [])[0].kind == "courtesy"


def test_the_number_of_a_list_is_no_sentence() -> None:
    assert [one.sentence for one in grounds("1. Open the app.\n2. Tap Change.", "", [])] == [
        "Open the app.",
        "Tap Change.",
    ]


def test_a_sentence_of_the_template_filled_by_the_model_is_judged_whole() -> None:
    ours = "The exit fee of IM is {{ fee }}."
    text = ours.replace("{{ fee }}", "1%")
    said = claim("1%", "The platform fee of IM is 1%")
    assert grounding_of(text, ours, [said]) == "inferred"
    assert grounding_of(text, ours, [claim("1%", "The exit fee of IM is 1%")]) == "documented"
