from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.facts.carried import carried
from retrieval.facts.reading import facts_in


def told(text: str) -> list[tuple[str, str, str]]:
    return [(fact.kind, fact.value, fact.unit) for fact in facts_in(text)]


@pytest.mark.parametrize(
    "text", ["₹1,00,000", "Rs. 1,00,000", "INR 100000", "1 lakh rupees", "Rs 1 lakh", "₹1L", "₹100,000/-"]
)
def test_one_lakh_has_many_spellings(text: str) -> None:
    assert told(text) == [("amount", "100000", "INR")]


@pytest.mark.parametrize(
    "text",
    [
        "24 %",
        "24%",
        "24 per cent",
        "24.0 percent",
        "twenty-four per cent",
        "**24** %",
        "24％",
        "2&#52; %",
        "2\u200b4 %",
    ],
)
def test_a_percentage_is_found_however_it_is_written(text: str) -> None:
    assert told(text) == [("percentage", "24", "%")]


@pytest.mark.parametrize(
    "text",
    ["2027-03-01", "01/03/2027", "1.3.2027", "1 March 2027", "1st of March 2027", "March 1, 2027", "Mar 1st 2027"],
)
def test_a_date_has_many_spellings(text: str) -> None:
    assert told(text) == [("date", "2027-03-01", "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 business days", [("duration", "2", "business day")]),
        ("2 days", [("duration", "2", "day")]),
        ("a 12-month lock-in", [("duration", "12", "month")]),
        ("within twelve months", [("duration", "12", "month")]),
        ("24 hours", [("duration", "24", "hour")]),
        ("2 to 3 working days", [("duration", "2", "business day"), ("duration", "3", "business day")]),
        ("5 crore", [("amount", "50000000", "INR")]),
        ("₹500-1,000", [("amount", "1000", "INR"), ("amount", "500", "INR")]),
        ("$50 and 50 %", [("amount", "50", "USD"), ("percentage", "50", "%")]),
        ("at 6 pm", [("time", "18:00", "")]),
        ("150 bps", [("percentage", "1.5", "%")]),
        ("on 5 May", [("date", "--05-05", "")]),
        ("since March 2027", [("date", "2027-03", "")]),
        ("you may 5", [("count", "5", "")]),
        ("order 9876501234", [("reference", "9876501234", "")]),
        ("ticket #1234", [("reference", "1234", "")]),
        ("loan LN-2231", [("reference", "LN-2231", "")]),
        ("Section 80C", [("named number", "SECTION 80C", "")]),
        ("call 1800 123 4567", [("phone or account number", "18001234567", "")]),
        ("+91 22 4000 0000", [("phone or account number", "912240000000", "")]),
        ("see https://help.lendora.example/fees.", [("link", "help.lendora.example/fees", "")]),
        ("see lendora-bonus.in/pay now", [("link", "lendora-bonus.in/pay", "")]),
        ("write to Help@Lendora.example.", [("e-mail address", "help@lendora.example", "")]),
        ("by Friday", [("day", "friday", "")]),
        ("3x the money", [("multiple", "3", "")]),
        ("7 lenders and 3 loans", [("count", "7", ""), ("count", "3", "")]),
        ("two lenders and one loan, the third of the first", []),
        ("1. Open the app\n4. Tap Withdraw", []),
        ("9,00,00 rupees", [("amount", "90000", "INR")]),
        ("Rupees 500", [("amount", "500", "INR")]),
        ("five hundred rupees 20 days later", [("amount", "500", "INR"), ("duration", "20", "day")]),
        ("1.500 €", [("amount", "1500", "EUR")]),
        ("1.500,50 Euro", [("amount", "1500.5", "EUR")]),
        ("1.000.000 lenders", [("count", "1000000", "")]),
        ("0.125 %", [("percentage", "0.125", "%")]),
        ("0,75 Prozent", [("percentage", "0.75", "%")]),
        ("in 3 Werktagen", [("duration", "3", "business day")]),
        ("vierzehn Tage", [("duration", "14", "day")]),
        ("bis 18 Uhr", [("time", "18:00", "")]),
        ("am 3. März 2027", [("date", "2027-03-03", "")]),
        ("bis zum 7. des Monats", [("count", "7", "in a row")]),
        ("It costs 5. May we help?", [("count", "5", "")]),
    ],
)
def test_facts_have_kind_value_and_unit(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("draft", "source"),
    [
        ("The fee is 2.5 %.", "Exit fee: 2.50% of the amount"),
        ("on 1 March", "on 1 March 2027"),
        ("in March 2027", "01/03/2027"),
        ("12 months", "twelve months"),
        ("₹5 lakh", "Rs. 5,00,000"),
        ("5,00,000", "₹5 lakh"),
        ("https://help.lendora.example", "https://help.lendora.example/fees"),
        ("ticket 41", "#41"),
        ("up to ₹500", "₹500"),
    ],
)
def test_a_fact_is_carried_by_the_same_kind_unit_and_value(draft: str, source: str) -> None:
    assert all(carried(fact, ["nothing here", source]) for fact in facts_in(draft))


@pytest.mark.parametrize(
    ("draft", "source"),
    [
        ("50 %", "$50"),
        ("₹50", "$50"),
        ("2 days", "2 business days"),
        ("2 business days", "2 days"),
        ("12 months", "12 years"),
        ("1 March 2028", "1 March 2027"),
        ("1 March 2027", "1 March"),
        ("over ₹500", "under ₹500"),
        ("at least 10 %", "up to 10 %"),
        ("https://help.lendora.example/bonus", "https://help.lendora.example/fees"),
        ("https://help.lendora.example.evil.com", "https://help.lendora.example"),
        ("call 402938475612", "UTR 402938475612"),
        ("₹1 lakh", "₹10,000"),
    ],
)
def test_another_kind_unit_or_value_carries_nothing(draft: str, source: str) -> None:
    facts = facts_in(draft)
    assert facts
    assert not any(carried(fact, [source]) for fact in facts)


@given(st.text(max_size=200))
def test_any_text_carries_its_own_facts(text: str) -> None:
    assert all(carried(fact, [text]) for fact in facts_in(text))


@given(st.integers(min_value=1, max_value=99_99_99_999))
def test_indian_grouping_and_plain_digits_are_the_same_amount(amount: int) -> None:
    head, tail = divmod(amount, 1000)
    groups = []
    while head:
        head, rest = divmod(head, 100)
        groups.insert(0, f"{rest:02}" if head else str(rest))
    indian = ",".join([*groups, f"{tail:03}" if groups else str(tail)])
    assert told(f"₹{indian}") == told(f"₹{amount}") == [("amount", str(amount), "INR")]
