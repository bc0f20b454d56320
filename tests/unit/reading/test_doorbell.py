from base64 import b64encode
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.reading.doorbell import NotADoorbell, is_known, ticket_in, ticket_told

SECRET = "a-secret-of-the-desk"
OLD = "the-one-before-that"


@pytest.mark.parametrize(
    "body",
    [
        b'{"ticket_id": "42", "triggered_event": "{ticket_action:created}"}',
        b'{"ticket_id": 42}',
        b'{"ticket_id": 42.0}',
        b'{"freshdesk_webhook": {"ticket_id": 42, "ticket_subject": "Hello"}}',
        b'\xef\xbb\xbf{"ticket_id": "42"}',
        b'{"ticket_id": "42", "ticket_subject": "two\nlines"}',
        b'{"ticket_id": "42", "ticket_subject": "she said "hello" to me"}',
        b'{"ticket_subject": "\xff\xfe", "ticket_id": 42}',
        b'{"ticket_id": 42, "ticket_description": "cut off he',
        b'{"ticket_id": 42, "status": }',
    ],
)
def test_the_ticket_is_found_however_the_rule_was_set_up(body: bytes) -> None:
    assert ticket_in(body) == 42


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"not json at all", "no JSON"),
        (b"[1, 2]", "no object"),
        (b"{}", 'no "ticket_id"'),
        (b'{"ticket_id": "INC-123"}', "Freshservice"),
        (b'{"ticket_id": true}', "must be a number"),
        (b'{"ticket_id": 1.5}', "must be a number"),
        (b'{"ticket_id": {"a": 1}}', "must be a number"),
        (b'{"ticket_id": "0"}', "out of range"),
        (b'{"ticket_id": "99999999999999999999999"}', "out of range"),
        (b'{"ticket_id": "' + b"0" * 5000 + b"9" * 5000 + b'"}', "out of range"),
        (b'{"ticket_id": ' + b"9" * 5000 + b"}", "no JSON"),
        ('{"ticket_id": "٤٢"}'.encode(), "digits only"),
        (b"[" * 100_000, "no JSON"),
    ],
)
def test_what_names_no_ticket_is_refused_with_the_reason(body: bytes, says: str) -> None:
    with pytest.raises(NotADoorbell, match=says):
        ticket_in(body)


def test_the_reason_never_repeats_a_customers_words() -> None:
    with pytest.raises(NotADoorbell) as raised:
        ticket_in(b'{"ticket_id": "asha@mail.example"}')
    assert "asha" not in str(raised.value)


@given(st.binary(max_size=400))
def test_no_body_breaks_the_reader(body: bytes) -> None:
    with suppress(NotADoorbell):
        assert ticket_in(body) > 0


def basic(password: str) -> str:
    return "Basic " + b64encode(f"anyone:{password}".encode()).decode()


def test_a_secret_opens_by_header_and_by_basic_password() -> None:
    assert is_known((SECRET,), SECRET, None)
    assert is_known((SECRET,), None, basic(SECRET))


def test_two_secrets_are_valid_while_one_is_replaced() -> None:
    assert is_known((SECRET, OLD), OLD, None)
    assert is_known((SECRET, OLD), SECRET, None)


@pytest.mark.parametrize("offered", [None, "", "wrong", SECRET[:-1], SECRET.upper(), SECRET + "x"])
def test_anything_else_stays_outside(offered: str | None) -> None:
    assert not is_known((SECRET, OLD), offered, None)
    assert not is_known((SECRET, OLD), None, basic(offered or ""))


@pytest.mark.parametrize(
    "authorization", ["Basic", "Basic !!!", "Bearer " + SECRET, "Basic /w==", "Basic \xe9", SECRET]
)
def test_broken_authorization_headers_stay_outside(authorization: str) -> None:
    assert not is_known((SECRET,), None, authorization)


def test_no_secret_set_lets_nobody_in() -> None:
    assert not is_known((), "", None)
    assert not is_known(("",), "", basic(""))


@pytest.mark.parametrize(
    "body",
    [
        b'{"freshdesk_webhook": {"ticket_url": "https://acme.freshdesk.com/a/tickets/42"}}',
        b'{"ticket_url": "http:\\/\\/acme.freshdesk.com\\/helpdesk\\/tickets\\/42", "ticket_subject": "I paid 900"}',
        b'{"ticket_id": "42"}',
    ],
)
def test_a_person_who_asks_again_gets_the_number_out_of_the_tickets_address(body: bytes) -> None:
    assert ticket_told(body) == 42


@pytest.mark.parametrize("body", [b'{"one": "/tickets/1", "other": "/tickets/2"}', b'{"ticket_url": "/tickets/INC-1"}'])
def test_an_address_that_could_be_any_is_none(body: bytes) -> None:
    with pytest.raises(NotADoorbell):
        ticket_told(body)
