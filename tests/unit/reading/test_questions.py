"""What is found as a question, with and without its mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.reading.questions import asks, questions_of


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ('He asked "is it safe?" and I say yes.', ['He asked "is it safe?"']),
        ("Is it safe?And what is the fee? Bye", ["Is it safe?", "And what is the fee?"]),
        ("Is it safe ??!! I wait. Is it safe ??!!", ["Is it safe ??!!"]),
        ("See https://help.example.com/?page=2 for more.", []),
        ("Is it safe?\nis it SAFE", ["Is it safe?"]),
        ("> What is your bank?\nHDFC. Is it fine?", ["Is it fine?"]),
        ("What is the fee\nwhen I leave early? And how long\nis the lock-in?", None),
        ("", []),
        ("???", []),
    ],
)
def test_questions_are_found_in_order_and_once(text: str, questions: list[str] | None) -> None:
    wrapped = ["What is the fee when I leave early?", "And how long is the lock-in?"]
    assert list(questions_of(text)) == (wrapped if questions is None else questions)


@pytest.mark.parametrize(
    "sentence",
    [
        "how do i withdraw my money",
        "What is the exit fee",
        "whats the fee",
        "Why was my card declined",
        "Where is my statement for March.",
        "can i have two cards",
        "Is there any fee",
        "Do you support UPI",
        "Which documents do you need",
        "2) how to change my nominee",
        "Hi team, how can I close my account",
        "My card was stolen, what should I do",
        "I lost my phone so how do i log in",
        "Please tell me how I can close it.",
        "Kindly let me know the exit fee.",
        "Let me know if I can leave early.",
        "I want to know whether it is safe.",
        "I would like to know about the fee.",
        "I was wondering how long it takes.",
        "I don't understand why it is pending.",
        "I am not sure what I should pay.",
        "May I know the charges",
        "My question is about tax.",
        "I need information about the tax form.",
        "Please confirm whether you got it.",
        "Please explain the charge.",
        "Any update on my payout",
        "Wie hoch ist die Gebühr",
        "Wie kann ich mein Konto kündigen",
        "Wann kommt mein Geld",
        "Was kostet die Kündigung",
        "Kann ich früher aussteigen",
        "Bitte teilen Sie mir mit, wann das Geld kommt.",
        "Ich möchte gerne wissen, ob das sicher ist.",
        "Können Sie mir sagen, wie lange das dauert.",
        "मेरा पैसा कब आएगा",
    ],
)
def test_a_question_needs_no_mark(sentence: str) -> None:
    assert asks(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "My card was stolen.",
        "When I log in, the app crashes.",
        "What I need is a statement.",
        "Where I live there is no bank.",
        "Please let me know soon.",
        "Please let me know.",
        "I let you know when it arrived.",
        "I want to let you know that it works.",
        "Please close my account.",
        "Kindly do the needful.",
        "It was paid on Monday, which is a holiday.",
        "I know how it works.",
        "Tell your boss.",
        "Wie besprochen schicke ich die Unterlagen.",
        "Nach drei Tagen kann ich sagen, dass alles geht.",
        "Dass es so lange dauert, hat mich überrascht.",
        "Danke für die Antwort.",
    ],
)
def test_a_statement_is_no_question(sentence: str) -> None:
    assert not asks(sentence)


def test_the_items_below_an_announcement_are_asked() -> None:
    text = "Dear team,\n\nPlease clarify the following questions:\n1. Exit fee\n2. Lock-in of IM\n\nI am a customer."
    assert questions_of(text) == ("Exit fee", "Lock-in of IM")


def test_the_items_of_another_list_are_not() -> None:
    assert questions_of("I attached:\n- form 16A\n- the statement") == ()


@given(st.text(alphabet="how is? .\n-a,:;", max_size=80))
def test_a_further_question_is_never_lost(text: str) -> None:
    assert "Is my nominee registered?" in questions_of(f"{text}\n\nIs my nominee registered?")
