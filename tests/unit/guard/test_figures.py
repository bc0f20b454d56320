from __future__ import annotations

import pytest

from router.guard.figures import uncarried
from router.types import Finding

OURS = "The exit fee of IM+ is 2.5% of the amount. Fees: ₹1,500 and ₹2,000. Your money is with Hansa Bank."


def told(text: str, message: str = "", record: tuple[str, ...] = ()) -> list[Finding]:
    return list(uncarried(text, [OURS], record, message, "template a", ("IM+",)))


def words(text: str, message: str = "", record: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(finding.kind, finding.word) for finding in told(text, message, record)]


def test_a_sum_of_our_own_figures_is_a_finding_that_leaves_arithmetic_to_a_person() -> None:
    (finding,) = told("Together that is ₹3,500.")
    assert finding.says == (
        "Looked for the amount 3500 INR in template a: it stands in none of them. It may have been worked out "
        "(₹1,500 + ₹2,000): arithmetic is for a person."
    )


@pytest.mark.parametrize("text", ["You pay ₹37.50.", "You pay ₹37.50 less.", "The difference is ₹500."])
def test_shares_and_differences_are_findings_however_right(text: str) -> None:
    assert [kind for kind, _ in words(text)] == ["amount"]


def test_a_figure_that_nothing_explains_says_nothing_of_arithmetic() -> None:
    (finding,) = told("You pay ₹7,777.")
    assert "arithmetic" not in finding.says


def test_a_name_that_no_source_has_is_found_and_a_products_name_needs_none() -> None:
    assert words("Your money is with Hansa Bank, and with Elbe Bank.") == [("name", "Elbe Bank")]
    assert words("With IM+ it is so.") == []


def test_a_name_that_only_the_customer_wrote_is_found_at_the_beginning_of_a_sentence_too() -> None:
    assert words("Ravi has told us so.", "Please ask Ravi, he knows.") == [("name", "Ravi")]
    assert words("Money has its price.", "Where is my Money? My money!") == []


def test_the_record_is_no_source_for_a_payment_address() -> None:
    assert words("Pay to me@okbank.", record=("me@okbank",)) == [("handle", "me@okbank")]
    assert words("It goes to your account ending 4321.", record=("account ending 4321",)) == []


CLAIM = "Your agent promised me ₹7,000 by 5 March 2027."


@pytest.mark.parametrize(
    "text",
    [
        "You wrote of ₹7,000 by 5 March 2027. We cannot confirm it.",
        "You mention ₹7,000; a colleague will check it.",
        "In your message you write of 5 March 2027, and we have no record of it.",
        "Sie schreiben von ₹7,000. Das können wir nicht bestätigen.",
    ],
)
def test_a_promise_is_repeated_only_beside_the_words_that_leave_it_open(text: str) -> None:
    assert words(text, CLAIM) == []


@pytest.mark.parametrize(
    "text",
    [
        "You wrote of ₹7,000.",
        "You wrote of ₹7,000. Thank you for your patience. It is a fine sum. We cannot confirm it.",
        "You wrote of ₹7,000. We cannot deny it.",
        "You wrote of ₹7,000. We have no reason to doubt it, and cannot confirm more.",
        "You wrote of ₹7,000. We cannot find anything wrong with it.",
        "You wrote of ₹7,000. Of course. We can't confirm the day.",
    ],
)
def test_a_promise_that_is_repeated_without_them_is_found(text: str) -> None:
    assert words(text, CLAIM)[0] == ("amount", "₹7,000")


def test_a_reply_shortens_no_figure_without_saying_so() -> None:
    assert words("You pay ₹1,600.") == [("amount", "₹1,600")]
    assert list(uncarried("It was ₹1,200.", ["₹1,234"], [], "", "template a"))
    assert list(uncarried("It was about ₹1,200.", ["₹1,234"], [], "", "template a")) == []
