from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.reading.sentences import sentences_of


def cut(text: str) -> list[str]:
    return [one.text for one in sentences_of(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("I paid Rs. 5,000 to Mr. Rao. Why is it not shown?", ["I paid Rs. 5,000 to Mr. Rao.", "Why is it not shown?"]),
        ("It costs 2.5% p.a. on IM. Since 12.03.2027.", ["It costs 2.5% p.a. on IM.", "Since 12.03.2027."]),
        ("See https://x.example/a?b=1. Thanks", ["See https://x.example/a?b=1.", "Thanks"]),
        ("Mail me at a.b@c.example. Soon!", ["Mail me at a.b@c.example.", "Soon!"]),
        ("Am 3. März kam nichts, z. B. kein Geld. Warum?", ["Am 3. März kam nichts, z. B. kein Geld.", "Warum?"]),
        ("Is it safe?And what is the fee? Bye", ["Is it safe?", "And what is the fee?", "Bye"]),
        ("Is it safe ??!! I ask twice", ["Is it safe ??!!", "I ask twice"]),
        ("मेरा पैसा कहाँ है। कृपया बताइए।", ["मेरा पैसा कहाँ है।", "कृपया बताइए।"]),
        ("i lost it. how do i get a new one", ["i lost it.", "how do i get a new one"]),
        ("So did I. Then it broke", ["So did I.", "Then it broke"]),
    ],
)
def test_a_sentence_ends_at_its_mark_and_not_inside_a_figure_or_a_short_form(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


WRAPPED = """I sent 500 euros to my sister's account on Monday, and it has still
not arrived. I would like to know how long a transfer to
Germany takes, and whether
I can cancel it."""


def test_lines_that_a_program_broke_are_joined() -> None:
    assert cut(WRAPPED) == [
        "I sent 500 euros to my sister's account on Monday, and it has still not arrived.",
        "I would like to know how long a transfer to Germany takes, and whether I can cancel it.",
    ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("My card is blocked\nPlease unblock it", ["My card is blocked", "Please unblock it"]),
        ("Hello team\nI want to leave", ["Hello team", "I want to leave"]),
        ("how do i withdraw\nwhat is the fee\nthanks", ["how do i withdraw", "what is the fee", "thanks"]),
        ("i want to know\nhow to withdraw", ["i want to know how to withdraw"]),
        ("Wann kommt das\nGeld an?", ["Wann kommt das Geld an?"]),
        ("1. What is the fee\n2) how to leave\n- third thing", ["What is the fee", "how to leave", "third thing"]),
        ("Regards\nAsha Rao\nHead of Sales", ["Regards", "Asha Rao", "Head of Sales"]),
    ],
)
def test_lines_that_somebody_broke_on_purpose_stay_apart(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


def test_paragraphs_and_items_of_a_list_are_told() -> None:
    found = sentences_of("I have two doubts:\n\n- the fee\n- the term\n\nThat is all.")
    assert [(one.text, one.paragraph, one.item) for one in found] == [
        ("I have two doubts:", 0, False),
        ("the fee", 1, True),
        ("the term", 1, True),
        ("That is all.", 2, False),
    ]


@given(st.text(alphabet="abc AB\n.?!,:-…“”\"'*1.)…\u2028\u0085\u00a0é😀।", max_size=200))
def test_no_letter_is_lost(text: str) -> None:
    assert re.sub(r"[\W\d_]", "", "".join(cut(text))) == re.sub(r"[\W\d_]", "", _without_marks(text))


def _without_marks(text: str) -> str:
    """Without the letters that number a list, as "a)" and "b." do."""
    return "\n".join(re.sub(r"^\s*\(?[a-h][.)]\s+(?=\S)", "", line) for line in text.split("\n"))
