"""True words out of their place: which sentences of a source may stand in a reply as they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from router.grounding.named import Source
from router.grounding.places import places_in
from router.grounding.sentences import sentences
from router.posting.text import as_read

FEES = Source("The fee is 1 %. It is taken from the interest.\n\n- No fee for wallets.\n- Cards cost nothing.")


def in_place(sentence: str, sources: list[Source], reply: str) -> bool:
    """Whether the reply holds the sentence, and only in its place."""
    said = sentences(as_read(reply))
    here = {at for at, one in enumerate(said) if one == sentence}
    return bool(here) and here <= places_in(said, sources).told


def test_a_sentence_is_in_place_where_its_whole_paragraph_is_told() -> None:
    assert in_place("The fee is 1 %.", [FEES], "Hello,\n\n**The fee is 1 %.** It is taken from the interest.")
    assert not in_place("The fee is 1 %.", [FEES], "Hello,\n\nThe fee is 1 %.")
    assert not in_place("The fee is 1 %.", [FEES], "The fee is 1 %. So we say. It is taken from the interest.")
    assert not in_place("The fee is 2 %.", [FEES], "The fee is 2 %. It is taken from the interest.")


def test_a_list_is_told_whole() -> None:
    assert not in_place("Cards cost nothing.", [FEES], "- Cards cost nothing.")


def test_the_words_of_the_heading_must_be_said_too() -> None:
    source = Source("The second amount is sent back.", "Payments > Paid twice")
    assert not in_place(source.text, [source], f"Hello,\n\n{source.text}")
    assert in_place(source.text, [source], f"About payments that were paid twice:\n\n{source.text}")


@pytest.mark.parametrize(
    "text",
    [
        "Withdrawals are then stopped.",
        "Nobody is turned down for that.",
        "Both amounts are credited.",
        "No. You can lose.",
    ],
)
def test_what_points_to_something_above_it_is_never_in_place(text: str) -> None:
    assert not in_place(text, [Source(text)], text)


def test_what_leads_up_to_a_list_is_not_in_place_without_it() -> None:
    assert not in_place("We need three papers:", [Source("We need three papers:\n\n- a\n- b")], "We need three papers:")


PAID_TWICE = Source(
    "Both amounts are credited to your wallet. You can leave the second one there or withdraw it.\n\nIt costs nothing.",
    "Payments that failed > Paid twice",
    "Payments that failed – Paid twice",
    whole=True,
)
TOLD_WHOLE = f"Hello,\n\n**{PAID_TWICE.heading}**\n\n{PAID_TWICE.text}\n\nKind regards"
SECOND_SENTENCE = "You can leave the second one there or withdraw it."


def test_all_that_stands_below_a_heading_is_in_place_right_below_it() -> None:
    for sentence in sentences(PAID_TWICE.text):
        assert in_place(sentence, [PAID_TWICE], TOLD_WHOLE)
    said = sentences(as_read(TOLD_WHOLE))
    assert {said[at] for at in places_in(said, [PAID_TWICE]).headings} == {PAID_TWICE.heading}


@pytest.mark.parametrize(
    "bent",
    [
        TOLD_WHOLE.replace("**Payments that failed – Paid twice**\n\n", ""),
        TOLD_WHOLE.replace("Paid twice", "Paid once"),
        TOLD_WHOLE.replace("Payments that failed – ", ""),
        TOLD_WHOLE.replace("**Payments that failed – Paid twice**", "**Payments that failed – Paid twice or once**"),
        TOLD_WHOLE.replace("**Payments that failed – Paid twice**", "Nobody says Payments that failed – Paid twice"),
        TOLD_WHOLE.replace("\n\nBoth", "\n\nThis is for you.\n\nBoth"),
        TOLD_WHOLE.replace("Both amounts", "Both your amounts"),
        TOLD_WHOLE.replace("It costs nothing.", ""),
        TOLD_WHOLE.replace("It costs nothing.", "So it costs nothing."),
        TOLD_WHOLE.replace("It costs nothing.", "It costs nothing for you"),
        TOLD_WHOLE.replace(SECOND_SENTENCE, f"That is sure. {SECOND_SENTENCE}"),
        TOLD_WHOLE.replace("You can leave", "You can not leave"),
        TOLD_WHOLE.replace("Hello,", f"Hello,\n\n{SECOND_SENTENCE}"),
        TOLD_WHOLE.replace("Kind regards", f"**Paid once**\n\n{SECOND_SENTENCE}"),
    ],
    ids=[
        "no heading", "another heading", "half of the heading", "a heading that goes on", "a heading inside a sentence",
        "words below the heading", "a word put in", "the end left out", "the end begun anew", "the end goes on",
        "words in between", "a denial put in", "said before its heading too", "said below another heading too",
    ],
)  # fmt: skip
def test_what_is_bent_below_its_heading_is_not_in_place(bent: str) -> None:
    assert bent != TOLD_WHOLE
    assert not in_place(SECOND_SENTENCE, [PAID_TWICE], bent)


def test_a_passage_that_is_not_all_that_stands_below_its_heading_is_not_in_place_there() -> None:
    part = replace(PAID_TWICE, whole=False)
    assert not in_place(SECOND_SENTENCE, [part], TOLD_WHOLE)
    assert len(places_in(sentences(as_read(TOLD_WHOLE)), [part]).headings) == 1


def test_what_leads_up_to_something_is_not_in_place_below_its_heading_either() -> None:
    lead = Source("We need three papers:", "KYC", "KYC", whole=True)
    assert not in_place(lead.text, [lead], f"**KYC**\n\n{lead.text}")
