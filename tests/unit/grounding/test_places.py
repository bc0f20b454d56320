"""True words out of their place: which sentences of a source may stand in a reply as they are."""

from __future__ import annotations

import pytest

from router.grounding.named import Source
from router.grounding.places import in_place

FEES = Source("The fee is 1 %. It is taken from the interest.\n\n- No fee for wallets.\n- Cards cost nothing.")


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
