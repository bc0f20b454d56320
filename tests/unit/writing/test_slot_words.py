"""What may stand in a blank: plain words of its type, from a quote; and the rest of the reply stays byte for byte."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.types import Passage, Slot, SlotType, Template
from router.posting.html import to_html
from router.writing.answer import AnswerError
from router.writing.model_writer import text_of
from router.writing.prompt import Task
from router.writing.reading import read_answer
from router.writing.slot_words import LONGEST, unfit
from router.writing.slots import words_for_blanks
from router.writing.template_writer import Filled, Values, fill_template

WORDS = "The exit fee of IM is 1% of the amount, at least ₹50, and takes 2 business days."
PASSAGE = Passage("fees#1", "fees", "IM", "Fees", "", WORDS)
BEFORE, AFTER = "Hello,\n\n*All* of  this & that stays: ", " –\tto the last byte.\n\nLendora Support\n"


def slot(slot_type: SlotType = "text", required: bool = True) -> Slot:
    return Slot("fee", "model", required, slot_type)


def locked(slot_type: SlotType = "text", required: bool = True) -> Task:
    template = Template(
        "t", "T", "IM", "en", "x", "locked", f"{BEFORE}{{{{ fee }}}}{AFTER}", slots=(slot(slot_type, required),)
    )
    return Task("fill", "s", "m", template, (PASSAGE,))


def filled(words: str, task: Task, quote: str = WORDS, sentence: str | None = None) -> Filled:
    claim = {"sentence": words if sentence is None else sentence, "passage": "p1", "quote": quote}
    content = json.dumps({"slots": [{"blank": "fee", "words": words}], "claims": [claim]})
    return text_of(read_answer(content, task), task, Values(7))


@pytest.mark.parametrize(
    ("slot_type", "words"),
    [
        ("text", "The fee of IM is 1%. Go to Portfolio > Withdraw."),
        ("text", "Write to support@lendora.example, [first name]!"),
        ("amount", "₹1,499"),
        ("amount", "up to 5 lakh"),
        ("amount", "₹10,000 to ₹50,000"),
        ("date", "31 March 2026"),
        ("date", "2026-03-31"),
        ("percentage", "1.5%"),
        ("percentage", "1.5 % a year"),
        ("duration", "2 business days"),
        ("duration", "5 to 7 days"),
        ("link", "https://help.lendora.example/fees"),
        ("reference", "LN-12345"),
        ("reference", "#42"),
        ("reference", "42"),
        ("name", "[first name]"),
        ("name", "Asha D'Souza-Rao"),
        ("count", "12"),
    ],
)
def test_words_of_the_type_may_stand_there(slot_type: SlotType, words: str) -> None:
    assert unfit(words, slot(slot_type)) == ""


@pytest.mark.parametrize(
    ("slot_type", "words"),
    [
        ("amount", "1.5%"),
        ("amount", "₹1,499 and a bonus"),
        ("amount", "five"),
        ("amount", "about"),
        ("date", "2 business days"),
        ("date", "soon"),
        ("percentage", "₹24"),
        ("percentage", "24% guaranteed"),
        ("duration", "31 March 2026"),
        ("link", "help.lendora.example"),
        ("link", "http://help.lendora.example/fees"),
        ("link", "https://a.example https://b.example"),
        ("link", "javascript:alert(1)"),
        ("reference", "your loan"),
        ("name", "Bob 24%"),
        ("name", "Bob <b>"),
        ("count", "many"),
        ("count", "12%"),
    ],
)
def test_words_of_another_type_may_not(slot_type: SlotType, words: str) -> None:
    assert unfit(words, slot(slot_type))


@pytest.mark.parametrize(
    "words",
    [
        "two\nlines",
        "two\u2028lines",
        "un\u200bseen",
        "\u202eturned",
        "# Heading",
        "- entry",
        "1. entry",
        "> quoted",
        "a | b",
        "**bold**",
        "_so_",
        "`code`",
        "[here](https://evil.example)",
        "![x](y)",
        "<b>bold</b>",
        "<https://evil.example>",
        "&#60;script&#62;",
        "a\\*b",
        "see https://evil.example",
        "see www.evil.example",
        "see evil.example/pay",
        "---",
        "x" * (LONGEST["text"] + 1),
    ],
)
def test_no_markdown_no_html_no_links_no_line_breaks_and_no_long_text(words: str) -> None:
    if words == "a | b":  # a bar alone is no table
        assert unfit(words, slot()) == ""
    else:
        assert unfit(words, slot())


@given(st.text(), st.sampled_from(sorted(LONGEST)))
def test_whatever_may_stand_in_a_blank_adds_no_markup_to_the_reply(words: str, slot_type: SlotType) -> None:
    words = words.strip()
    if words and slot_type != "link" and not unfit(words, slot(slot_type)):
        assert to_html(f"Before {words} after").count("<") == to_html("Before words after").count("<")


def test_words_from_a_quote_are_filled_in() -> None:
    assert filled("The exit fee of IM is 1% of the amount.", locked()).text == (
        f"{BEFORE}The exit fee of IM is 1% of the amount.{AFTER}"
    )
    assert filled("1%", locked("percentage"), sentence="The exit fee of IM is 1%").unfilled == ()


@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize(
    ("words", "slot_type", "sentence", "says"),
    [
        ("It is 1%.", "text", "Something else.", "rests on no quote"),
        ("It is 1%. We waive it.", "text", "It is 1%.", "rests on no quote"),
        ("It is 2%.", "text", None, "“2%”, which stands in none of its quotes"),
        ("2%", "percentage", None, "“2%”"),
        ("₹50", "percentage", None, "is no percentage"),
        ("**1%**", "text", None, "Markdown"),
    ],
)
def test_words_that_fail_leave_the_blank_open_and_it_is_said_why(
    words: str, slot_type: SlotType, sentence: str | None, says: str, required: bool
) -> None:
    made = filled(words, locked(slot_type, required), sentence=sentence)
    assert made.text == f"{BEFORE}{{{{ fee }}}}{AFTER}"
    assert made.unfilled == ("fee",)
    assert says in made.unfit["fee"]


def test_a_blank_that_the_model_leaves_empty_is_left_out_when_it_may_be() -> None:
    task = locked(required=False)
    answer = read_answer(json.dumps({"slots": [{"blank": "fee", "words": " "}], "open_questions": ["Which?"]}), task)
    assert text_of(answer, task, Values(7)).unfilled == ()


@pytest.mark.parametrize(
    ("value", "says"), [("2025-01-01", ""), ("last year", "is no date"), ("[x](https://evil.example)", "Markdown")]
)
def test_a_column_of_the_customer_list_must_be_of_its_type_too(value: str, says: str) -> None:
    template = Template(
        "t",
        "T",
        "IM",
        "en",
        "x",
        "locked",
        "Since {{ since }}.",
        slots=(Slot("since", "customer.since", True, "date"),),
    )
    made = fill_template(template, Values(7, {"since": value}))
    assert made.text == ("Since {{ since }}." if says else f"Since {value}.")
    assert says in made.unfit.get("since", "")
    assert bool(made.unfit) == bool(says)


CLAIMS = st.fixed_dictionaries(
    {
        "sentence": st.text(max_size=40),
        "passage": st.sampled_from(["p1", "p2", "fees#1"]),
        "quote": st.sampled_from([WORDS, WORDS[:20], "no"]),
    }
)
SAID = st.one_of(st.text(max_size=80), st.sampled_from([WORDS, "1%", "{{ fee }}", "\n\n# no"]))
SLOTS = st.fixed_dictionaries({"blank": st.sampled_from(["fee", "first_name", "x"]), "words": SAID})
ANSWERS = st.fixed_dictionaries(
    {
        "text": st.sampled_from(["", "", "Hello.", "[keep 1]"]),
        "slots": st.lists(SLOTS, max_size=2),
        "claims": st.lists(CLAIMS, max_size=3),
        "open_questions": st.lists(st.text(max_size=10), max_size=2),
    }
)


@given(ANSWERS)
def test_whatever_the_model_answers_locked_words_survive_byte_for_byte(fields: Mapping[str, object]) -> None:
    task = locked()
    try:
        answer = read_answer(json.dumps(fields), task)
    except AnswerError:
        return
    text = text_of(answer, task, Values(7)).text
    assert text.startswith(BEFORE)
    assert text.endswith(AFTER)
    inside = text[len(BEFORE) : len(text) - len(AFTER)]
    assert inside in ("{{ fee }}", *words_for_blanks(answer, task).words.values())
    assert "\n" not in inside


@given(st.text(max_size=200))
def test_any_words_that_are_filled_in_change_nothing_around_them(words: str) -> None:
    try:
        made = filled(words, locked())
    except AnswerError:
        return
    assert made.text.startswith(BEFORE)
    assert made.text.endswith(AFTER)


EXACT = ("Keep  me: 7 business days.", "{{ ticket_id }} is your number\n\nnothing else.", "after 90 days")
GUIDED = Template(
    "g", "G", "IM", "en", "x", "guided", f"Hello.\n\n{EXACT[0]} It is so {EXACT[2]}.\n\n{EXACT[1]} Bye.\n",
    slots=(slot(required=False), Slot("ticket_id", "ticket.id")), exact=EXACT,
)  # fmt: skip


@given(
    st.lists(
        st.one_of(
            st.text(max_size=30), st.sampled_from([*EXACT, "[keep 1]", "[keep 2]", "[keep 3]", f"[keep 1: {EXACT[0]}]"])
        ),
        max_size=8,
    ).map("".join)
)
def test_whatever_the_model_answers_exact_passages_stand_in_the_reply_unchanged(text: str) -> None:
    task = Task("adapt", "s", "m", GUIDED, (PASSAGE,))
    try:
        answer = read_answer(json.dumps({"text": text, "open_questions": ["?"]}), task)
    except AnswerError:
        return
    reply = text_of(answer, task, Values(7)).text
    if answer.text.strip():
        assert all(words.replace("{{ ticket_id }}", "7") in reply for words in EXACT)
