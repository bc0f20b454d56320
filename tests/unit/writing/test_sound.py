"""An answer that stammers, runs on or changes its script is told from one that is just long or has a list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from retrieval.documents.knowledge import read_knowledge
from retrieval.settings import Settings
from retrieval.types import Passage, Template
from router.writing.prompt import Task
from router.writing.sound import unsound
from tests.knowledge import ROOT

BODY = "Hello {{ first_name }},\n\nThe exit fee of IM is 1% of what you withdraw early.\n\nLendora Support\n"
TEMPLATE = Template("t", "T", "IM", "en", "x", "guided", BODY)
PASSAGE = Passage("p", "fees", "IM", "Fees", "", "It is taken from the amount. See https://help.lendora.example/fees")
TASK = Task("adapt", "s", "m", TEMPLATE, (PASSAGE,))
COMPANY = read_knowledge(
    Settings(templates_dir=ROOT / "templates", kb_dir=ROOT / "kb", segments_file=ROOT / "rules" / "segments.yaml")
)
HINDI = "निकासी शुल्क एक प्रतिशत है।"


def test_the_templates_own_words_are_sound() -> None:
    assert unsound(BODY, TASK) == ""


@pytest.mark.parametrize(
    "words",
    [
        "The fee is taken. " * 4,
        "We write to you soon " * 12,
        "the " * 40,
        f"{BODY}{'You will hear from us within a short time, and then ' * 5}",
    ],
)
def test_stammering_is_told(words: str) -> None:
    assert "again and again" in unsound(words, TASK)


def test_what_the_sources_say_often_may_be_said_as_often() -> None:
    line = "- Open the app and go to Portfolio.\n"
    often = replace(TASK, template=replace(TEMPLATE, body=line * 6))
    assert unsound(line * 6, often) == ""
    assert unsound(line * 6, TASK)


DAYS = ("Republic", "Independence", "Gandhi", "Ambedkar", "Labour")


def test_rows_that_are_alike_may_all_be_told() -> None:
    row = "{} | Our support: Closed | Bank transfers: they count from the next business day"
    passages = tuple(Passage(f"p{n}", "a", "shared", "Days", "", row.format(day)) for n, day in enumerate(DAYS))
    rows = "\n".join(one.text for one in passages)
    assert unsound(rows, replace(TASK, passages=passages)) == ""
    assert "again and again" in unsound(rows, replace(TASK, passages=passages[:3]))


def test_an_answer_far_longer_than_all_its_sources_is_told() -> None:
    words = " ".join(f"Word{number} is here." for number in range(100))
    assert "far longer" in unsound(words, TASK)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (HINDI, "Devanagari"),
        (f"{BODY} {HINDI}", "Devanagari"),
        ("The еxit fee of IM is 1%.", "Cyrillic"),
        ("Комиссия", "Cyrillic"),
        ("手续费是百分之一", "Cjk"),
    ],
)
def test_letters_of_a_script_that_no_source_is_written_in_are_told(words: str, says: str) -> None:
    assert says in unsound(words, TASK)


def test_a_hindi_template_is_not_answered_in_latin_letters_and_may_hold_a_link() -> None:
    task = replace(TASK, template=replace(TEMPLATE, body=HINDI * 3), passages=())
    assert unsound(f"{HINDI} https://help.lendora.example/fees", task) == ""
    assert "script" in unsound("The exit fee is one per cent.", task)


@pytest.mark.parametrize("template", COMPANY.templates, ids=lambda one: one.id)
def test_no_template_of_the_company_is_unsound_itself(template: Template) -> None:
    assert unsound(template.body, Task("adapt", "s", "m", template, ())) == ""
    assert unsound(template.body + "\n" + HINDI, Task("adapt", "s", "m", template, ()))
