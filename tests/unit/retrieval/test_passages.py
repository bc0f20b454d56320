from __future__ import annotations

from collections.abc import Sequence

from retrieval.milvus import Match
from retrieval.passages import best_passages
from retrieval.types import Passage

TEXTS = {
    "fees": "The fee for leaving early is 1 %.",
    "neft": "Money comes by NEFT or IMPS.",
    "bank": "Money goes to your bank account.",
}
ALL = {name: Passage(name, f"about-{name}", "shared", "Help", "", text) for name, text in TEXTS.items()}


def near(cosines: dict[str, float], audience: str = "shared") -> list[Match]:
    return [Match(name, cosine, {"audience": audience}) for name, cosine in cosines.items()]


def ids(texts: Sequence[str], found: Sequence[Sequence[Match]], audiences: Sequence[str] = ("shared",)) -> list[str]:
    return [hit.passage.id for hit in best_passages(texts, found, ALL, audiences)]


def test_the_one_with_the_questions_own_word_comes_first_and_keeps_its_cosine() -> None:
    hits = best_passages(["NEFT?"], [near({"bank": 0.52, "neft": 0.5, "fees": 0.1})], ALL, ["shared"])
    assert [(hit.passage.id, hit.score) for hit in hits] == [("neft", 0.5), ("bank", 0.52), ("fees", 0.1)]


def test_one_question_of_a_mail_does_not_take_all_places() -> None:
    found = [near({"neft": 0.6, "bank": 0.59}), near({"fees": 0.5})]
    assert ids(["What?", "What else?"], found) == ["neft", "fees", "bank"]


def test_a_greeting_takes_no_place_from_a_question() -> None:
    found = [near({"neft": 0.6, "bank": 0.5}), near({"fees": 0.2})]
    assert ids(["What?", "Hi!"], found) == ["neft", "bank", "fees"]


def test_a_passage_that_two_texts_find_stands_once_with_the_score_of_the_text_it_answers_best() -> None:
    hits = best_passages(["NEFT?", "money"], [near({"neft": 0.6}), near({"neft": 0.5})], ALL, ["shared"])
    assert [(hit.passage.id, hit.score) for hit in hits] == [("neft", 0.6)]


def test_what_is_for_others_is_dropped_by_its_row_and_by_itself() -> None:
    assert ids(["NEFT?"], [near({"neft": 0.6}, audience="IM")]) == []
    assert ids(["NEFT?"], [near({"neft": 0.6}, audience="IM")], ["IM"]) == []


def test_a_row_that_leads_to_no_passage_is_left_out() -> None:
    assert ids(["NEFT?"], [near({"gone": 0.9, "neft": 0.6})]) == ["neft"]
