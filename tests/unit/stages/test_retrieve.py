from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from retrieval.types import Hits, IndexState, Passage, PassageHit, Template, TemplateHit
from router.stages.retrieve import questions_of, retrieve, texts_of
from router.types import Found, Message, Route

ROUTE = Route("retrieve", "rule", "because", search=("shared", "IM"))
MAY_SEE = ("shared", "IM")


def template(name: str, audience: str = "shared") -> Template:
    return Template(name, name, audience, "en", name, "locked", "Hello")


class SmallIndex:
    """Knows a few templates and finds all of them, and remembers what it was asked."""

    def __init__(self, *templates: Template) -> None:
        self.templates = {found.id: found for found in templates}
        self.asked: list[tuple[list[str], list[str]]] = []

    def state(self) -> IndexState:
        return IndexState("version", "model", "", {})

    def search(
        self, texts: Sequence[str], audiences: Sequence[str], collection: str, *, templates: int = 5, passages: int = 5
    ) -> Hits:
        self.asked.append((list(texts), list(audiences)))
        found = [TemplateHit(known, 0.5, "x") for known in self.templates.values() if known.audience in audiences]
        passage = Passage("p-1", "p", "shared", "P", "", "text")
        return Hits(tuple(found[:templates]), (PassageHit(passage, 0.4),)[:passages], collection)

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


def test_questions_are_searched_beside_the_whole_text() -> None:
    text = "Hi there. My wife asked me today. What is the exit fee?\nAnd how long\n is the lock-in? Thanks!"
    assert texts_of(message(text)) == [text, "What is the exit fee?", "is the lock-in?"]


def test_a_dot_inside_a_number_or_address_ends_no_sentence() -> None:
    text = "Hello. Is the fee 2.5% at help.example.com now?"
    assert texts_of(message(text)) == [text, "Is the fee 2.5% at help.example.com now?"]


def test_a_mail_that_is_one_question_is_searched_once() -> None:
    assert texts_of(message("What is the exit fee?")) == ["What is the exit fee?"]


def test_at_most_six_questions_are_searched() -> None:
    text = " ".join(f"Is it {number}?" for number in range(20))
    assert texts_of(message(text)) == [text, *(f"Is it {number}?" for number in range(6))]


TWO_MAILS = Message(
    4,
    "Hi, how do I change my nominee?\n\nHello again. What is the lock-in?",
    "Hello again. What is the lock-in?",
    "en",
    (),
    True,
)


class TopicalIndex(SmallIndex):
    """Finds a template when its topic stands in one of the texts, and remembers how much it was asked for."""

    def search(
        self, texts: Sequence[str], audiences: Sequence[str], collection: str, *, templates: int = 5, passages: int = 5
    ) -> Hits:
        hits = super().search(texts, audiences, collection, templates=50, passages=passages)
        fitting = [hit for hit in hits.templates if any(hit.template.topic in text for text in texts)]
        return Hits(tuple(fitting[:templates]), hits.passages, collection)


def test_all_that_waits_is_searched_and_not_the_newest_mail_alone() -> None:
    whole, newest = TWO_MAILS.text, TWO_MAILS.newest
    questions = ["Hi, how do I change my nominee?", "What is the lock-in?"]
    assert texts_of(TWO_MAILS) == [whole, newest, *questions]


def test_each_of_several_questions_tells_what_it_found_alone() -> None:
    index = TopicalIndex(template("nominee"), template("lock-in"))
    found = retrieve(TWO_MAILS, ROUTE, index, "version", MAY_SEE)
    assert [(hit.topic, hit.score) for hit in found.questions] == [("nominee", 0.5), ("lock-in", 0.5)]
    assert [asked[0] for asked in index.asked[1:]] == [[hit.text] for hit in found.questions]


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


def test_a_single_question_asks_the_index_no_further() -> None:
    index = SmallIndex(template("a"))
    found = retrieve(message("Hi. What is the exit fee? Thanks!"), ROUTE, index, "version", MAY_SEE)
    assert len(index.asked) == 1
    assert [(hit.text, hit.topic) for hit in found.questions] == [("What is the exit fee?", "a")]


def test_questions_beyond_the_sixth_are_not_searched_and_count_as_open() -> None:
    index = SmallIndex(template("a"))
    many = message(" ".join(f"Is it {number}?" for number in range(20)))
    found = retrieve(many, ROUTE, index, "version", MAY_SEE)
    assert len(index.asked) == 1 + 6
    assert [(hit.text, hit.topic) for hit in found.questions[5:]] == [("Is it 5?", "a"), ("Is it 6?", "")]


def test_quoted_lines_are_not_searched_for() -> None:
    assert texts_of(message("> What is your bank?\nHDFC. Is it fine?")) == ["HDFC. Is it fine?", "Is it fine?"]
    assert texts_of(message("> What is your bank?")) == []


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ('He asked "is it safe?" and I say yes.', ['He asked "is it safe?"']),
        ("Is it safe?And what is the fee? Bye", ["Is it safe?", "And what is the fee?"]),
        ("Is it safe ??!! I ask twice. Is it safe ??!!", ["Is it safe ??!!"]),
        ("See https://help.example.com/?page=2 for more.", []),
    ],
)
def test_questions_are_told_by_their_mark(text: str, questions: list[str]) -> None:
    assert questions_of(text) == questions


@pytest.mark.parametrize("text", ["", "   ", "???", "?"])
def test_a_message_without_words_makes_no_empty_text(text: str) -> None:
    assert all(found.strip() for found in texts_of(message(text)))
