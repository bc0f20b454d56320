from __future__ import annotations

import numpy as np
import pytest

from benchmarks.faithful import _catching, _figures, _fitted, _left_out


def test_the_threshold_catches_nine_unfaithful_in_ten() -> None:
    scores = np.array([0.9, 0.8, *np.arange(10) / 10])
    faithful = np.array([True, True, *[False] * 10])
    level = _catching(scores, faithful)
    assert (scores[~faithful] <= level).mean() == pytest.approx(0.9)


def test_figures_are_percentages_and_a_perfect_score_is_a_hundred() -> None:
    found = _figures(np.array([0.9, 0.8, 0.1, 0.2]), np.array([True, True, False, False]))
    assert (found["balanced_accuracy"], found["auc"], found["n"], found["unfaithful"]) == (100.0, 100.0, 4, 2)


def test_no_answer_is_scored_by_weights_that_saw_its_conversation() -> None:
    """A sign that only says which conversation it is helps nobody who hasn't seen it."""
    conversations = np.repeat(np.arange(20), 4)
    faithful = (conversations % 2).astype(bool)
    table = (conversations[:, None] == np.arange(20)).astype(float)
    scores = _left_out(table, faithful, conversations.astype(str))
    assert _figures(scores, faithful)["balanced_accuracy"] <= 60
    weights, constant = _fitted(table, faithful)
    seen = 1 / (1 + np.exp(-(table @ weights + constant)))
    assert _figures(seen, faithful)["auc"] == 100.0
