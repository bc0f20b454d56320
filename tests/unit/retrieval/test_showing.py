"""What a search prints."""

from __future__ import annotations

from dataclasses import replace

from retrieval.showing import as_json, in_words
from retrieval.types import Hits, Levels, Passage, PassageHit, Template, TemplateHit

FEE = TemplateHit(Template("fee", "Fee", "IM", "en", "fee", "locked", "Hello"), 0.71, "Fee?", 0.93)
PASSAGE = PassageHit(Passage("fees-1", "fees", "IM", "Fees", "", "The fee is 1%."), 0.5)
HITS = Hits((FEE,), (PASSAGE,), "v", ours=0.8, levels=Levels(suggest=0.5, sure=0.9, ours=0.2))


def test_a_template_is_shown_with_probability_and_similarity() -> None:
    assert in_words(HITS).splitlines()[:3] == [
        "templates (probability, similarity)",
        "   93%  0.710  IM       fee",
        "ours: 80%; sure",
    ]


def test_what_the_levels_make_of_the_first_template_is_told() -> None:
    less = replace(HITS, templates=(replace(FEE, probability=0.6),))
    assert "ours: 80%; worth a draft for a person; sure from 90%" in in_words(less)
    foreign = replace(HITS, ours=0.1)
    assert "ours: 10%; no draft: that takes 50% for a template and 20% for ours" in in_words(foreign)
    assert "no draft" in in_words(replace(HITS, templates=()))


def test_for_machines_probability_and_levels_stand_beside_the_score() -> None:
    found = as_json(HITS)
    assert found["templates"] == [{"id": "fee", "audience": "IM", "score": 0.71, "probability": 0.93}]
    assert found["passages"] == [{"id": "fees-1", "audience": "IM", "score": 0.5, "text": "The fee is 1%."}]
    assert (found["ours"], found["levels"]) == (0.8, {"suggest": 0.5, "sure": 0.9, "ours": 0.2})
