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


def test_a_paragraph_that_limits_others_may_not_be_left_out_beside_them() -> None:
    template = f"{FILLED}\n\nMoney that is lent out can not be withdrawn before its loan ends."
    assert "may limit what the template says" in " ".join(one.says for one in changed(FILLED, template))
    assert list(changed(template, template)) == []
    assert list(changed("Hello [first name],\n\nYour loan runs.\n\nLendora Support", template)) == []


def test_a_paragraph_that_points_to_the_one_above_it_stays_below_it() -> None:
    template = "You can withdraw a part.\n\nIt costs nothing.\n\n{{ more }}\n\nThat is all.\n\nLendora Support"
    fee = "An exit fee is taken."
    assert list(changed(template.replace("{{ more }}", fee), template)) == []
    torn = template.replace("It costs", f"{fee}\n\nIt costs").replace("{{ more }}\n\n", "")
    assert "stands below something else" in " ".join(one.says for one in changed(torn, template))


def test_sentences_keep_their_order() -> None:
    moved = FILLED.replace("You can withdraw at any time. It costs a fee before the lock-in ends.",
                           "It costs a fee before the lock-in ends. You can withdraw at any time.")  # fmt: skip
    assert "stands elsewhere" in says(moved)


def test_nothing_is_said_more_often_than_the_template_says_it() -> None:
    assert "more often" in says(f"{FILLED}\n\nThe app shows it.")


STEPS = """Hello,

For your KYC we need three things:

1. your PAN,
2. a proof of address,
3. a live photo.

It depends on the reason:

- We were wrong: reply to us.
- You were wrong: upload it again.

The form is made each quarter. It is under Documents."""


def of_steps(text: str) -> str:
    return " ".join(finding.says for finding in changed(text, STEPS))


@pytest.mark.parametrize(
    "text",
    [
        STEPS,
        STEPS.replace("- You were wrong: upload it again.\n", ""),
        "Hello,\n\nThe form is made each quarter. It is under Documents.",
        STEPS.replace("The form is made each quarter. It is under Documents.", "The form is made each quarter."),
    ],
)
def test_a_list_of_cases_may_be_shortened_and_a_whole_list_left_out_with_its_lead(text: str) -> None:
    assert of_steps(text) == ""


@pytest.mark.parametrize("gone", ["1. your PAN,\n", "2. a proof of address,\n3. a live photo.\n"])
def test_a_numbered_list_is_told_whole(gone: str) -> None:
    assert "in part" in of_steps(STEPS.replace(gone, ""))


def test_a_list_that_was_counted_is_told_whole_without_numbers_too() -> None:
    bullets = STEPS.replace("1. ", "- ").replace("2. ", "- ").replace("3. ", "- ")
    shortened = bullets.replace("- a live photo.\n", "")
    assert "in part" in " ".join(finding.says for finding in changed(shortened, bullets))


def test_a_line_that_leads_up_to_a_list_stands_over_some_of_it() -> None:
    bare = STEPS.replace("- We were wrong: reply to us.\n- You were wrong: upload it again.\n", "")
    assert "leads up to a list" in of_steps(bare)


def test_nothing_stands_between_two_sentences_of_a_paragraph() -> None:
    parted = STEPS.replace("quarter. It is", "quarter. You pay tax on it. It is")
    assert "something stands between" in of_steps(parted)
    assert of_steps(STEPS.replace("Documents.", "Documents. You pay tax on it.")) == ""
