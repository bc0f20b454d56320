from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks.labelled_passages import titled
from benchmarks.ranking import best, fused, ndcg, recall


def test_recall_counts_the_right_ones_among_the_first_places_only() -> None:
    assert recall(["a", "x", "b", "c"], ["a", "b", "c"], 3) == pytest.approx(2 / 3)


def test_gain_falls_with_the_place_and_is_whole_when_the_right_ones_come_first() -> None:
    assert ndcg(["a", "b", "x"], ["a", "b"], 10) == 1
    assert ndcg(["x", "a"], ["a"], 10) == pytest.approx(1 / math.log2(3))


def test_what_may_not_be_looked_at_is_never_ranked() -> None:
    scores = np.array([[0.1, -np.inf, 0.3]], dtype=np.float32)
    assert best(scores, ["low", "hidden", "high"], 3) == [["high", "low"]]


def test_what_two_rankings_agree_on_leads_their_fusion() -> None:
    assert fused([[["a", "b"]], [["b", "c"]]], 3) == [["b", "a", "c"]]


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("Exit fee\nIt is 1 %.", "Exit fee", "It is 1 %."),
        ("\n\nOne line only", "One line only", "One line only"),
        (" ".join("abcdefghijklmnopqrst"), " ".join("abcdefghijklmno"), " ".join("pqrst")),
    ],
)
def test_a_row_has_a_title_and_a_body_and_loses_no_word(text: str, title: str, body: str) -> None:
    assert titled(text) == (title, body)
