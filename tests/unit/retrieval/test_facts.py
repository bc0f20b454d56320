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
        ("two hundred and fifty rupees", [("amount", "250", "INR")]),
        ("one lakh twenty five thousand rupees", [("amount", "125000", "INR")]),
        ("two crore thirty lakh rupees", [("amount", "23000000", "INR")]),
        ("2 lakh 50 thousand rupees", [("amount", "250000", "INR")]),
        ("2½ lakh", [("amount", "250000", "INR")]),
        ("one and a half lakh rupees", [("amount", "150000", "INR")]),
        ("half a million euros", [("amount", "500000", "EUR")]),
        ("zweitausendfünfhundert Rupien", [("amount", "2500", "INR")]),
        ("1,5 Mio. Euro", [("amount", "1500000", "EUR")]),
        ("₹ 10 000", [("amount", "10000", "INR")]),
        ("Rs.500/-", [("amount", "500", "INR")]),
        ("500/-", [("amount", "500", "INR")]),
        ("50 paise", [("amount", "0.5", "INR")]),
        ("5 mn bucks", [("amount", "5000000", "USD")]),
        ("Rs 2 to 5 lakh", [("amount", "200000", "INR"), ("amount", "500000", "INR")]),
        ("२४ %", [("percentage", "24", "%")]),
        ("vierundzwanzig Prozent", [("percentage", "24", "%")]),
        ("a dozen lenders", [("count", "12", "")]),
        ("1H24", [("period", "H1 2024", "")]),
        ("from 2024-2026", [("year", "2024", ""), ("year", "2026", "")]),
        ("since mid-2024", [("year", "2024", "")]),
        ("by year-end 2024", [("year", "2024", "")]),
        ("$3.4mm", [("amount", "3400000", "USD")]),
        ("a hundred percent", [("percentage", "100", "%")]),
        ("hundred percent", [("percentage", "100", "%")]),
        ("in twenty twenty - six", [("year", "2026", "")]),
        ("since nineteen eighty four", [("year", "1984", "")]),
        ("Q4 FY21", [("period", "Q4 2021", "")]),
        ("the fourth quarter of 2021", [("period", "Q4 2021", "")]),
        ("4Q21", [("period", "Q4 2021", "")]),
        ("in FY 2026-27", [("period", "FY2027", "")]),
        ("from 2025-27", [("year", "2025", ""), ("year", "2027", "")]),
        ("in the 1990s", [("year", "1990s", "")]),
        ("1 to 5 March", [("date", "--03-01", ""), ("date", "--03-05", "")]),
        ("by March", [("date", "--03", "")]),
        ("by 5/3", [("date", "--03-05", "")]),
        ("between 9 and 11 am", [("time", "09:00", ""), ("time", "11:00", "")]),
        ("at noon", [("time", "12:00", "")]),
        ("half past six pm", [("time", "18:30", "")]),
        ("round the clock", [("time", "24x7", "")]),
        ("24 hours a day, 7 days a week", [("time", "24x7", "")]),
        ("Mon-Fri", [("day", "monday", ""), ("day", "friday", "")]),
        ("by the end of the week", [("day", "end of the week", "")]),
        ("Montag bis Freitag", [("day", "monday", ""), ("day", "friday", "")]),
        ("half an hour", [("duration", "0.5", "hour")]),
        ("2 banking days", [("duration", "2", "business day")]),
        ("an 18-year-old", [("age", "18", "year")]),
        ("from the age of 60", [("age", "60", "year")]),
        ("your card ending in 4321", [("account ending", "4321", "")]),
        ("account XXXX4321", [("account ending", "4321", "")]),
        ("account 12345", [("phone or account number", "12345", "")]),
        ("1. Dial +91 22 4000 0000.\n2. Wait", [("phone or account number", "912240000000", "")]),
        ("Do this: 1. Dial us. 2. Wait", []),
        ("call 1930", [("phone or account number", "1930", "")]),
        ("nine eight zero zero double one two", [("phone or account number", "9800112", "")]),
        ("DE89 3704 0044 0532 0130 00", [("phone or account number", "DE89370400440532013000", "")]),
        ("pay lendora@okaxis", [("handle", "lendora@okaxis", "")]),
        ("ask @LendoraHelp", [("handle", "@lendorahelp", "")]),
        ("go to evil dot com", [("link", "evil.com", "")]),
        ("help (at) evil (dot) com", [("e-mail address", "help@evil.com", "")]),
        ("at 203.0.113.9/login", [("link", "203.0.113.9/login", "")]),
        ("Tier II", [("named number", "TIER 2", "")]),
        ("the fourth lender", [("count", "4", "in a row")]),
        ("half of the fee", [("fraction", "1/2", "")]),
        ("twice the fee", [("multiple", "2", "")]),
        ("credited every quarter", [("frequency", "quarter", "")]),
        ("jeden Monat", [("frequency", "month", "")]),
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
        ("$5 million", "between $5 and $6 million"),
        ("₹500", "from ₹500 to ₹1 lakh"),
        ("12.5 Euro", "twelve point five Euro"),
        ("34 lenders", "thirty - four lenders"),
        ("7.25 Euro", "seven point twenty five Euro"),
        ("₹80.50", "eighty rupees and fifty paise"),
        ("$9.75", "$9 and 75 cents"),
        ("Covid 19 relief", "relief for those hit by the corona virus"),
        ("Phase 2", "now in phase two"),
        ("90 minutes", "one and a half hours"),
        ("an exit fee of ₹80", "An exit fee of ₹50 for one plan and of ₹80 for the other"),
        ("an exit fee of ₹80", "fee to leave: ₹80"),
        ("₹70 per loan", "₹40 per loan, or for each large loan ₹70"),
        ("from 3 to 7 %", "from 3 to 5 %, later from 3 to 7 %"),
        ("from 3 to 7 %", "at least 3 %, and 7 % at most"),
        ("P2P loans", "peer-to-peer loans"),
        ("up to ₹900", "The fee won't be more than ₹900."),
        ("at least ₹900", "It is not anything below ₹900."),
        ("fees rose from those of 2023", "fees rose, compared with 2023"),
        ("in 2023", "Compared with 2022, fees rose. In 2023 they fell"),
        ("8 advisers", "8 senior advisers, and 6 advisers in Pune"),
        ("a MAX 9", "the MAX 7, the 737 MAX 9 and 5 others"),
        ("four steps", "1. Go\n2. Go\n3. Go\n4. Stop\nThe 5 steps before are gone."),
        ("$1.2 billion", "$1.2B"),
        ("FY 2027", "for the full year of 2027"),
        ("Q4 was good", "in the fourth quarter of 2026"),
        ("Q4 2026", "In 2026 much changed. In the fourth quarter"),
        ("5 March 2027", "Holidays of 2027: 5 March"),
        ("in 2027", "on 5 March 2027"),
        ("about 5 million lenders", "5,234,000 lenders"),
        ("5.2 million lenders", "5,234,000 lenders"),
        ("more than ₹2 lakh", "₹2,04,000"),
        ("in five steps", "1. Go\n2. Go\n3. Go\n4. Go\n5. Stop"),
        ("2 colleagues", "two colleagues"),
        ("credited monthly", "credited every month"),
        ("1.5 % p.a.", "1.5% a year"),
        ("1.5 % a year", "the annual fee is 1.5%"),
        ("1.5 %", "1.5% a year"),
        ("one year", "12 months"),
        ("a card ending 4321", "card 5555 4444 3333 4321"),
        ("98000 00000", "+91 98000 00000"),
        ("60 years", "from the age of 60"),
        ("half of the fee", "50 % of the fee"),
        ("at 6:30", "at 6:30 pm"),
        ("within 3 days", "up to 3 days"),
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
        ("Q4 2027", "in the fourth quarter of 2026"),
        ("FY27", "in 2027"),
        ("about ₹20,000", "₹12,345"),
        ("5 million lenders", "5,234,000 lenders"),
        ("over 5.3 million lenders", "5,234,000 lenders"),
        ("in six steps", "1. Go\n2. Go\n3. Stop"),
        ("1.5 % a month", "1.5% a year, with a statement every month"),
        ("every quarter", "every month"),
        ("24 hours", "one day"),
        ("within 3 days", "after 3 days"),
        ("before 4 pm", "after 4 pm"),
        ("50 or more", "at most 50"),
        ("the smallest amount is ₹5,000", "the largest amount is ₹5,000"),
        ("at 6:30 am", "at 6:30 pm"),
        ("at 6 pm", "at 6:00"),
        ("a card ending 4321", "card 5555 4444 3333 1234"),
        ("+92 98000 00000", "+91 98000 00000"),
        ("Tier 1", "Tier 2"),
        ("a third of the fee", "50 % of the fee"),
        ("30 lenders", "thirty - four lenders"),
        ("12 Euro", "twelve Euro and fifty cents"),
        ("at least ₹900", "The fee won't be more than ₹900."),
        ("Q3 2023", "The third quarter of 2024 was better, compared to the third quarter of 2023"),
        ("In 2023", "fees are up from ₹5 in 2023"),
        ("10 advisers", "25 advisers met ten lenders"),
        ("a MAX 10", "12 of the MAX 9 and 10 other planes"),
        ("an exit fee of ₹80", "An exit fee of ₹50 is due. Whoever is late twice in a year has to pay ₹80 besides."),
        (
            "The late charge is 3 %",
            "The late charge is 2 % of what is due. Everybody who invests earns another 3 % soon",
        ),
        (
            "₹70 per loan",
            "We take ₹40 per loan. For a paper statement by registered mail to another country we ask ₹70",
        ),
        ("from 3 to 7 %", "from 3 to 5 % for loans, from 4 to 7 % for the rest"),
        ("a net gain of ₹8", "We had a net gain of ₹900, or of ₹8 per unit."),
        ("₹8 per unit", "We had a net gain of ₹8 and pay ₹3 per unit."),
        ("6 % growth in net income", "Net income was up 5 %. Costs were up 6 %."),
        ("P2P", "persons to whom a peer lends"),
    ],
)
def test_another_kind_unit_or_value_carries_nothing(draft: str, source: str) -> None:
    facts = facts_in(draft)
    assert facts
    assert not any(carried(fact, [source]) for fact in facts)


@pytest.mark.parametrize(
    ("draft", "source"), [("14 %", "13.8 %"), ("₹12,000", "₹12,345"), ("$1.2 billion", "$1.234 billion")]
)
def test_a_figure_may_be_shortened_to_two_digits_unless_it_has_to_be_exact(draft: str, source: str) -> None:
    (fact,) = facts_in(draft)
    assert carried(fact, [source])
    assert not carried(fact, [source], exact=True)
    (hedged,) = facts_in(f"about {draft}")
    assert carried(hedged, [source], exact=True)


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


@pytest.mark.parametrize("mark", ["*", ".", "x", "•", "*x", "xx ", "x-"])
def test_a_long_row_of_marks_is_read_through_and_no_end_of_an_account(mark: str) -> None:
    """A pattern that tries every way to cut the row would not come back within a year."""
    assert not [fact for fact in facts_in(mark * 400) if fact.kind == "account ending"]
    assert [fact.value for fact in facts_in(f"{'*' * 400} 1234") if fact.kind == "account ending"] == ["1234"]
