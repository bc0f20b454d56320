"""What is put back into a post: a customer reads their own name and no number; an agent no whole number."""

from __future__ import annotations

import pytest

from router.posting.html import put_back
from router.posting.placeholders import KINDS, shown

ORIGINALS = {
    "[first name]": "Ravi",
    "[name 1]": "Ravi Kumar",
    "[person 1]": "Asha Rao",
    "[email 1]": "ravi@mail.example",
    "[phone 1]": "+91 98765 43210",
    "[card 1]": "4111 1111 1111 1111",
    "[iban 1]": "DE89370400440532013000",
    "[account 1]": "501001234567",
    "[ifsc 1]": "HDFC0001234",
    "[upi 1]": "ravi@okhdfcbank",
    "[pan 1]": "ABCPE1234F",
    "[aadhaar 1]": "2341 2341 2346",
    "[birth 1]": "12/03/1980",
    "[id 1]": "CUST-77",
}
BODY = " ".join(ORIGINALS)
SECRET = ("card", "iban", "account", "pan", "aadhaar", "upi", "birth")


def put(public: bool) -> str:
    return put_back(BODY, shown(ORIGINALS, public=public))


def test_every_kind_is_tried_here() -> None:
    assert {key[1:].split(" ")[0] for key in ORIGINALS} - {"first"} == set(KINDS)


def test_a_reply_holds_the_first_name_and_repeats_nothing_else() -> None:
    written = put(public=True)
    assert written.startswith("Ravi (name) (name) (e-mail address) (phone number ending 3210)")
    assert [value for key, value in ORIGINALS.items() if key != "[first name]" and value in written] == []


def test_a_note_has_what_an_agent_needs_and_the_last_digits_of_the_rest() -> None:
    written = put(public=False)
    assert all(ORIGINALS[f"[{kind} 1]"] in written for kind in ("name", "person", "email", "phone", "ifsc", "id"))
    assert "(card number ending 1111)" in written


@pytest.mark.parametrize("kind", SECRET)
@pytest.mark.parametrize("public", [True, False])
def test_no_number_that_money_or_an_identity_hangs_on_is_ever_whole(kind: str, public: bool) -> None:
    assert ORIGINALS[f"[{kind} 1]"] not in put(public)


def test_a_short_number_shows_none_of_its_digits() -> None:
    assert shown({"[account 1]": "12345678"}, public=False) == {"[account 1]": "(account number)"}
