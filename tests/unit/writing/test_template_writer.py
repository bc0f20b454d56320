"""Filling blanks without a model."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.types import Passage, Slot, Template
from router.writing.template_writer import FIRST_NAME, Values, fill_template, quote_passages

NAME = Slot("first_name", "customer.first name", required=False)
BODY = "Hello {{ first_name }},\n\nThe lock-in of IM is 3 months.\n\nLendora Support\n"


def template(body: str, *slots: Slot) -> Template:
    return Template("t", "T", "IM", "en", "topic", "locked", body, slots=slots)


def test_a_locked_body_keeps_every_byte_beside_its_blanks() -> None:
    filled = fill_template(template(BODY, NAME), Values(7))
    assert filled.text == BODY.replace("{{ first_name }}", FIRST_NAME)
    assert filled.unfilled == ()


def test_without_a_name_the_greeting_closes_up() -> None:
    assert fill_template(template(BODY, NAME), Values(7, first_name="")).text.startswith("Hello,\n\nThe lock-in")


def test_the_ticket_number_and_the_customers_columns_are_filled() -> None:
    body = "Ticket {{ number }}: your plan is {{plan}}."
    filled = fill_template(
        template(body, Slot("number", "ticket.id"), Slot("plan", "customer.Plan")), Values(7, {"plan ": " IM "})
    )
    assert filled.text == "Ticket 7: your plan is IM."


def test_a_blank_without_a_value_stays_and_is_named() -> None:
    filled = fill_template(
        template("A {{ plan }} b {{ why }}.", Slot("plan", "customer.plan"), Slot("why", "model")), Values(7)
    )
    assert filled.text == "A {{ plan }} b {{ why }}."
    assert filled.unfilled == ("plan", "why")


def test_an_optional_paragraph_without_words_goes_with_its_empty_line() -> None:
    body = "One.\n\n{{ about }}\n\nTwo.\n"
    assert fill_template(template(body, Slot("about", "model", required=False)), Values(7)).text == "One.\n\nTwo.\n"


def test_a_blank_that_no_slot_explains_is_left_for_a_person() -> None:
    assert fill_template(template("Hi {{ who }}"), Values(7)).unfilled == ("who",)


def test_words_that_look_like_a_blank_are_not_filled_again() -> None:
    body = "{{ a }} {{ number }}"
    filled = fill_template(
        template(body, Slot("a", "customer.a"), Slot("number", "ticket.id")), Values(7, {"a": "{{ number }}"})
    )
    assert filled.text == "{{ number }} 7"


@given(st.text(alphabet=st.characters(exclude_characters="{}", codec="utf-8")))
def test_any_text_without_blanks_comes_back_as_it_was(body: str) -> None:
    assert fill_template(template(body, NAME), Values(7)).text == body


def test_quoted_passages_stand_under_their_title_with_their_product() -> None:
    passage = Passage("fees-1", "fees", "IM", "Fees", "Fee table", "| Fee | IM |\n| --- | --- |", products=("IM",))
    text = quote_passages([passage])
    assert "**Fees > Fee table** (IM)\n\n> | Fee | IM |\n> | --- | --- |" in text
