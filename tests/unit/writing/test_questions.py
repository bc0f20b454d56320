"""Which questions a chosen template leaves open."""

from __future__ import annotations

import pytest

from retrieval.types import Levels, Template
from router.types import Found, QuestionHit
from router.writing.questions import not_answered

LEVELS = Levels(suggest=0.62, sure=0.9)
LOCK_IN = Template("lock-in-im", "Lock-in of IM", "IM", "en", "lock-in", "locked", "3 months")


def asked(text: str, topic: str, probability: float) -> QuestionHit:
    return QuestionHit(text, topic, 0.7, probability)


ASKED = asked("What is the lock-in of IM?", "lock-in", 0.9)
PLEDGE = "Can I pledge my loans as collateral?"


def left_open(*questions: QuestionHit, besides: tuple[QuestionHit, ...] = ()) -> tuple[str, ...]:
    return not_answered(LOCK_IN, Found(questions=questions, levels=LEVELS, besides=besides))


def test_a_question_that_fits_another_topic_is_left_open() -> None:
    assert left_open(ASKED, asked("How do I change my nominee?", "nominee", 0.95)) == ("How do I change my nominee?",)


def test_a_question_that_fits_nothing_well_enough_is_left_open() -> None:
    assert left_open(asked(PLEDGE, "lock-in", 0.61), ASKED) == (PLEDGE,)
    assert left_open(asked(PLEDGE, "", 0.0), ASKED) == (PLEDGE,)
    assert left_open(asked(PLEDGE, "lock-in", 0.62), ASKED) == ()


def test_one_question_is_the_one_that_the_template_was_chosen_for() -> None:
    assert left_open() == left_open(asked(PLEDGE, "nominee", 0.3)) == ()


def test_one_question_that_is_surely_about_something_else_is_left_open() -> None:
    assert left_open(asked(PLEDGE, "nominee", 0.91)) == (PLEDGE,)
    assert left_open(asked(PLEDGE, "nominee", 0.89)) == ()


def test_a_statement_that_is_surely_about_something_else_is_left_open() -> None:
    stolen = asked("My phone was stolen.", "stolen-phone", 0.95)
    locked = asked("My money is locked in.", "lock-in", 0.95)
    assert left_open(ASKED, besides=(stolen, locked)) == ("My phone was stolen.",)


def test_a_fragment_is_not_named_but_counts_as_a_question() -> None:
    assert left_open(asked("Lock-in?", "nominee", 0.4), ASKED) == ()
    assert left_open(asked("Lock-in?", "lock-in", 0.4), asked(PLEDGE, "nominee", 0.5)) == (PLEDGE,)


@pytest.mark.parametrize(
    "words",
    [
        "Can you help?",
        "Could you please help me with this?",
        "Hello [first name], could you please tell me?",
        "Would somebody kindly explain, please?",
        "Is that right?",
        "How are you today??",
        "May I ask you a question?",
    ],
)
def test_pure_courtesy_is_no_question(words: str) -> None:
    assert left_open(ASKED, asked(words, "nominee", 0.2)) == ()


@pytest.mark.parametrize(
    "words",
    ["Is it possible?", "Can you confirm this?", "Can you tell me my balance?", "Can you help me sell my loan?"],
)
def test_a_question_that_only_begins_like_courtesy_is_one(words: str) -> None:
    assert left_open(ASKED, asked(words, "nominee", 0.2)) == (words,)
