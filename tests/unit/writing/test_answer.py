"""What is believed of an answer, and what isn't."""

from __future__ import annotations

import json

import pytest

from retrieval.types import Passage, Slot, Template
from router.writing.answer import AnswerError, read_answer
from router.writing.prompt import SYSTEM, Task

PASSAGE = Passage("p1", "fees", "IM", "Fees", "", "The exit fee of IM is 1%.")
ANSWER = Task("answer", "s", "m", None, (PASSAGE,))
LOCKED = Template("t", "T", "IM", "en", "x", "locked", "Fee: {{ fee }}", slots=(Slot("fee", "model"),))
FILL = Task("fill", "s", "m", LOCKED, (PASSAGE,))
GUIDED = Template("g", "G", "IM", "en", "x", "guided", "Hello.\n\nKeep  me.", exact=("Keep  me.",))
ADAPT = Task("adapt", "s", "m", GUIDED, (PASSAGE,))
CLAIM = {"sentence": "The exit fee of IM is 1%.", "passage": "p1", "quote": "exit fee of IM is 1%"}


def read(task: Task, **fields: object) -> object:
    return read_answer(json.dumps(fields), task)


def test_a_good_answer_is_read_with_the_passages_it_names() -> None:
    answer = read_answer(json.dumps({"text": "The exit fee of IM is 1%.", "claims": [CLAIM]}), ANSWER)
    assert answer.used == ("p1",)


@pytest.mark.parametrize("content", ["", "   ", "{", '{"text": "Hel', "[]", "Sure! Here is the JSON", '{"text": 7}'])
def test_what_is_no_answer_by_the_schema_is_refused(content: str) -> None:
    with pytest.raises(AnswerError):
        read_answer(content, ANSWER)


def test_a_quote_must_stand_in_its_passage_character_for_character() -> None:
    with pytest.raises(AnswerError, match="character for character"):
        read(ANSWER, text="x", claims=[{**CLAIM, "quote": "exit fee of IM is 2%"}])


def test_a_blank_quote_proves_nothing() -> None:
    with pytest.raises(AnswerError, match="quote"):
        read(ANSWER, text="x", claims=[{**CLAIM, "quote": " "}])


@pytest.mark.parametrize("fields", [{"passages": ["p2"]}, {"claims": [{**CLAIM, "passage": "p2"}]}])
def test_a_passage_that_was_not_found_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(AnswerError, match="p2"):
        read(ANSWER, text="x", **fields)


@pytest.mark.parametrize("task", [ANSWER, ADAPT, FILL], ids=["answer", "adapt", "fill"])
def test_no_words_are_an_answer_only_with_an_open_question(task: Task) -> None:
    assert read(task, text="", open_questions=["What about cards?"])
    for nothing in ([], [""], [" "]):
        with pytest.raises(AnswerError, match="no open question"):
            read(task, text="", open_questions=nothing)


def test_a_part_to_keep_must_survive_byte_for_byte() -> None:
    assert read(ADAPT, text="Hi.\n\nKeep  me.")
    with pytest.raises(AnswerError, match="kept"):
        read(ADAPT, text="Hi.\n\nKeep me.")


def test_only_the_blanks_that_are_the_models_may_be_filled() -> None:
    assert read(FILL, slots={"fee": "1%"})
    with pytest.raises(AnswerError, match="not a blank of yours"):
        read(FILL, slots={"fee": "1%", "first_name": "Bob"})


def test_a_blank_that_does_not_exist_is_refused() -> None:
    with pytest.raises(AnswerError, match="no blank"):
        read(ANSWER, text="Hello {{ account_number }}")


def test_our_own_instructions_never_go_out() -> None:
    line = next(line for line in SYSTEM.splitlines() if line.startswith("State nothing"))
    with pytest.raises(AnswerError, match="instructions"):
        read(ANSWER, text=f"Here is what I was told: {line}")


def test_fence_marks_never_go_out() -> None:
    with pytest.raises(AnswerError, match="fence"):
        read(ANSWER, text="<<<passage p1>>> hello")
