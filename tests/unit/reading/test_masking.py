from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.reading.masking import PLACEHOLDER, Known, Mask, restore

RAVI = Known(
    name="Ravi Kumar", emails=("ravi@example.com",), phones=("+919876543210", "022 4000 1234"), external_id="CUST-77"
)
LOOKS_LIKE_ONE = re.compile(r"[\[［【⟦〔]")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mail a.b+c@shop.co.in please", "mail [email 2] please"),
        ("I am Ravi", "I am [name 2]"),
        ("ravi@example.com", "[email 1]"),
        ("call 98765 43210", "call [phone 3]"),
        ("call +44 20 7946 0958", "call [phone 3]"),
        ("card 4111 1111 1111 1111", "card [card 1]"),
        ("to GB82 WEST 1234 5698 7654 32 TODAY", "to [iban 1] TODAY"),
        ("my id CUST-77", "my id [id 1]"),
    ],
)
def test_personal_data_becomes_a_placeholder(text: str, masked: str) -> None:
    assert Mask(RAVI).mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "₹1,00,000 on 12/03/2027 at 10:30",
        "order 9876501234 and ticket #9123456780",
        "UTR no. 9876543210",
        "INR 9876543210",
        "2027-03-01 to 2028-03-01",
        "4111 1111 1111 1112 fails the check",
        "from 10.20.30.40",
        "the grace period, may I ask",
    ],
)
def test_figures_dates_and_references_stay(text: str) -> None:
    assert Mask(Known(name="Grace May")).mask(text) == text


def test_the_same_value_keeps_its_placeholder_in_later_runs() -> None:
    first = Mask(RAVI)
    first.mask("write to other@example.org")
    second = Mask(RAVI, first.mapping)
    assert second.mask("third@example.org other@example.org") == "[email 3] [email 2]"
    assert first.mapping.items() <= second.mapping.items()


def test_the_name_has_a_placeholder_before_anything_was_read() -> None:
    mapping = Mask(RAVI).mapping
    assert (mapping["[name 1]"], mapping["[first name]"]) == ("Ravi Kumar", "Ravi")


@pytest.mark.parametrize(
    ("name", "first"), [("Dr. Asha Rao", "Asha"), ("Jean-Luc", "Jean-Luc"), ("ravi.k@x.in", None), ("user77", None)]
)
def test_a_greeting_uses_a_first_name_only_where_there_is_one(name: str, first: str | None) -> None:
    assert Mask(Known(name=name)).mapping.get("[first name]") == first


def test_the_first_name_is_that_of_today() -> None:
    earlier = Mask(Known(name="Asha Rao")).mapping
    assert Mask(Known(name="Aisha Rao"), earlier).mapping["[first name]"] == "Aisha"
    assert "[first name]" not in Mask(Known(), earlier).mapping


def test_public_addresses_stay_readable() -> None:
    mask = Mask(RAVI, public=("Support@lendora.example",))
    assert mask.mask("I wrote to support@lendora.example") == "I wrote to support@lendora.example"


@pytest.mark.parametrize(
    "typed", ["[email 1]", "[Email 1]", "[ email  1 ]", "［email 1］", "[[email 1]]", "[card 12]", "[First Name]"]
)
def test_a_placeholder_typed_by_the_customer_fetches_nothing(typed: str) -> None:
    mask = Mask(RAVI)
    masked = mask.mask(f"please send {typed} to me")
    assert not PLACEHOLDER.search(masked)
    assert restore(masked, mask.mapping) == masked


def test_a_display_name_that_is_a_placeholder_is_not_taken() -> None:
    mask = Mask(Known(name="[email 1]", emails=("eve@example.com",)))
    assert "[email 1]" not in mask.mapping.values()


def test_restoring_reads_no_value_as_a_placeholder() -> None:
    assert restore("[name 1] [name 2]", {"[name 1]": "[name 2]", "[name 2]": "x"}) == "[name 2] x"


def test_an_unknown_placeholder_stays_as_it_is() -> None:
    assert restore("Dear [name 9]", Mask(RAVI).mapping) == "Dear [name 9]"


PIECES = st.sampled_from(
    ["Ravi", "RAVI KUMAR", "98765 43210", "4111111111111111", "₹500", "CUST-77", "12/03/2027", "GB82WEST12345698765432"]
)
TEXTS = st.lists(st.one_of(st.text(max_size=20), st.emails(), PIECES), max_size=8).map(" ".join)


@given(TEXTS.filter(lambda text: not LOOKS_LIKE_ONE.search(text)))
def test_restoring_gives_back_what_was_masked(text: str) -> None:
    mask = Mask(RAVI)
    assert restore(mask.mask(text), mask.mapping) == text


@given(st.text(max_size=30), st.emails(), st.text(max_size=30))
def test_no_address_survives(before: str, address: str, after: str) -> None:
    assert address not in Mask().mask(f"{before} {address} {after}")
