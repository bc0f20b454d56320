"""A template that a model fitted still says what it said."""

from __future__ import annotations

import pytest

from router.guard.whole import changed

TEMPLATE = """Hello {{ first_name }},

You can withdraw at any time. It costs a fee before the lock-in ends. The app shows it.

- Open the app and choose Withdraw.
- If you forgot the password, choose Forgot password.

Withdrawals arrive within 3 days. Your ticket is {{ ticket_id }}.

Lendora Support"""
FILLED = TEMPLATE.replace("{{ first_name }}", "[first name]").replace("{{ ticket_id }}", "42")


def says(text: str) -> str:
    return " ".join(finding.says for finding in changed(text, TEMPLATE))


@pytest.mark.parametrize(
    "text",
    [
        FILLED,
        FILLED.replace("- If you forgot the password, choose Forgot password.\n", ""),
        FILLED.replace(" The app shows it.", ""),
        FILLED.replace("Withdrawals arrive within 3 days. Your ticket is 42.\n\n", ""),
        FILLED.replace("Lendora Support", "Your ISA is not needed for it.\n\nLendora Support"),
    ],
)
def test_a_template_may_be_shortened_by_whole_paragraphs_and_by_what_limits_nothing(text: str) -> None:
    assert says(text) == ""


def test_a_sentence_that_limits_the_one_beside_it_may_not_be_left_out() -> None:
    assert "limits what the template says" in says(FILLED.replace(" It costs a fee before the lock-in ends.", ""))
    assert "limits what the template says" in says(FILLED.replace("It costs a fee before", "It costs no fee before"))


def test_sentences_keep_their_order() -> None:
    moved = FILLED.replace("You can withdraw at any time. It costs a fee before the lock-in ends.",
                           "It costs a fee before the lock-in ends. You can withdraw at any time.")  # fmt: skip
    assert "stands elsewhere" in says(moved)


def test_nothing_is_said_more_often_than_the_template_says_it() -> None:
    assert "more often" in says(f"{FILLED}\n\nThe app shows it.")
