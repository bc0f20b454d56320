"""Language variants: for all products or none, and the same as their original in all that counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checked import Company


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def test_a_variant_for_one_of_two_products_is_told(company: Company) -> None:
    (company.folder / "templates" / "exit-fee-im-plus-de.md").unlink()
    assert company.found() == [
        'templates/exit-fee-im-de.md:5: the topic "exit-fee" is answered in "de" for IM and not for IM+; '
        "write it for every product, or for none"
    ]
    (company.folder / "templates" / "exit-fee-im-de.md").unlink()
    assert company.found() == []


def test_a_variant_without_an_original_is_told(company: Company) -> None:
    company.template("nominee-de", "im Profil.", topic="nominees", language="de")
    assert company.found() == [
        'templates/nominee-de.md:5: there is no template in "en" for the topic "nominees" and audience shared; '
        "write that one first"
    ]
    company.template("nominee-de", "im Profil.", topic="nominee", language="de")
    assert company.found() == []


def test_the_id_of_a_variant_ends_in_its_language(company: Company) -> None:
    company.template("nominee-german", "im Profil.", topic="nominee", language="de")
    assert company.found() == ['templates/nominee-german.md:2: the id of this variant must end in "-de"']


@pytest.mark.parametrize(
    ("body", "fields", "says"),
    [
        ("zwei Werktage: https://help.example.com/hours", {}, None),
        (
            "4 Stunden: https://help.example.com/hours",
            {},
            "hours-de.md:23: the figures differ from those of hours: here 4",
        ),
        ("zwei Werktage.", {}, "hours-de.md:23: the links differ from those of hours: here none more, there https://"),
        (
            "2 Werktage: https://help.example.com/hours",
            {"writing": "guided", "exact": "[2 Werktage]"},
            "hours-de.md:7: the writing differ",
        ),
        (
            "2 Werktage {{ x }}: https://help.example.com/hours",
            {"slots": "{x: {source: ticket.id}}"},
            "hours-de.md:10: the slots differ from those of hours: here x, there none more",
        ),
        (
            "2 Werktage {{ x }}: https://help.example.com/hours",
            {"slots": "{x: {source: ticket.id, type: count}}"},
            "hours-de.md:10: the slots differ from those of hours: here x (count), there none more",
        ),
    ],
)
def test_a_variant_says_what_its_original_says(
    company: Company, body: str, fields: dict[str, str], says: str | None
) -> None:
    company.template("hours-de", body, topic="hours", language="de", **fields)
    if "guided" in fields.values():
        says = says and says.replace(":23:", ":24:")
    found = company.found()
    assert (len(found) == 1 and says in found[0]) if says else found == []
