"""Other people's names are masked where something says that they are names; other capitals stay."""

from __future__ import annotations

import pytest

from router.reading.personal import Known, personal_data


def people_in(text: str, known: Known | None = None) -> list[str]:
    return [text[one.start : one.end] for one in personal_data(text, known) if one.kind in ("person", "name")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("please add my wife Asha Rao as nominee", ["Asha Rao"]),
        ("my nominee is Zorawar Bhullar", ["Zorawar Bhullar"]),
        ("Mr. Mehta told me so", ["Mehta"]),
        ("I spoke with Zubina D. Contractor yesterday", ["Zubina D. Contractor"]),
        ("Hi Sunita, thanks", ["Sunita"]),
        ("Dear Xaviera,\nwhere is it", ["Xaviera"]),
        ("Where is it?\n\nRegards,\nQuentin Bhullar", ["Quentin Bhullar"]),
        ("Where is it? Thanks, Arjun", ["Arjun"]),
        ("From: Quentin Bhullar <q@b.example>", ["Quentin Bhullar"]),
        ("On 3 March Quentin Bhullar <q@b.example> wrote:", ["Quentin Bhullar"]),
        ("My name is quentin, no: Quentin Bhullar", []),
        ("My name is Quentin van der Berg", ["Quentin van der Berg"]),
        ("I am Rahul Verma", ["Rahul Verma"]),
        ("it belongs to rahul verma", ["rahul verma"]),
        ("MY WIFE ASHA RAO WANTS THIS", ["ASHA RAO"]),
        ("Priya paid it, and Quillon Sharma too", ["Priya", "Quillon Sharma"]),
        ("My son Quillon pays. Can Quillon do that?", ["Quillon", "Quillon"]),
    ],
)
def test_a_name_is_known_by_what_stands_around_it_or_by_itself(text: str, names: list[str]) -> None:
    assert people_in(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Dear Sir or Madam,",
        "Dear Team,\nHello Support, Hi All",
        "Hi HDFC Bank,",
        "Thanks,\nTeam Lendora",
        "Regards,\nCustomer Care Department",
        "Is there a grace period in May or June?",
        "I am Indian and I'm a Resident",
        "my wife is Indian, my husband passed away",
        "MY WIFE WANTS TO CLOSE THE ACCOUNT",
        "My name is wrong on the PAN",
        "Auto Reinvest and IM Plus on Google Pay",
        "What is the Lock-In of IM+?",
        "Thank you for the help.\nPlease close it",
        "Ms Office and Dr 500 in the ledger",
        "Name: Account Closure",
        "the state bank of India, Laxmi Vilas Bank, Mehta Securities",
        "my agent said it is fine",
    ],
)
def test_greetings_products_banks_and_months_are_no_people(text: str) -> None:
    assert people_in(text) == []


def test_a_customer_called_grace_may_ask_for_a_grace_period_in_may() -> None:
    grace = Known(name="Grace May")
    assert people_in("Grace period? May I ask, in May", grace) == []
    assert people_in("Please tell Grace, or Grace May herself", grace) == ["Grace", "Grace May"]


def test_the_companys_own_name_is_nobodys() -> None:
    [email] = personal_data("Dear Lendora,\nasha@mail.example", public={"help@lendora.example"})
    assert email.kind == "email"


def test_the_requesters_name_is_told_from_other_peoples() -> None:
    found = personal_data("I am Ravi Kumar Sharma, my wife is Asha Kumar", Known(name="Ravi Kumar"))
    assert [one.kind for one in found] == ["name", "person"]
