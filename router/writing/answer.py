"""Reading what the model returned. Nothing of it is used before it has been held against the task.

What doesn't hold is told in words that may go back to the model; nothing is mended.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from retrieval.types import Passage
from router.grounding.sentences import is_courtesy, sentences
from router.writing import keeping
from router.writing.blanks import blank_names
from router.writing.fences import MARK, neutralised
from router.writing.prompt import SYSTEMS, Task, model_blanks
from router.writing.refusals import is_refusal
from router.writing.schema import strict_schema
from router.writing.sound import unsound
from router.writing.template_writer import GREETING

_LEAK_WORDS = 6
"""A line of our own instructions with at least this many words, found in an answer, is a leak."""

Fault = Literal[
    "empty", "refusal", "cut off", "no JSON", "not by the schema", "wrong source", "wrong blank", "kept words lost",
    "nothing said", "unsound", "leak",
]  # fmt: skip
"""What can be wrong with an answer, in the few words under which the record keeps it."""


class AnswerError(Exception):
    """The answer can't be used; the message says why, in words that may go back to the model: none of its own."""

    def __init__(self, fault: Fault, says: str) -> None:
        super().__init__(says)
        self.fault = fault


class Claim(BaseModel):
    """What a sentence rests on: words that stand in a passage."""

    model_config = ConfigDict(frozen=True)

    sentence: str = Field(default="", max_length=2_000)
    passage: str = Field(max_length=300)
    quote: str = Field(min_length=1, max_length=4_000)


class SlotWords(BaseModel):
    """Words for one blank."""

    model_config = ConfigDict(frozen=True)

    blank: str = Field(max_length=200)
    words: str = Field(max_length=2_000)


class Answer(BaseModel):
    """The model's answer by our schema. Fields it adds are dropped."""

    model_config = ConfigDict(frozen=True)

    text: str = Field(default="", max_length=12_000)
    slots: tuple[SlotWords, ...] = Field(default=(), max_length=40)
    claims: tuple[Claim, ...] = Field(default=(), max_length=60)
    summary: str = Field(default="", max_length=1_000)
    open_questions: tuple[str, ...] = Field(default=(), max_length=20)

    @property
    def used(self) -> tuple[str, ...]:
        """The ids of all passages that the answer names, each once."""
        return tuple(dict.fromkeys(claim.passage for claim in self.claims))

    @property
    def asks(self) -> tuple[str, ...]:
        """The open questions that say something."""
        return tuple(question for question in self.open_questions if question.strip())

    @property
    def says_nothing(self) -> bool:
        """Whether there are no words for a reply in it."""
        return not self.text.strip() and not any(slot.words.strip() for slot in self.slots)

    @property
    def words(self) -> str:
        """All that may come into the reply."""
        return "\n".join([self.text, *(slot.words for slot in self.slots)])


ANSWER_SCHEMA = strict_schema(Answer)
"""What models that can be bound to a schema are bound to."""


def read_answer(content: str, task: Task) -> Answer:
    """The answer, validated against the task, with passages by their own ids; raises :class:`AnswerError`."""
    answer = _with_sources(_parsed(content), _by_name(task))
    if answer.says_nothing:
        if answer.asks:
            return answer
        raise AnswerError("nothing said", "it has no words for the reply and names no open question")
    _check_refusal(answer)
    if task.template is not None:
        answer = answer.model_copy(update={"text": keeping.with_words(answer.text, task.template)})
    _check_blanks(answer, task)
    _check_kept(answer, task)
    _check_leak(answer)
    if says := unsound(answer.words, task):
        raise AnswerError("unsound", says)
    return answer


def _parsed(content: str) -> Answer:
    if not content.strip():
        raise AnswerError("empty", "it was empty")
    try:
        return Answer.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
    if not content.lstrip().startswith("{") and is_refusal(content):
        raise AnswerError("refusal", "it refused to answer")
    place = ".".join(str(part) for part in first["loc"])
    fault: Fault = "no JSON" if first["type"] == "json_invalid" else "not by the schema"
    raise AnswerError(fault, f"{place or 'the answer'}: {first['msg']}")


def _by_name(task: Task) -> Mapping[str, Passage]:
    """Passages by the short ids of the prompt, and by their own."""
    return {passage.id: passage for passage in task.passages} | dict(task.names)


def _with_sources(answer: Answer, passages: Mapping[str, Passage]) -> Answer:
    """The answer with each passage by its own id, once every quote was found in it."""
    for claim in answer.claims:
        passage = passages.get(claim.passage)
        if passage is None:
            raise AnswerError("wrong source", f"there is no passage with the id {_repeated(claim.passage)}")
        if not claim.quote.strip() or not _stands_in(claim.quote, passage.text):
            raise AnswerError(
                "wrong source", f"a quote does not stand in passage {claim.passage} character for character"
            )
    own = tuple(claim.model_copy(update={"passage": passages[claim.passage].id}) for claim in answer.claims)
    return answer.model_copy(update={"claims": own})


def _repeated(name: str) -> str:
    """A name that the model gave, as a complaint may repeat it. Anything longer could be an order in our own words."""
    return repr(name) if re.fullmatch(r"[\w#.-]{1,40}", name) else "that you gave"


def _stands_in(quote: str, text: str) -> bool:
    """In the passage as it is, or as the model was shown it, without what nobody sees."""
    return quote in text or quote in neutralised(text)


def _check_refusal(answer: Answer) -> None:
    said = [one for one in sentences(answer.words) if not is_courtesy(one)]
    if said and is_refusal(said[0]):
        raise AnswerError("refusal", "it refused to answer")


def _check_blanks(answer: Answer, task: Task) -> None:
    yours = model_blanks(task.template) if task.template else ()
    given = [slot.blank for slot in answer.slots if slot.words.strip()]
    if strange := sorted(set(given) - set(yours)):
        raise AnswerError("wrong blank", f"{_repeated(strange[0])} is not a blank of yours")
    if len(set(given)) < len(given):
        raise AnswerError("wrong blank", "a blank was given words twice")
    allowed = {slot.name for slot in task.template.slots} if task.template else {GREETING.name}
    inside = [name for slot in answer.slots for name in blank_names(slot.words)]
    if strange := [*inside, *(name for name in blank_names(answer.text) if name not in allowed)]:
        raise AnswerError("wrong blank", f"there is no blank with the name {_repeated(strange[0])}")
    if task.kind == "fill" and answer.text.strip():
        raise AnswerError("wrong blank", 'the template is locked: "text" must be empty')


def _check_kept(answer: Answer, task: Task) -> None:
    if task.kind == "fill" or task.template is None or not answer.text.strip():
        return
    if numbers := keeping.lost(answer.text, task.template):
        raise AnswerError("kept words lost", f"words that must be kept were changed or left out: keep {numbers[0]}")


def _check_leak(answer: Answer) -> None:
    words = " ".join(answer.words.split())
    if MARK in words or ">>>" in words or keeping.MARK in words:
        raise AnswerError("leak", "marks of the prompt do not belong into a reply")
    ours = {line for system in SYSTEMS.values() for line in sentences(system) if len(line.split()) >= _LEAK_WORDS}
    if any(line in words for line in ours):
        raise AnswerError("leak", "the instructions do not belong into a reply")
