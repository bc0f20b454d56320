"""Who says that nothing is promised promises nothing; and the same words turned round do."""

from __future__ import annotations

import pytest

from retrieval.facts.plain import sentences
from router.guard.wording import promises


def found_in(text: str) -> list[str]:
    return [one.word for one in promises(sentences(text), ())]


@pytest.mark.parametrize(
    "text",
    [
        "We can't promise a date.",
        "We cannot promise you a date for the next loan.",
        "Unfortunately, we can’t give you any guarantee.",
        "Returns are not guaranteed.",
        "Your returns are never guaranteed.",
        "Nobody can guarantee that a borrower pays back.",
        "There is no guarantee that a loan is paid back.",
        "Lending is not risk-free.",
        "The fee cannot be waived.",
        "We do not promise fixed returns.",
        "We are not able to promise it.",
        "A return isn't assured.",
    ],
)
def test_a_plain_denial_of_a_promise_is_none(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "We promise a date.",
        "We can promise a date.",
        "We can't promise less than the best rate.",
        "We cannot promise more than 24 % a year.",
        "We cannot but promise it.",
        "We can't not promise it.",
        "We do not only promise it.",
        "We don't promise, we guarantee.",
        "The return is not promised but guaranteed.",
        "Returns are not guaranteed, they are promised.",
        "Nobody says that we can't promise it.",
        "It is a lie that we do not guarantee it.",
        "Why would we not promise it?",
        "We never break a promise.",
        "We can't guarantee it unless you add money.",
        "We can't guarantee it if you leave.",
        "No fee and guaranteed returns.",
        "No charge is taken: guaranteed.",
        "You cannot lose what we promise.",
        "There is no risk.",
        "Lending is without risk.",
        "You can't lose.",
        "We cannot promise you anything else.",
        "It is not for nothing that we guarantee it.",
        "We can't promise it to others and guarantee it to you.",
        "The waived fee is not charged.",
        "We cannot promise you no interest.",
        "We cannot promise interest above twenty percent.",
        "We can't promise it?",
    ],
)
def test_a_denial_that_denies_something_else_leaves_a_promise(text: str) -> None:
    assert found_in(text) != []
