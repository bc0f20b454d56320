from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.wording import shares, worths

TEXTS = st.text("abcde Äß+%.9\n", max_size=60)


def test_a_passage_with_the_questions_own_rare_words_comes_before_one_that_is_as_near() -> None:
    near = [
        "How money is paid out to your bank account",
        "How money reaches your bank account by NEFT",
        "Money in your account",
    ]
    assert max(near, key=dict(zip(near, worths("What is NEFT?", near, [0.5] * 3), strict=True)).__getitem__) == near[1]


def test_meaning_leads_where_no_wording_is_shared() -> None:
    assert worths("¿Qué?", ["far away", "very near"], [0.2, 0.6]) == [0.2, 0.6]


def test_an_ending_and_a_slip_still_share_wording() -> None:
    right, wrong = shares("withdrawels", ["Withdrawals take two days", "Deposits take two days"])
    assert right > 0.1
    assert wrong == 0


def test_words_that_every_passage_holds_count_less_than_those_of_one() -> None:
    common, rare = shares("account nominee", ["the account, the bank", "the nominee, the bank account"])
    assert rare > 2 * common > 0


def test_the_same_words_weigh_less_in_a_long_passage() -> None:
    short, long = shares("nominee", ["the nominee", "the nominee " + "and much that has nothing to do with it " * 9])
    assert short > long > 0


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_a_share_is_never_below_nothing_or_above_everything(text: str, passages: list[str]) -> None:
    found = shares(text, passages)
    assert len(found) == len(passages)
    assert all(0 <= share <= 1 for share in found)
