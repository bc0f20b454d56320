from __future__ import annotations

import pytest

from retrieval.milvus import Match
from retrieval.walled import best_of, matches_for


def match(name: str, score: float, document: str = "d", audience: str = "IM") -> Match:
    return Match(name, score, {"document": document, "audience": audience, "text": name})


def test_a_document_keeps_its_best_example_over_all_texts() -> None:
    found = [match("a1", 0.3, "a"), match("b1", 0.8, "b"), match("a2", 0.9, "a")]
    assert [best.id for best in best_of(found, lambda hit: hit.fields["document"])] == ["a2", "b1"]


def test_equal_scores_come_in_the_same_order_every_time() -> None:
    found = [match("b", 0.5, "b"), match("a", 0.5, "a")]
    assert best_of(found, lambda hit: hit.id) == best_of(reversed(found), lambda hit: hit.id)


def test_a_row_that_the_server_should_not_have_returned_is_dropped_and_told(caplog: pytest.LogCaptureFixture) -> None:
    found = [[match("ours", 0.5), match("theirs", 0.9, audience="IM+")]]
    assert [kept.id for kept in matches_for(found, ["shared", "IM"])] == ["ours"]
    assert "theirs" in caplog.text
