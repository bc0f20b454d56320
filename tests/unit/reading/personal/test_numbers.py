"""Numbers of accounts, cards and identities are masked; what looks like them and is none stays as it was written."""

from __future__ import annotations

import pytest

from router.reading.personal import personal_data


def kinds_in(text: str) -> list[tuple[str, str]]:
    return [(span.kind, text[span.start : span.end]) for span in personal_data(text)]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("my PAN is ABCPE1234F, please", "pan", "ABCPE1234F"),
        ("pan no abcpe 1234 f", "pan", "abcpe 1234 f"),
        ("GSTIN 27AAPFU0939F1ZV", "pan", "27AAPFU0939F1ZV"),
        ("Aadhaar 2341 2341 2346", "aadhaar", "2341 2341 2346"),
        ("here: 234123412346.", "aadhaar", "234123412346"),
        ("my aadhar number is 2341-2341-2345", "aadhaar", "2341-2341-2345"),
        ("IFSC HDFC0001234", "ifsc", "HDFC0001234"),
        ("pay to asha.rao@okhdfcbank today", "upi", "asha.rao@okhdfcbank"),
        ("9876543210@paytm.", "upi", "9876543210@paytm"),
        ("account number 123456789012", "account", "123456789012"),
        ("A/c no. 0012 3456 7890", "account", "0012 3456 7890"),
        ("my savings account with State Bank is 30012345678", "account", "30012345678"),
        ("50100123456789 is my account", "account", "50100123456789"),
        ("my account:\n50100123456789", "account", "50100123456789"),
        ("card 4111-1111-1111-1111", "card", "4111-1111-1111-1111"),
        ("debit card no 4111 1111 1111 1112", "card", "4111 1111 1111 1112"),
        ("IBAN de89 3704 0044 0532 0130 00", "iban", "de89 3704 0044 0532 0130 00"),
        ("SSN: 531-21-7351", "id", "531-21-7351"),
        ("passport no Z1234567", "id", "Z1234567"),
        ("driving licence KA01 20110012345", "id", "KA01 20110012345"),
        ("voter id ABC1234567", "id", "ABC1234567"),
        ("date of birth: 12/03/1980", "birth", "12/03/1980"),
        ("I was born on 3 March 1961", "birth", "3 March 1961"),
    ],
)
def test_what_a_check_digit_or_the_words_before_make_sure_is_masked(text: str, kind: str, found: str) -> None:
    assert kinds_in(text) == [(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "UTR 234123412346",
        "UPI ref no. 234123412346 was debited",
        "RRN: 234123412346 and transaction id 987654321098",
        "IMPS reference number is 234123412346",
        "account of 2024, ticket 9876543210",
        "order ABCXE1234F",
        "code ABCPE0000F",
        "HDFC1001234 is no branch",
        "my account got ₹ 1,00,000 on 12/03/2027",
        "account statement from 01-04-2026 to 31-03-2027",
        "234123412345 fits no check digit",
        "my account, and my UTR is 123456789012",
        "meet me @home, or write 5@10",
        "purchase 3707955617",
        "666-12-3456 cannot be one",
        "flight ab123 and my luggage",
        "I paid on 3 March 2026",
        "the app version 4.11.1111",
    ],
)
def test_references_amounts_and_dates_stay_for_rules_and_replies(text: str) -> None:
    assert kinds_in(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("call me at (96) 627-277 please", "(96) 627-277"),
        ("Desk: 986.291.2294x751", "986.291.2294x751"),
        ("Fax: 001-420-335-7509x38548", "001-420-335-7509x38548"),
        ("my number is +1-944-435-4352", "+1-944-435-4352"),
        ("69 987 88 37 office", "69 987 88 37"),
        ("whatsapp me: 98765 43210", "98765 43210"),
    ],
)
def test_a_phone_is_known_by_its_form_or_by_the_words_around(text: str, found: str) -> None:
    assert kinds_in(text) == [("phone", found)]


@pytest.mark.parametrize("text", ["call me on 12 March 2027", "ring at 10:30 or 11:45", "call 1800", "office 10 to 18"])
def test_times_and_short_numbers_near_the_word_call_are_no_phones(text: str) -> None:
    assert kinds_in(text) == []


@pytest.mark.parametrize(
    "written", ["asha (at) mail dot com", "asha[at]mail[dot]co[dot]in", "asha at mail dot com", "asha@mail.co.in"]
)
def test_an_address_is_known_however_it_is_spelled(written: str) -> None:
    assert kinds_in(f"write to {written} please") == [("email", written)]


def test_to_be_at_a_place_is_no_address() -> None:
    assert kinds_in("I am at work, look at it, the dot com bubble") == []
