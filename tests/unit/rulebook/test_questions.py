from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.rulebook.questions import number_of_questions


@pytest.mark.parametrize(
    ("subject", "text", "number"),
    [
        ("", "", 0),
        ("Hello", "Greetings from Pune.", 0),
        ("", "How do I get started and what do you need from me?", 1),
        ("Fees", "Hi,\n\nwhat is the platform fee\nwhich I pay per year?\n\nLakshmi", 1),
        ("", "What??? I pay twice!?", 2),
        ("", "Lock-in of IM? And can I pledge my loans?", 2),
        ("", "Lock-in of IM?and can I pledge my loans?", 2),
        ("", "What is the lock-in. How do I withdraw", 2),
        ("", "1. What is the lock-in\n2. how to withdraw", 2),
        ("", "- what is the lock-in\n- how to withdraw", 2),
        ("", "Please tell me what the fee is. Also let me know about the lock-in.", 2),
        ("", "What is the fee? Please let me know soon. Thanks", 1),
        ("", "What is the fee? What is the fee?", 1),
        ("Lock-in?", "What is the lock-in of IM?", 1),
        ("How do I change my nominee?", "And what is the lock-in?", 2),
        ("", 'My wife asks "is it safe?"', 1),
        ("", "See https://www.lendora.example/help?topic=fees for it.", 0),
    ],
)
def test_questions_are_counted_by_their_form(subject: str, text: str, number: int) -> None:
    assert number_of_questions(subject, text) == number


@given(st.text(alphabet="how is? .\n-a", max_size=60))
def test_a_further_question_never_lowers_the_number(text: str) -> None:
    assert number_of_questions("", f"{text}\n\nIs my nominee registered?") >= number_of_questions("", text)


def test_a_long_message_is_counted_in_no_time() -> None:
    started = perf_counter()
    for piece in ("? ", "\n \t", "and ", "how ", "-\n", "!" * 50, "http://", "a?"):
        number_of_questions(piece * 300, piece * (100_000 // len(piece)))
    assert perf_counter() - started < 5
