from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from retrieval.types import Hits, IndexState, Levels, Passage, PassageHit, Template, TemplateHit, TextHits
from router.stages.retrieve import retrieve, texts_of
from router.types import Found, Message, Route

ROUTE = Route("retrieve", "rule", "because", search=("shared", "IM"))
MAY_SEE = ("shared", "IM")


def template(name: str, audience: str = "shared") -> Template:
    return Template(name, name, audience, "en", name, "locked", "Hello")


class SmallIndex:
    """Knows a few templates, finds all of them for each text, and remembers what it was asked."""

    def __init__(self, *templates: Template) -> None:
        self.templates = {found.id: found for found in templates}
        self.asked: list[tuple[list[str], list[str]]] = []

    ours, sure = 0.7, 0.9

    def state(self) -> IndexState:
        return IndexState("version", "model", "", {})

    def search(
        self, texts: Sequence[str], audiences: Sequence[str], collection: str, *, templates: int = 5, passages: int = 5
    ) -> Hits:
        self.asked.append((list(texts), list(audiences)))
        known = [TemplateHit(one, 0.5, "x", 0.8) for one in self.templates.values() if one.audience in audiences]
        by_text = [[hit for hit in known if self.fitting(text, hit.template)][:templates] for text in texts]
        found = [hit for hit in known if any(hit in hits for hits in by_text)]
        passage = Passage("p-1", "p", "shared", "P", "", "text")
        return Hits(
            tuple(found[:templates]),
            (PassageHit(passage, 0.4),)[:passages],
            collection,
            ours=self.ours,
            by_text=tuple(TextHits(text, tuple(hits), self.ours) for text, hits in zip(texts, by_text, strict=True)),
            levels=Levels(suggest=0.3, sure=self.sure),
        )

    def fitting(self, text: str, template: Template) -> bool:
        return True

    def template(self, template_id: str, audiences: Sequence[str], collection: str) -> Template | None:
        found = self.templates.get(template_id)
        return found if found and found.audience in audiences else None

    def outside(self, audiences: Sequence[str], collection: str) -> Sequence[str]:
        return []


def message(newest: str) -> Message:
    return Message(1, newest, newest, "en", (), True)


def names(found: Found) -> list[str]:
    return [hit.template.id for hit in found.templates]


def test_only_the_routes_audiences_are_searched() -> None:
    index = SmallIndex(template("a"), template("b", "IM+"))
    found = retrieve(message("Hello"), ROUTE, index, "version", ("shared", "IM", "IM+"))
    assert index.asked == [(["Hello"], ["shared", "IM"])]
    assert (names(found), found.searched, found.collection) == (["a"], ("shared", "IM"), "version")
    assert [hit.passage.id for hit in found.passages] == ["p-1"]


def test_a_rule_may_leave_only_some_templates() -> None:
    index = SmallIndex(*(template(f"t{number}") for number in range(12)))
    found = retrieve(message("Hello"), replace(ROUTE, only_templates=("t9", "t3")), index, "version", MAY_SEE)
    assert names(found) == ["t3", "t9"]


def test_a_rule_may_leave_some_templates_out() -> None:
    index = SmallIndex(*(template(f"t{number}") for number in range(8)))
    found = retrieve(message("Hello"), replace(ROUTE, not_templates=("t0", "t1")), index, "version", MAY_SEE)
    assert names(found) == ["t2", "t3", "t4", "t5", "t6"]


def test_a_standard_reply_is_its_template_and_no_search() -> None:
    index = SmallIndex(template("welcome"), template("other"))
    route = Route("standard reply", "rule", "because", template="welcome")
    found = retrieve(message("Hello"), route, index, "version", ("shared",))
    assert [(hit.template.id, hit.score) for hit in found.templates] == [("welcome", 1.0)]
    assert (found.passages, index.asked, found.collection) == ((), [], "version")


def test_a_standard_reply_that_the_customer_may_not_see_finds_nothing() -> None:
    index = SmallIndex(template("welcome", "IM+"))
    route = Route("standard reply", "rule", "because", template="welcome")
    assert retrieve(message("Hello"), route, index, "version", MAY_SEE).templates == ()


@pytest.mark.parametrize("decision", ["ignore", "hand over"])
def test_other_routes_search_nothing(decision: str) -> None:
    index = SmallIndex(template("a"))
    found = retrieve(message("Hello"), Route(decision, "rule", "because"), index, "version", MAY_SEE)
    assert (found.templates, found.passages, index.asked) == ((), (), [])


def test_a_message_is_searched_by_its_pieces_and_questions() -> None:
    text = "Hi there. My wife asked me today. What is the exit fee?\nAnd how long\n is the lock-in? Thanks!"
    wife, fee, lock_in = "My wife asked me today.", "What is the exit fee?", "And how long is the lock-in?"
    pieces = [f"{wife} {fee} {lock_in}", wife, fee, lock_in, f"{wife} {fee}", f"{fee} {lock_in}"]
    assert texts_of(message(text)) == pieces


def test_a_mail_that_is_one_question_is_searched_once() -> None:
    assert texts_of(message("Hello,\n\nwhat is the exit fee?\n\nThanks\nAsha")) == ["what is the exit fee?"]


def test_at_most_six_questions_are_searched() -> None:
    texts = texts_of(message(" ".join(f"Is it {number}?" for number in range(20))))
    assert [text for text in texts if text.count("?") == 1] == [f"Is it {number}?" for number in range(6)]


