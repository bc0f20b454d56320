"""Golden questions: when one counts as the same, and from which score a template would be used."""

from __future__ import annotations

from dataclasses import replace

from retrieval.golden import FLOOR, GoldenQuestion
from retrieval.summary import Change, changes
from retrieval.types import Hits
from router.writing.choice import WriteLimits

QUESTION = GoldenQuestion("Fee?", ("shared", "IM"), template="fee")


def test_nothing_ends_where_the_service_begins_to_use_a_template() -> None:
    assert WriteLimits().template_floor == FLOOR


def test_a_question_is_the_same_as_long_as_words_segments_and_answer_are() -> None:
    assert replace(QUESTION, line=7).key == QUESTION.key
    others = [
        replace(QUESTION, question="Fees?"),
        replace(QUESTION, audiences=("shared",)),
        replace(QUESTION, template="other"),
        replace(QUESTION, template="", article="fee"),
    ]
    assert len({QUESTION.key, *(other.key for other in others)}) == 5


def test_an_index_that_finds_nothing_misses_what_is_expected_and_keeps_what_is_not() -> None:
    nothing = Hits((), (), "v")
    assert QUESTION.missed_by(nothing) == "fee (first was nothing)"
    assert replace(QUESTION, template="").missed_by(nothing) == ""


def test_changes_are_counted_for_each_kind_and_audience() -> None:
    before = {("example", "IM", "a"): "1", ("example", "IM", "b"): "1", ("passage", "shared", "c"): "1"}
    after = {("example", "IM", "a"): "2", ("example", "IM", "d"): "1", ("passage", "shared", "c"): "1"}
    found = changes(before, after)
    assert found == (Change("example", "IM", new=1, changed=1, gone=1), Change("passage", "shared"))
    assert [str(one) for one in found] == [
        "templates for IM: 1 new, 1 changed, 1 gone",
        "articles for shared: as before",
    ]
