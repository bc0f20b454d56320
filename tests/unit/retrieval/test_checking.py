"""What ``python -m retrieval check`` finds: each finding in a company that is in order but for one thing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.checked import Company


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def only(company: Company) -> str:
    found = company.found()
    assert len(found) == 1, found
    return found[0]


def test_a_company_in_order_has_nothing_to_mend(company: Company) -> None:
    assert company.found() == []


def test_what_the_readers_refuse_is_told_once_and_the_rest_is_still_looked_at(company: Company) -> None:
    company.change("templates/nominee.md", "topic:", "topik:")
    company.change("templates/hours.md", "owner: lead@example.com\n", "")
    company.template("claims", "It is 17%.")
    found = company.found()
    assert any('templates/nominee.md:6: unknown field "topik", did you mean "topic"?' in text for text in found)
    assert any('templates/hours.md:2: warning: "owner" is missing' in text for text in found)
    assert not any("17%" in text for text in found)  # what it would be compared with isn't whole


def test_an_unknown_slot_is_told_with_its_line(company: Company) -> None:
    company.change("templates/nominee.md", "Go to Profile.", "Go to {{ place }}.")
    assert any("nominee.md:25: {{ place }} is no slot of this template" in text for text in company.found())


def test_a_broken_segments_file_is_told_and_nothing_else(company: Company) -> None:
    (company.folder / "segments.yaml").write_text("segments: none")
    assert only(company).startswith("segments.yaml:1: no products found")


@pytest.mark.parametrize(
    ("examples", "says"),
    [
        ([f"q {n}" for n in range(9)], "nominee.md:10: warning: only 9 examples; write 10 or more"),
        (["q 1", "q 2", "q 3"], "nominee.md:10: warning: only 3 examples"),
        (["q 1", "q 2"], "nominee.md:10: only 2 examples"),
        (["q 1"], "nominee.md:10: only 1 example;"),
    ],
)
def test_too_few_examples_are_a_warning_and_hardly_any_an_error(
    company: Company, examples: list[str], says: str
) -> None:
    company.template("nominee", "Go to Profile.", examples)
    assert says in only(company)


def test_the_same_example_in_two_templates_is_an_error_whatever_its_capitals_and_blanks(company: Company) -> None:
    company.change("templates/nominee.md", "nominee question 3", "HOURS  Question 4")
    says = only(company)
    assert says.startswith('templates/nominee.md:14: the example "HOURS  Question 4" stands also at ')
    assert says.endswith("templates/hours.md:15; keep it in one of them")


@pytest.mark.parametrize(
    ("today", "says"),
    [
        (date(2027, 5, 31), None),
        (date(2027, 6, 1), "the review of 2027-05-31 has passed"),
        (date(2025, 12, 1), None),
        (date(2025, 11, 1), "the review of 2027-05-31 is more than 18 months ahead"),
    ],
)
def test_a_review_that_is_due_or_far_off_is_a_warning_in_templates_and_articles(
    company: Company, today: date, says: str | None
) -> None:
    found = company.found(today=today)
    assert len(found) == (10 if says else 0)
    assert all("warning: " in text and says in text for text in found if says)


def test_an_article_without_an_owner_or_a_review_is_told(company: Company) -> None:
    company.change("kb/hours.md", "owner: lead@example.com\nreview: 2027-05-31\n", "")
    assert [text.split(";")[0] for text in company.found()] == [
        'kb/hours.md:2: warning: "owner" is missing',
        'kb/hours.md:2: warning: "review" is missing',
    ]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("ticket.subject", 'nominee.md:10: slot "it" comes from "ticket.subject", which nobody fills; of the ticket'),
        ("model", 'nominee.md:10: warning: the reply is locked, and the model writes the slot "it"'),
        ("ticket.id", None),
        ("customer.since", None),
    ],
)
def test_a_blank_that_nobody_fills_is_told(company: Company, source: str, says: str | None) -> None:
    company.template("nominee", "Go to {{ it }}.", slots=f"{{it: {{source: {source}}}}}")
    found = company.found()
    assert (says in found[0]) if says else found == []


@pytest.mark.parametrize(
    ("source", "slot_type", "says"),
    [
        (
            "ticket.id",
            "date",
            'nominee.md:10: slot "it" comes from "ticket.id", which is no date; write one of text, ref',
        ),
        (
            "customer.first name",
            "amount",
            'slot "it" comes from "customer.first name", which is no amount; write one of',
        ),
        ("ticket.id", "reference", None),
        ("customer.since", "date", None),
    ],
)
def test_a_type_that_the_source_can_never_have_is_told(
    company: Company, source: str, slot_type: str, says: str | None
) -> None:
    company.template("nominee", "Go to {{ it }}.", slots=f"{{it: {{source: {source}, type: {slot_type}}}}}")
    found = company.found()
    assert (says in found[0]) if says else found == []


def test_a_model_may_fill_a_blank_of_a_guided_reply(company: Company) -> None:
    company.template("nominee", "Go to {{ it }}.", writing="guided", slots="{it: {source: model}}")
    assert company.found() == []


@pytest.mark.parametrize(
    ("body", "review", "says"),
    [
        ("Since the change of 2024 this is so.", "2027-05-31", "2024 is long past"),
        ("Since the change of 2026 this is so.", "2027-05-31", None),
        ("We are there since 2014.", "2027-05-31", None),
        ("See https://example.com/2019/news for more.", "2027-05-31", None),
    ],
)
def test_a_year_long_before_the_review_is_a_warning(company: Company, body: str, review: str, says: str | None) -> None:
    company.template("nominee", body, review=review)
    found = company.found()
    assert (says in found[0] and ":25: warning: " in found[0]) if says else found == []


def test_a_figure_of_a_guided_reply_outside_exact_is_an_error(company: Company) -> None:
    company.template("nominee", "It takes 2 business days.", writing="guided")
    assert only(company).startswith('templates/nominee.md:25: "2 business days" may be reworded')
    company.template("nominee", "It takes 2 business days.", writing="guided", exact="[takes 2 business days]")
    assert company.found() == []


@pytest.mark.parametrize(
    ("old", "says"),
    [
        ("Hello,\n\n", 'nominee.md:23: warning: this reply begins with "Go to Profile.", all others with "Hello,"'),
        ("Support\n", 'nominee.md:25: warning: this reply ends with "Go to Profile.", all others with "Support"'),
    ],
)
def test_a_greeting_or_closing_that_all_others_have_is_missed(company: Company, old: str, says: str) -> None:
    company.change("templates/nominee.md", old, "")
    assert only(company) == f"templates/{says}"


def test_where_each_greets_in_its_own_way_nothing_is_missed(company: Company) -> None:
    for name in ("nominee", "hours"):
        company.change(f"templates/{name}.md", "Hello,", f"Good day from {name},")
    assert company.found() == []


@pytest.mark.parametrize(
    ("question", "segments", "expect", "says"),
    [
        ("Who is there?", "[]", "nothing", 'golden.yaml:3: "Who is there?" is asked of the same people at '),
        ("who  IS there?", "[]", "nothing", 'golden.yaml:3: "who  IS there?" is asked of the same people at '),
        ("Who is there?", "[IM]", "nothing", None),
        ("Nominee question 1", "[]", "nothing", "golden.yaml:3: warning: "),
        ("New?", "[]", "{template: exit-fe-im}", 'golden.yaml:3: there is no template "exit-fe-im", did you mean'),
        ("New?", "[]", "{passage: fee}", 'golden.yaml:3: there is no passage "fee", did you mean "fees"?'),
        ("New?", "[IM]", "{template: exit-fee-im-plus}", "golden.yaml:3: exit-fee-im-plus is for IM+, and this asks"),
        ("New?", "[IM]", "{passage: manager}", "golden.yaml:3: manager is for IM+, and this asks as somebody"),
        ("New?", "[IM+]", "{passage: manager}", None),
    ],
)
def test_a_golden_question_that_proves_nothing_is_told(
    company: Company, question: str, segments: str, expect: str, says: str | None
) -> None:
    golden = company.folder / "kb" / "golden.yaml"
    golden.write_text(f'{golden.read_text()}- {{question: "{question}", segments: {segments}, expect: {expect}}}\n')
    found = company.found()
    assert (says in found[0] and len(found) == 1) if says else found == []
