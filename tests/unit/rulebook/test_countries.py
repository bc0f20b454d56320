"""Where a customer lives, as the places of customers.yaml say it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from router.rulebook.complaints import Complaints
from router.rulebook.countries import CountryLine, countries_said, read_country_line
from router.rulebook.yaml.reader import read_yaml

LISTED = CountryLine("customer list", "country", {"india": "IN", "bharat": "IN"})
FIELD = CountryLine("contact field", "cf_country", {"deutschland": "DE"})


def country(listed: Sequence[str], field: str) -> str:
    return countries_said((LISTED, FIELD), lambda line: listed if line is LISTED else [field])[0]


@pytest.mark.parametrize(
    ("listed", "field", "expected"),
    [
        (["India"], "", "IN"),
        (["in"], "", "IN"),
        ([], "Deutschland", "DE"),
        (["BHARAT", "India"], "IN", "IN"),
        (["India"], "Deutschland", ""),
        (["India", "US"], "", ""),
        (["Atlantis"], "", ""),
        (["India"], "Atlantis", ""),
        ([], "", ""),
    ],
)
def test_a_country_is_known_only_where_all_that_say_one_agree(listed: list[str], field: str, expected: str) -> None:
    assert country(listed, field) == expected


def test_what_a_place_said_is_told_without_the_strange_word_itself() -> None:
    _, evidence = countries_said((FIELD,), lambda _: ["Asha Rao, Pune"])
    assert (evidence[0].answer, evidence[0].says) == ("yes", "says a word that means no country")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{passport: {name: x}}", '"passport" is no place for countries'),
        ("{customer list: {column: country, values: {India: [India]}}}", '"India" isn\'t a country'),
        ("{customer list: {column: country, values: {IN: [here], DE: [Here]}}}", '"Here" means IN already'),
    ],
)
def test_a_line_that_says_no_country_is_refused(line: str, says: str) -> None:
    complaints = Complaints("customers.yaml")
    node = read_yaml(line, complaints)
    assert node is not None
    read_country_line(node, complaints)
    assert [says in str(error) for error in complaints.errors] == [True]
