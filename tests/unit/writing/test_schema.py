"""The schema of an answer comes from the type that reads it, in the part of the language that strict mode takes."""

from __future__ import annotations

import json

import jsonschema
import pytest

from router.writing.answer import ANSWER_SCHEMA, Answer
from sandbox.groq.formats import keeps

WHOLE = {
    "text": "Hello.",
    "slots": [{"blank": "fee", "words": "1%"}],
    "claims": [{"sentence": "Hello.", "passage": "p1", "quote": "Hello"}],
    "summary": "Greets.",
    "open_questions": ["Which?"],
}
WRONG = [
    {**WHOLE, "more": ""},
    {name: value for name, value in WHOLE.items() if name != "text"},
    {**WHOLE, "text": 7},
    {**WHOLE, "claims": [{"quote": "Hello"}]},
    {**WHOLE, "slots": {"fee": "1%"}},
]


def test_every_field_of_the_answer_stands_in_it_and_nothing_else() -> None:
    assert set(ANSWER_SCHEMA["properties"]) == set(Answer.model_fields)


def test_it_holds_nothing_that_strict_mode_refuses() -> None:
    written = json.dumps(ANSWER_SCHEMA)
    for refused in ("$ref", "$defs", "maxLength", "minLength", "maxItems", "default", "title"):
        assert refused not in written


def test_what_keeps_it_is_read_as_an_answer() -> None:
    jsonschema.Draft202012Validator.check_schema(ANSWER_SCHEMA)
    jsonschema.validate(WHOLE, ANSWER_SCHEMA)
    assert Answer.model_validate(WHOLE).model_dump(mode="json") == WHOLE


@pytest.mark.parametrize("answer", WRONG)
def test_the_stand_in_judges_as_a_real_validator_does(answer: dict[str, object]) -> None:
    assert keeps(WHOLE, ANSWER_SCHEMA)
    assert not keeps(answer, ANSWER_SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(answer, ANSWER_SCHEMA)
