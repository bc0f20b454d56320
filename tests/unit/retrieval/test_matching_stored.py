"""A matcher as JSON in rows: the very same when it is read again, and refused when it isn't whole."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import IndexDamaged
from retrieval.matching.matcher import NOTHING_TAUGHT, Lesson, Matcher, Sign
from retrieval.matching.scores import Blend, Examples
from retrieval.matching.stored import PIECE, digest_of, from_json, joined, pieces_of, to_json
from retrieval.matching.training import train
from retrieval.types import Levels
from retrieval.versions import LENGTHS

SHARE = st.floats(0, 1)
MATCHERS = st.builds(
    lambda seed, counts, blend, sign, levels, lesson: _matcher(seed, counts, blend, sign, levels, lesson),
    st.integers(0, 99),
    st.lists(st.integers(1, 4), min_size=1, max_size=4),
    st.builds(Blend, SHARE, st.floats(0.01, 1), st.floats(0.1, 5)),
    st.builds(Sign, st.floats(0.05, 9), st.floats(-99, 99)),
    st.builds(Levels, SHARE, SHARE, SHARE),
    st.builds(Lesson, st.integers(0, 9), st.integers(0, 9), SHARE, SHARE, SHARE, st.integers(0, 9), SHARE),
)


def _matcher(seed: int, counts: list[int], blend: Blend, sign: Sign, levels: Levels, lesson: Lesson) -> Matcher:
    chance = np.random.default_rng(seed)
    vectors = chance.normal(size=(sum(counts), 5)).astype(np.float16).astype(np.float32)
    starts = np.cumsum([0, *counts[:-1]], dtype=np.int64)
    coefficients = chance.normal(size=(len(counts), 5)).astype(np.float32)
    topics = tuple(f"Größe {number}" for number in range(len(counts) - seed % 2 or 1))
    intercepts = chance.normal(size=len(counts)).astype(np.float32)
    return Matcher(topics, Examples(vectors, starts), coefficients, intercepts, blend, sign, levels, lesson)


@settings(deadline=None, max_examples=60)
@given(MATCHERS)
def test_what_was_stored_judges_exactly_as_before(matcher: Matcher) -> None:
    again = from_json(to_json(matcher))
    assert to_json(again) == to_json(matcher)
    texts = np.random.default_rng(1).normal(size=(6, 5)).astype(np.float32)
    before, after = matcher.judge(texts), again.judge(texts)
    assert after.topics == before.topics
    assert (after.probabilities == before.probabilities).all()
    assert (after.ours == before.ours).all()
    figures = (again.blend, again.sign, again.levels, again.lesson)
    assert figures == (matcher.blend, matcher.sign, matcher.levels, matcher.lesson)


def test_a_trained_matcher_judges_exactly_as_before() -> None:
    vectors = np.random.default_rng(3).normal(size=(60, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    matcher = train(vectors, ["a", "b", "c"] * 20, vectors[:4])
    again = from_json(to_json(matcher))
    assert (again.judge(vectors).probabilities == matcher.judge(vectors).probabilities).all()
    assert (again.judge(vectors).ours == matcher.judge(vectors).ours).all()


def test_one_that_was_taught_nothing_is_kept_too() -> None:
    assert from_json(to_json(NOTHING_TAUGHT)).topics == ()


def test_rows_are_short_enough_for_the_server() -> None:
    assert LENGTHS["payload"] >= PIECE
    text = to_json(_matcher(1, [2], Blend(), Sign(), Levels(), Lesson()))
    assert text.isascii(), "the server counts bytes"


@given(st.text(st.characters(codec="ascii"), max_size=40), st.integers(1, 9), st.randoms(use_true_random=False))
def test_rows_come_in_any_order(text: str, size: int, chance: random.Random) -> None:
    rows = [(f"matcher-{at:05}", text[at : at + size]) for at in range(0, len(text), size)]
    chance.shuffle(rows)
    assert joined(rows, digest_of(text)) == text
    if rows and rows[0][1]:
        with pytest.raises(IndexDamaged, match="lost rows"):
            joined(rows[1:], digest_of(text))


def test_a_long_text_is_cut_and_nothing_of_it_is_lost() -> None:
    text = "x" * (2 * PIECE + 7)
    pieces = pieces_of(text)
    assert [len(piece) for piece in pieces] == [PIECE, PIECE, 7]


@pytest.mark.parametrize("spoil", ["vectors", "coefficients", "intercepts", "counts", "topics"])
def test_what_is_no_matcher_is_refused(spoil: str) -> None:
    stored = json.loads(to_json(_matcher(1, [2, 3], Blend(), Sign(), Levels(), Lesson())))
    stored[spoil] = "no Base64!" if isinstance(stored[spoil], str) else "no list"
    with pytest.raises(IndexDamaged, match="matcher can't be read"):
        from_json(json.dumps(stored))
