from __future__ import annotations

import pytest

from retrieval.facts.carried import carried
from retrieval.facts.names import names_in


def named(text: str) -> list[str]:
    return [name.word for name in names_in(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Our manager Ravi said so.", ["Ravi"]),
        ("It goes by Hansa Bank to Mumbai on Monday.", ["Hansa Bank", "Mumbai"]),
        ("Go to Settings > Refunds in the app.", ["Settings", "Refunds"]),
        ("RBI has approved it.", ["RBI"]),
        ("Dear Ravi,\n\nplease wait.", ["Ravi"]),
        ("All is well.\n\nKind regards,\nPriya Sharma", ["Priya Sharma"]),
        ("Der Kollege Ravi und Frau Meier haben es für Sie notiert.", ["Ravi", "Meier"]),
        ("Das ist nicht so.\n\nMit freundlichen Grüßen\nAnna Schmidt", ["Anna Schmidt"]),
    ],
)
def test_people_companies_places_and_buttons_are_names(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Withdrawals take time. Money waits.",
        "How To Leave Early",
        "- Open it\n- Wait: Then go on",
        "In March, on Monday, I paid Rs 500 by Q4.",
        "Dear Customer, thank you. Kind regards, Support Team",
        "Hello [First Name], see your [Name 1].",
        "Die Auszahlung geht auf das Konto Ihrer Bank, und die Gebühr ist im Wallet zu sehen.",
        "Das können wir nicht bestätigen. Ein Kollege prüft es.",
    ],
)
def test_beginnings_months_greetings_and_german_nouns_are_none(text: str) -> None:
    assert named(text) == []


def test_a_name_stands_in_a_source_by_its_words_in_any_case() -> None:
    (name,) = names_in("We work with Hansa Bank.")
    assert carried(name, ["Money moves through hansa bank's accounts."])
    assert not carried(name, ["Money moves through a bank."])