TWO_MAILS = Message(
    4,
    "Hi, how do I change my nominee?\n\nHello again. What is the lock-in?",
    "Hello again. What is the lock-in?",
    "en",
    (),
    True,
)


class TopicalIndex(SmallIndex):
    """Finds a template when its topic stands in the text."""

    def fitting(self, text: str, template: Template) -> bool:
        return template.topic in text


def test_all_that_waits_is_searched_and_the_newest_mail_alone_too() -> None:
    nominee, lock_in = "how do I change my nominee?", "What is the lock-in?"
    assert texts_of(TWO_MAILS) == [f"{nominee} {lock_in}", nominee, lock_in]
    more = replace(TWO_MAILS, newest="What is the lock-in? And is there tax?")
    assert "What is the lock-in? And is there tax?" in texts_of(more)


def test_each_of_several_questions_tells_what_it_found_alone() -> None:
    index = TopicalIndex(template("nominee"), template("lock-in"))
    found = retrieve(TWO_MAILS, ROUTE, index, "version", MAY_SEE)
    assert [(hit.text, hit.topic, hit.template) for hit in found.questions] == [
        ("Hi, how do I change my nominee?", "nominee", "nominee"),
        ("What is the lock-in?", "lock-in", "lock-in"),
    ]
    assert [(hit.score, hit.probability) for hit in found.questions] == [(0.5, 0.8), (0.5, 0.8)]


def test_one_search_serves_the_message_and_all_its_questions() -> None:
    index = SmallIndex(template("a"))
    retrieve(message(" ".join(f"Is it {number}?" for number in range(20))), ROUTE, index, "version", MAY_SEE)
    assert len(index.asked) == 1


def test_the_sign_that_it_is_ours_and_the_versions_levels_are_kept() -> None:
    found = retrieve(message("Hello"), ROUTE, SmallIndex(template("a")), "version", MAY_SEE)
    assert (found.ours, found.levels.suggest) == (0.7, 0.3)


def test_a_question_that_finds_nothing_has_no_topic() -> None:
    asks = message("What is the lock-in? And can I pledge my loans as collateral?")
    found = retrieve(asks, ROUTE, TopicalIndex(template("lock-in")), "version", MAY_SEE)
    assert [(hit.text, hit.topic) for hit in found.questions] == [
        ("What is the lock-in?", "lock-in"),
        ("And can I pledge my loans as collateral?", ""),
    ]


def test_a_template_that_a_rule_leaves_out_answers_no_question() -> None:
    index = TopicalIndex(template("lock-in"), template("nominee"))
    found = retrieve(TWO_MAILS, replace(ROUTE, not_templates=("lock-in",)), index, "version", MAY_SEE)
    assert [hit.topic for hit in found.questions] == ["nominee", ""]


def test_a_single_question_tells_what_it_found_alone_too() -> None:
    text = message("My nominee died. What is the lock-in?")
    found = retrieve(text, ROUTE, TopicalIndex(template("nominee"), template("lock-in")), "version", MAY_SEE)
    assert names(found) == ["nominee", "lock-in"]
    assert [(hit.text, hit.topic) for hit in found.questions] == [("What is the lock-in?", "lock-in")]


def test_a_question_that_leans_on_what_stands_before_it_is_told_with_that() -> None:
    index = TopicalIndex(template("nominee"), template("lock-in"))
    found = retrieve(message("What is the lock-in? My nominee died. What should I do?"), ROUTE, index, "v", MAY_SEE)
    assert [(hit.text, hit.topic) for hit in found.questions] == [
        ("What is the lock-in?", "lock-in"),
        ("What should I do?", "nominee"),
    ]


def test_a_question_that_leans_and_comes_first_is_told_with_what_follows() -> None:
    found = retrieve(
        message("What is going on? My nominee died."), ROUTE, TopicalIndex(template("nominee")), "v", MAY_SEE
    )
    assert [hit.topic for hit in found.questions] == ["nominee"]


def test_statements_that_are_surely_about_something_are_kept_beside_the_questions() -> None:
    index = TopicalIndex(template("nominee"), template("lock-in"))
    text = message("My nominee died. I wait. What is the lock-in?")
    assert retrieve(text, ROUTE, index, "v", MAY_SEE).besides == ()
    index.sure = 0.8
    assert [(hit.text, hit.topic) for hit in retrieve(text, ROUTE, index, "v", MAY_SEE).besides] == [
        ("My nominee died.", "nominee")
    ]
    index.ours = 0.4
    assert retrieve(text, ROUTE, index, "v", MAY_SEE).besides == ()


def test_questions_beyond_the_sixth_are_not_searched_and_count_as_open() -> None:
    index = SmallIndex(template("a"))
    many = message(" ".join(f"Is it {number}?" for number in range(20)))
    found = retrieve(many, ROUTE, index, "version", MAY_SEE)
    assert [(hit.text, hit.topic) for hit in found.questions[5:]] == [("Is it 5?", "a"), ("Is it 6?", "")]


def test_quoted_lines_are_not_searched_for() -> None:
    assert texts_of(message("> What is your bank?\nHDFC. Is it fine?")) == ["HDFC. Is it fine?", "HDFC.", "Is it fine?"]
    assert texts_of(message("> What is your bank?")) == []


@pytest.mark.parametrize("text", ["", "   ", "???", "?"])
def test_a_message_without_words_makes_no_empty_text(text: str) -> None:
    assert all(found.strip() for found in texts_of(message(text)))
