"""Figures, names and links of a template, held against what the same people may be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.checking.figures import figures_in
from tests.checked import Company


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("a fee of 2.5% or 0,75 % a year", ["2.5 %", "0.75 %"]),
        (
            "₹1,00,000 and Rs. 500, INR 2 lakh, 100.000 €",
            ["100000 INR", "500 INR", "200000 INR", "100000 EUR"],
        ),
        ("within 3 business days", ["3 business day"]),
        ("innerhalb von 3 Bankarbeitstagen oder 12 Monaten", ["3 business day", "12 month"]),
        ("a 24-hour pause, two weeks, zwei Jahre", ["24 hour", "2 week", "2 year"]),
        ("5 to 7 days", ["5 day", "7 day"]),
        (
            "by the 15th, on 15 May, May 16, 2027 or 2027-06-30",
            ["15 in a row", "--05-15", "2027-05-16", "2027-06-30"],
        ),
        ("bis zum 7. des Monats, am 3. März", ["7 in a row", "--03-03"]),
        ("10 am to 6:30 pm, 18 Uhr, 09:15", ["10:00", "18:30", "18:00", "09:15"]),
        ("Form 16A, IM+ 2, 3 people, version 2.5, 1. Go on", []),
    ],
)
def test_a_figure_is_a_number_with_its_unit_however_it_is_written(text: str, figures: list[str]) -> None:
    assert [one.measure for one in figures_in(text)] == figures


@pytest.mark.parametrize(
    ("audience", "body", "says"),
    [
        ("shared", "It takes 9 business days.", '"9 business days" stands in no article; correct it'),
        ("shared", "It takes two business days, and costs Rs 1 lakh.", None),
        ("shared", "It comes by the 7th.", None),
        ("shared", "It comes by the 8th.", '"8th" stands in no article'),
        ("shared", "You pay 1%.", '"1%" stands only in what is for IM ('),
        ("IM", "You pay 2.5%.", '"2.5%" stands only in what is for IM+ ('),
        ("IM", "You pay 1%.", None),
        ("IM", "It takes 8 minutes.", '"8 minutes" stands only in what is for IM+ ('),
        ("IM+", "It takes 8 minutes.", None),
        ("IM+", "You pay 1%.", '"1%" is a figure of IM ('),
        ("IM+", "In IM you pay 1%.", None),
        ("IM+", "In IM plus you pay 1%.", '"1%" is a figure of IM ('),
    ],
)
def test_a_figure_stands_in_an_article_for_the_same_people_and_product(
    company: Company, audience: str, body: str, says: str | None
) -> None:
    company.template("more", body, audience=audience)
    found = company.found()
    assert (len(found) == 1 and f"templates/more.md:25: {says}" in found[0]) if says else found == []


@pytest.mark.parametrize(
    ("body", "row"),
    [
        ("The exit fee is 1.5%.", "fees.md:14"),
        ("The platform fee of 1% is taken bit by bit.", "fees.md:15"),
        ("With 1% the platform fee is small.", "fees.md:15"),
        ("The platform fee is 1.5%, and the exit fee is 1%.", None),
        ("The exit fee is due before the lock in of 3 months is over.", None),
        ("We charge 1.5%.", None),
        ("Withdrawals reach your bank within 2 business days.", "times.md:14"),
        ("We answer within 2 business days.", None),
    ],
)
def test_a_figure_beside_the_name_of_a_row_is_one_of_that_row(company: Company, body: str, row: str | None) -> None:
    company.template("more", body, audience="IM")
    found = company.found()
    assert (len(found) == 1 and "contradicts" in found[0] and row in found[0]) if row else found == []


@pytest.mark.parametrize(
    ("audience", "body", "says"),
    [
        ("IM", "You may like IM+ too.", "more.md:25: names IM+, and this template is for IM"),
        ("IM", "You may like im Plus too.", "more.md:25: names IM+"),
        ("IM+", "You may know IM too.", None),
        ("shared", "We have IM and IM+.", None),
        ("IM", "A relationship manager of your own calls you back.", 'more.md:25: "a relationship manager of your own'),
        ("shared", "A relationship manager of your own calls you back.", 'more.md:25: "a relationship manager of your'),
        ("IM+", "A relationship manager of your own calls you back.", None),
        ("IM", "Your manager calls you back.", None),
    ],
)
def test_the_name_and_the_words_of_a_product_stay_with_those_who_may_see_it(
    company: Company, audience: str, body: str, says: str | None
) -> None:
    company.template("more", body, audience=audience)
    found = company.found()
    assert (len(found) == 1 and says in found[0]) if says else found == []


def test_words_that_only_another_products_template_has_are_a_warning(company: Company) -> None:
    words = "Your own lounge awaits you whenever you like to come by."
    company.template("lounge", words, audience="IM+")
    assert company.found() == []
    company.template("more", words, audience="IM")
    assert [text for text in company.found() if text.startswith("templates/more.md:25: warning: ")] == company.found()
    company.template("more", words, audience="IM", topic="lounge")  # a sibling says the same to its own people
    assert company.found() == []


@pytest.mark.parametrize(
    ("audience", "link", "says"),
    [
        ("shared", "https://help.example.com/fees", None),
        ("shared", "https://help.example.com/fees/#early", None),
        (
            "shared",
            "https://help.example.com/fee",
            'is no article\'s page, did you mean "https://help.example.com/fees"?',
        ),
        ("shared", "https://help.example.com/manager", "is the page of an article for IM+, which not everybody"),
        ("IM", "https://help.example.com/manager", "is the page of an article for IM+, which not everybody"),
        ("IM+", "https://help.example.com/manager", None),
        ("shared", "https://www.example.com/fee", None),
    ],
)
def test_a_link_into_the_help_centre_leads_to_an_article_for_the_same_people(
    company: Company, audience: str, link: str, says: str | None
) -> None:
    company.template("more", f"Read {link}.", audience=audience)
    found = company.found()
    assert (len(found) == 1 and "more.md:25" in found[0] and says in found[0]) if says else found == []


def test_a_third_product_is_a_change_of_files_alone(company: Company) -> None:
    company.change(
        "segments.yaml", "segments:\n", "segments:\n  Gold: {title: Gold, may see: [Gold], called: [Gold]}\n"
    )
    company.article("gold", "# Gold\n\nThe bonus is 5%.", audience="Gold")
    company.template("gold", "The bonus of Gold is 5%.", audience="Gold")
    assert company.found() == []
    company.template("more", "The bonus of Gold is 5%.", audience="IM+")
    carried, named = company.found()
    assert '"5%" stands only in what is for Gold (kb/gold.md:12)' in carried
    assert "names Gold, and this template is for IM+" in named
