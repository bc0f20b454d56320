from __future__ import annotations

import pytest

from router.reading.leaning import leans


@pytest.mark.parametrize(
    "question",
    [
        "Why is that?",
        "What should I do?",
        "Can you help me with this?",
        "What's going on?!",
        "Is it possible?",
        "Warum?",
    ],
)
def test_a_question_of_plain_words_leans_on_what_stands_beside_it(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    ["Can I pledge it?", "When do I get my money?", "How much is the fee?", "Was ist die Gebühr?", "And the nominee?"],
)
def test_a_question_with_a_word_of_its_own_does_not(question: str) -> None:
    assert not leans(question)
