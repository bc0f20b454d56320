from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.rulebook.complaints import Complaints
from router.rulebook.segments import Segment, Segments, read_segments
from router.rulebook.yaml.reader import read_yaml
from tests.unit.rulebook.lendora import lendora

LENDING = Segments(
    (
        Segment("IM", "IM", ("IM",), ("IM",)),
        Segment("IM+", "IM+", ("IM+", "IM"), ("IM+", "IM +", "IM plus", "I.M.+")),
    )
)
LINES = """
when the message names:
  a product they hold: search that product
  a product they do not hold: search shared
  no product: search all they may see
  no product, and the answer differs by product: note
"""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("What is the lock-in of IM?", ("IM",)),
        ("What is the lock-in of IM+?", ("IM+",)),
        ("im+ please", ("IM+",)),
        ("IM / IM+", ("IM", "IM+")),
        ("im Plus fees", ("IM+",)),
        ("my IM-plus account", ("IM+",)),
        ("IM\nplus", ("IM+",)),
        ("the fee of IM +", ("IM+",)),
        ("IM's fee", ("IM",)),
        ("im not able to log in", ()),
        ("I'm here", ()),
        ("NO TIME, SIMPLE", ()),
        ("IM2 and xIM+ and IM_a", ()),
        ("", ()),
        ("Im+", ("IM+",)),
        ("iM +", ("IM+",)),
        ("my IM_plus account", ("IM+",)),
        ("IM++", ("IM+",)),
        ("IM++ and IM", ("IM", "IM+")),
        ("i.m.+ fees", ("IM+",)),
        ("IM⁺", ("IM+",)),
        ("IM＋", ("IM+",)),
        ("ＩＭ", ("IM",)),
        ("IM➕", ("IM+",)),
        ("I\u200bM\u200d+", ("IM+",)),
        ("IM\ufe0f+", ("IM+",)),
        ("I\u00adM", ("IM",)),
    ],
)
def test_product_names_are_found_whole_and_the_longest_first(text: str, named: tuple[str, ...]) -> None:
    assert LENDING.products_named(text) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("HI IM KAVITA. HOW LONG IS MY MONEY LOCKED IN?", ()),
        ("Lock-in\nHI IM KAVITA. HOW LONG IS MY MONEY LOCKED IN?", ()),
        ("HI IM KAVITA\nfor how long is all of my money locked in, please?", ()),
        ("IM ACCOUNT HOLDER SINCE MAY", ()),
        ("IM\nfor how long is it locked in?", ("IM",)),
        ("IM", ("IM",)),
        ("LOCK-IN OF THE IM PRODUCT", ("IM",)),
        ("FEES OF MY IM ACCOUNT", ("IM",)),
        ('LOCK-IN OF "IM"', ("IM",)),
        ("LOCK-IN OF “IM”", ("IM",)),
        ("FEES OF IM+", ("IM+",)),
        ("FEES OF IM PLUS", ("IM+",)),
        ("Fees of IM", ("IM",)),
        ("OTP and KYC of IM please", ("IM",)),
    ],
)
def test_a_short_name_in_a_text_of_capitals_is_a_word_like_any_other(text: str, named: tuple[str, ...]) -> None:
    assert LENDING.products_named(text) == named


@pytest.mark.parametrize("text", ["IM_plus", "IM-Plus", "IMplus", "I.M.+", "I.M. plus", "im plus", "IM++", "I.M. +"])
def test_the_example_companys_customers_write_a_name_in_many_ways(text: str) -> None:
    assert lendora().segments.products_named(f"What are the fees of {text} please?") == ("IM+",)


def test_a_long_message_of_names_is_read_in_no_time() -> None:
    started = perf_counter()
    for text in ("IM " * 20_000, "IM" + " " * 60_000, "IM" + "+" * 60_000 + "x", "I.M. " * 12_000, "HI IM " * 10_000):
        lendora().segments.products_named(text)
    assert perf_counter() - started < 5


def test_holders_see_what_the_file_says_and_shared_first() -> None:
    assert LENDING.may_see(["IM+"]) == ("shared", "IM+", "IM")
    assert LENDING.may_see(["IM"]) == ("shared", "IM")
    assert LENDING.may_see(["IM", "IM+"]) == ("shared", "IM", "IM+")


@given(st.lists(st.text(max_size=4)))
def test_unknown_products_add_nothing(products: list[str]) -> None:
    assert LENDING.may_see([product for product in products if product not in ("IM", "IM+")]) == ("shared",)


@given(st.sets(st.sampled_from(["IM", "IM+", "gold"])), st.sets(st.sampled_from(["IM", "IM+", "gold"])))
def test_holding_less_never_shows_more(some: set[str], more: set[str]) -> None:
    assert set(LENDING.may_see(some)) <= set(LENDING.may_see(some | more))


def complaints_about(text: str) -> list[str]:
    complaints = Complaints("segments.yaml")
    tree = read_yaml(text, complaints)
    assert tree is not None
    read_segments(tree, complaints)
    return [error.message for error in complaints.errors]


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        ("{IM: {may see: [IMM], called: [IM]}}", '"may see" can\'t be "IMM", did you mean "IM"?'),
        ("{IM: {may see: [IM], called: [im]}}", '"im" is too short to be told from an ordinary word'),
        ("{IM: {may se: [IM], called: [IM]}}", 'has no "may se", did you mean "may see"?'),
        ("{shared: {may see: [shared], called: [Shared]}}", '"shared" is what everybody sees'),
        ("{A: {may see: [A], called: [Gold]}, B: {may see: [B], called: [gold]}}", "a name for both A and B"),
        ("[IM]", "must be keys and values"),
    ],
)
def test_a_mistake_in_the_segments_is_told(segments: str, expected: str) -> None:
    assert any(expected in message for message in complaints_about(f"segments: {segments}\n{LINES}"))


def test_what_the_message_names_can_only_be_answered_in_the_known_ways() -> None:
    text = f"segments: {{IM: {{may see: [IM], called: [IM]}}}}\n{LINES.replace('search shared', 'search everything')}"
    assert any('can\'t be "search everything"' in message for message in complaints_about(text))


def test_a_file_without_products_names_none() -> None:
    assert Segments().products_named("IM and IM+") == ()
