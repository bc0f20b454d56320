"""What a message is searched with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.reading.courtesy import is_courtesy
from router.reading.pieces import LONGEST_PIECE, MOST_PIECES, pieces_of

MAIL = """Dear Lendora team,

Hope you are doing well. I paid in Rs. 5,000 on Monday. It is not
shown in the app yet.

Also I would like to change my nominee.

Thanks in advance,
Asha Rao
Head of Sales
+91 98200 00000"""


def test_a_mail_is_searched_whole_by_paragraph_sentence_and_pair_without_courtesy() -> None:
    paid, shown = "I paid in Rs. 5,000 on Monday.", "It is not shown in the app yet."
    nominee = "Also I would like to change my nominee."
    pair, over = f"{paid} {shown}", f"{shown} {nominee}"
    assert pieces_of(MAIL) == (f"{paid} {shown} {nominee}", pair, nominee, paid, shown, over)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Hi team, where is my money?", ("where is my money?",)),
        ("where is my money?\n\nVikram", ("where is my money?",)),
        ("Hello!\nThanks a lot", ("Thanks a lot",)),
        ("Guten Tag,\n\nwo ist mein Geld?\n\nMit freundlichen Grüßen\nMax Müller", ("wo ist mein Geld?",)),
        ("Good morning. [first name] here.", ("[first name] here.",)),
        ("> How long is it?\nThree months.", ("Three months.",)),
        ("> How long is it?", ()),
        ("?!", ()),
        ("", ()),
    ],
)
def test_short_messages_are_few_pieces(text: str, pieces: tuple[str, ...]) -> None:
    assert pieces_of(text) == pieces


def test_of_a_long_mail_questions_come_before_other_sentences() -> None:
    story = [f"On day {number} I waited again for it." for number in range(30)]
    pieces = pieces_of(" ".join([*story, "What is the exit fee?"]))
    assert len(pieces) <= MOST_PIECES
    assert "What is the exit fee?" in pieces
    assert story[0] in pieces
    assert all(len(piece) <= LONGEST_PIECE for piece in pieces)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Sir or Madam,",
        "Hello Lendora Team",
        "Good morning!",
        "Hope this mail finds you well.",
        "Thanks a lot for your quick help!",
        "Kind regards, Asha Rao",
        "Please help me with this asap.",
        "Looking forward to your reply",
        "Kindly do the needful.",
        "Sehr geehrte Damen und Herren,",
        "Vielen Dank im Voraus",
        "I have a question.",
    ],
)
def test_courtesy_says_nothing_else(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks for nothing, close my account",
        "Hi my card is stolen",
        "Please help me close my account",
        "Thanks, I got it.",
        "Hello, money",
        "I have a question about the fee",
        "Dear all fees are too high",
    ],
)
def test_what_says_more_is_no_courtesy(text: str) -> None:
    assert not is_courtesy(text)


@given(st.text(max_size=300))
def test_any_text_has_few_pieces_each_once_and_none_empty(text: str) -> None:
    pieces = pieces_of(text)
    assert len(pieces) <= MOST_PIECES
    assert len(set(pieces)) == len(pieces)
    assert all(any(map(str.isalnum, piece)) for piece in pieces)
