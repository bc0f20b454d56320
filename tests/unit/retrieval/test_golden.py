"""Golden questions: when one counts as the same, and when nothing was found."""

from __future__ import annotations

from dataclasses import replace

from retrieval.golden import GoldenQuestion
from retrieval.summary import Change, changes
from retrieval.types import Hits, Levels, Template, TemplateHit

QUESTION = GoldenQuestion("Fee?", ("shared", "IM"), template="fee")


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


def hits(probability: float, ours: float) -> Hits:
    fee = Template("fee", "Fee", "IM", "en", "fee", "locked", "Hello")
    found = (TemplateHit(fee, 0.9, "Fee?", probability),)
    return Hits(found, (), "v", ours=ours, levels=Levels(suggest=0.5, sure=0.9, ours=0.2))


def test_nothing_was_found_below_the_versions_own_levels() -> None:
    nothing = replace(QUESTION, template="")
    assert nothing.missed_by(hits(0.5, 0.2)) == "nothing (first was fee, probability 0.50, ours 0.20)"
    assert nothing.missed_by(hits(0.49, 0.2)) == ""
    assert nothing.missed_by(hits(0.5, 0.19)) == ""


def test_changes_are_counted_for_each_kind_and_audience() -> None:
    before = {("example", "IM", "a"): "1", ("example", "IM", "b"): "1", ("passage", "shared", "c"): "1"}
    after = {("example", "IM", "a"): "2", ("example", "IM", "d"): "1", ("passage", "shared", "c"): "1"}
    found = changes(before, after)
    assert found == (Change("example", "IM", new=1, changed=1, gone=1), Change("passage", "shared"))
    assert [str(one) for one in found] == [
        "templates for IM: 1 new, 1 changed, 1 gone",
        "articles for shared: as before",
    ]
