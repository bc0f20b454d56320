"""What a model returns, by our schema, and what can be wrong with it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from router.writing.schema import strict_schema

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
