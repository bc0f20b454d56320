"""Reading what the model returned. Nothing of it is used before it has been held against the task."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from retrieval.types import Passage
from router.writing.blanks import blank_names
from router.writing.prompt import SYSTEM, Task, model_blanks
from router.writing.sentences import sentences
from router.writing.template_writer import GREETING

_LEAK_WORDS = 6
"""A line of our own instructions with at least this many words, found in an answer, is a leak."""


class AnswerError(Exception):
    """The answer can't be used; the message says why, in words that may go back to the model."""


class Claim(BaseModel):
    """What a sentence rests on: words that stand in a passage."""

    model_config = ConfigDict(frozen=True)

    sentence: str = Field(default="", max_length=2_000)
    passage: str = Field(max_length=300)
    quote: str = Field(min_length=1, max_length=4_000)


class Answer(BaseModel):
    """The model's answer by our schema. Fields it adds are dropped."""

    model_config = ConfigDict(frozen=True)

    slots: dict[str, str] = Field(default_factory=dict)
    text: str = Field(default="", max_length=12_000)
    claims: tuple[Claim, ...] = Field(default=(), max_length=60)
    passages: tuple[str, ...] = Field(default=(), max_length=60)
    summary: str = Field(default="", max_length=1_000)
    open_questions: tuple[str, ...] = Field(default=(), max_length=20)

    @property
    def used(self) -> tuple[str, ...]:
        """The ids of all passages that the answer names, each once."""
        return tuple(dict.fromkeys([*self.passages, *(claim.passage for claim in self.claims)]))

    @property
    def asks(self) -> tuple[str, ...]:
        """The open questions that say something."""
        return tuple(question for question in self.open_questions if question.strip())


def read_answer(content: str, task: Task) -> Answer:
    """The answer, validated against the task; raises :class:`AnswerError`."""
    answer = _parsed(content)
    _check_passages(answer, task.passages)
    _check_words(answer, task)
    _check_leak(answer)
    return answer


def _parsed(content: str) -> Answer:
    if not content.strip():
        raise AnswerError("it was empty")
    try:
        return Answer.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the answer"
        raise AnswerError(f"{place}: {first['msg']}") from None


def _check_passages(answer: Answer, passages: Sequence[Passage]) -> None:
    texts = {passage.id: passage.text for passage in passages}
    for name in answer.used:
        if name not in texts:
            raise AnswerError(f"there is no passage with the id {name[:80]!r}")
    for claim in answer.claims:
        if not claim.quote.strip() or claim.quote not in texts[claim.passage]:
            raise AnswerError(f"a quote does not stand in passage {claim.passage!r} character for character")


def _check_words(answer: Answer, task: Task) -> None:
    if task.kind == "fill":
        _check_slots(answer, task)
        return
    if not answer.text.strip():
        if answer.asks:
            return
        raise AnswerError("the text is empty and no open question was named")
    allowed = {slot.name for slot in task.template.slots} if task.template else {GREETING.name}
    _check_blanks(answer.text, allowed)
    for words in task.template.exact if task.template else ():
        if words not in answer.text:
            raise AnswerError("a part that must be kept was changed or left out")


def _check_slots(answer: Answer, task: Task) -> None:
    yours = set(model_blanks(task.template)) if task.template else set()
    unknown = sorted(set(answer.slots) - yours)
    if unknown:
        raise AnswerError(f"{unknown[0][:80]!r} is not a blank of yours")
    for words in answer.slots.values():
        _check_blanks(words, set())
    if not any(words.strip() for words in answer.slots.values()) and not answer.asks:
        raise AnswerError("no blank was filled and no open question was named")


def _check_blanks(text: str, allowed: set[str]) -> None:
    strange = [name for name in blank_names(text) if name not in allowed]
    if strange:
        raise AnswerError(f"there is no blank with the name {strange[0][:80]!r}")


def _check_leak(answer: Answer) -> None:
    words = " ".join(" ".join([answer.text, *answer.slots.values()]).split())
    if "<<<" in words or ">>>" in words:
        raise AnswerError("fence marks do not belong into a reply")
    ours = (line for line in sentences(SYSTEM) if len(line.split()) >= _LEAK_WORDS)
    if any(line in words for line in ours):
        raise AnswerError("the instructions do not belong into a reply")
