"""Nothing but thanks, or something more? What isn't sure is something more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.rulebook.courtesy import asks_something, is_courtesy


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "ok great, that worked",
        "danke",
        "👍",
        "🙏🏽🙏🏽",
        "Ok thanks :)",
        "Perfect, thanks Sunita!",
        "Thank you Mr. Kumar",
        "THANK YOU SO MUCH",
        "Hi Sunita,\n\nThank you very much for your quick reply.\n\nBest regards\nRavi Kumar",
        "Great, it works now. Thanks a lot!",
        "Problem solved, thank you for your help and support.",
        "Vielen Dank für die schnelle Antwort!\n\nMit freundlichen Grüßen\nStefan Brandt",
        "Merci beaucoup",
        "muchas gracias por su ayuda",
        "ठीक है, धन्यवाद",
        "theek hai, shukriya",
        "Noted with thanks",
        "You’ve been a great help. Have a nice day!",
    ],
)
def test_thanks_are_courtesy(text: str) -> None:
    assert is_courtesy("", text)


@pytest.mark.parametrize(
    "text",
    [
        "thanks, but it still doesn't work",
        "thanks. one more thing",
        "Thanks in advance",
        "Danke im Voraus",
        "Thanks, when will it arrive?",
        "ok?",
        "yes please",
        "yes",
        "no",
        "ok, close my account",
        "ok please proceed",
        "ok help me",
        "no reply",
        "Thanks but No",
        "Thanks Refund",
        "Thanks for nothing",
        "STILL BROKEN THANKS",
        "not working",
        "is it working",
        "it works only once",
        "That worked yesterday",
        "Great service is what I expected",
        "ok 5000",
        "Thank you, my number is 98450 00101",
        "Thank you\nhttps://example.com/x",
        "Thanks, I will send it tomorrow",
        "Danke, aber es geht nicht",
        "merci mais ça ne marche pas",
        "hello",
        "Hi team",
        "👎",
        "😡",
        "thanks 😡",
        "",
        "...",
        "and",
        "thanks " * 60,
    ],
)
def test_anything_more_is_none(text: str) -> None:
    assert not is_courtesy("", text)


def test_a_subject_of_ones_own_is_words_too() -> None:
    assert not is_courtesy("My withdrawal has not arrived", "Thanks")
    assert is_courtesy("Re: My withdrawal has not arrived", "Thanks")
    assert is_courtesy("Thank you", "That worked")
    assert not is_courtesy("Thank you", "")


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("Shall I close your account?", True),
        ("Which one do you mean? Is there anything else?", True),
        ("You find it in the app.", False),
        ("You find it in the app. Is there anything else we can do?", False),
        ("Did this answer help?", False),
        ("Haben Sie noch Fragen?", False),
    ],
)
def test_what_we_asked_is_told_from_whether_that_was_all(words: str, asks: bool) -> None:
    assert asks_something(words) is asks


@given(st.text(max_size=400))
def test_any_text_is_judged_and_one_with_a_question_mark_or_a_digit_never_is_courtesy(text: str) -> None:
    judged = is_courtesy("", text)
    assert not (judged and any(mark in text for mark in "?0123456789%@"))
