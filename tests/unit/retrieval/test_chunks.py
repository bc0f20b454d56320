from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents.chunks import LIMIT, cut, pack, rough_tokens

PARAGRAPHS = st.lists(st.text("ab. \n-?", max_size=400), max_size=6).map("\n\n".join)


def test_short_text_stays_whole() -> None:
    assert cut("One line.\n\nAnother.") == ["One line.\n\nAnother."]


def test_long_text_is_cut_between_paragraphs_first() -> None:
    first, second = "One sentence here. " * 30, "Another sentence there. " * 30
    pieces = cut(f"{first.strip()}\n\n{second.strip()}")
    assert pieces == [first.strip(), second.strip()]


def test_a_long_list_is_cut_between_its_items() -> None:
    items = [f"- item number {number} with some more words in it" for number in range(60)]
    pieces = cut("\n".join(items))
    assert len(pieces) > 1
    assert [line for piece in pieces for line in piece.split("\n")] == items


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    pieces = cut(" ".join(f"This is sentence number {number} of a very long story." for number in range(60)))
    assert len(pieces) > 1
    assert all(piece.endswith(".") for piece in pieces)


@given(PARAGRAPHS)
def test_no_word_is_lost_and_no_piece_is_too_long(text: str) -> None:
    pieces = cut(text)
    assert " ".join(pieces).split() == text.split() or any(len(word) > LIMIT for word in text.split())
    assert all(piece for piece in pieces)
    assert all(rough_tokens(piece) <= LIMIT for piece in pieces)


def test_an_endless_word_is_cut_too() -> None:
    assert all(rough_tokens(piece) <= LIMIT for piece in cut("x" * 9000))


@given(st.lists(st.text("ab ", min_size=1, max_size=900), max_size=20))
def test_packing_cuts_nothing(rows: list[str]) -> None:
    assert "\n".join(pack(rows, between="\n")) == "\n".join(rows)
