"""What is legal and takes down a wall, or never comes out as it is written. The files are the example company's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from retrieval.types import Slot, Template
from router.rulebook.lint.doubts import doubts
from router.rulebook.ruleset import from_files
from tests.unit.rulebook.lendora import changed, texts

CUSTOMERS, SEGMENTS, WORDING, ROUTING = "customers.yaml", "segments.yaml", "wording.yaml", "routing.yaml"
TEMPLATE = Template("fees", "Fees", "shared", "en", "fees", "locked", "You see the fee at once.", path="t/fees.md")
PLUS = replace(TEMPLATE, id="new-customer-welcome", audience="IM+")


def warnings(files: dict[str, str], *templates: Template) -> list[str]:
    found = doubts(from_files(files), templates)
    return [f"{one.file}:{one.line}: {one.message}" for one in found if one.severity == "warning"]


def own(files: dict[str, str], *templates: Template) -> list[str]:
    """The warnings that the change brought."""
    usual = {one.partition(": ")[2] for one in warnings(texts(), TEMPLATE)}
    return [one for one in warnings(files, *(templates or (TEMPLATE,))) if one.partition(": ")[2] not in usual]


def line_of(file: str, text: str) -> int:
    return texts()[file].partition(text)[0].count("\n") + 1


def test_products_that_may_each_see_the_other_are_told_at_the_first() -> None:
    (told,) = own(changed(SEGMENTS, "may see: [IM]\n", "may see: [IM, IM+]\n"))
    assert told.startswith(f"{SEGMENTS}:{line_of(SEGMENTS, '  IM:')}: holders of IM are told what is written for IM+")


@pytest.mark.parametrize(
    ("key", "says"),
    [("if the proof is weak:   {", "whoever types another's phone"), ("if unknown:", "nobody knows who")],
)
def test_replies_to_people_of_whom_nobody_is_sure_are_told(key: str, says: str) -> None:
    head, _, rest = texts()[CUSTOMERS].partition(key)
    files = texts() | {CUSTOMERS: head + key + rest.replace("highest lane: note", "highest lane: reply", 1)}
    (told,) = own(files)
    assert told.startswith(f"{CUSTOMERS}:{line_of(CUSTOMERS, key)}: {says}")


def test_a_products_template_as_a_standard_reply_to_others_is_told_and_to_its_holders_is_not() -> None:
    (told,) = own(texts(), TEMPLATE, PLUS)
    assert '"new-customer-welcome" is written for IM+, and this rule takes others too' in told
    held = "      all:\n        - customer.products: {contains: IM+}\n        - customer.kind: {is: new}\n"
    files = changed(
        ROUTING, "      all:\n        - customer.kind: {is: new}\n        - message.language: {is: en}\n", held
    )
    assert own(files, TEMPLATE, PLUS) == []


def test_words_that_are_forbidden_and_stand_in_templates_are_told_once_with_the_templates() -> None:
    more = tuple(replace(TEMPLATE, id=name) for name in ("b", "c", "d"))
    files = changed(WORDING, "words: [by tomorrow,", "words: [at once, by tomorrow,")
    (told,) = own(files, TEMPLATE, *more)
    assert (
        f'{WORDING}:{line_of(WORDING, "  - id: no-promises-of-time")}: "at once" stands in fees, b, c and 1 more'
        in told
    )


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("customer.sinse", 'customers.yaml has no "sinse" under "columns", did you mean "since"?'),
        ("ticket.subject", '"ticket.subject" is none of the sources'),
    ],
)
def test_a_blank_that_nothing_ever_fills_is_told_at_its_template(source: str, why: str) -> None:
    (told,) = own(texts(), replace(TEMPLATE, slots=(Slot("since", source),)))
    assert told == f't/fees.md:1: nothing ever fills the blank "since": {why}'


@pytest.mark.parametrize("source", ["customer.Since", "customer.products", "customer.first name", "ticket.id", "model"])
def test_a_blank_that_something_fills_is_left_in_peace(source: str) -> None:
    assert own(texts(), replace(TEMPLATE, slots=(Slot("since", source),))) == []


def without_countries() -> dict[str, str]:
    text = texts()[CUSTOMERS]
    begins, ends = text.index("country from:"), text.index("columns:")
    examples = text.index("examples:")
    return texts() | {CUSTOMERS: text[:begins] + text[ends:examples]}


def test_texts_for_countries_are_told_where_nobody_says_who_lives_where() -> None:
    told = own(without_countries())
    assert len(told) == texts()[WORDING].count("    countries: [")
    assert all('"countries" sorts nothing out: customers.yaml has no "country from"' in one for one in told)


def test_a_country_that_no_word_means_is_told_unless_a_place_says_it_in_its_own_letters() -> None:
    files = changed(WORDING, "countries: [IN]", "countries: [IN, UK]")
    (told,) = own(files)
    assert 'no word under "country from" of customers.yaml means UK' in told
    letters = texts()[CUSTOMERS].replace(
        "- contact field: {name: cf_country, values:", "- contact field: {name: cf_country} #"
    )
    assert own(files | {CUSTOMERS: letters}) == []
