"""What happened on the way to one answer, and what is handed back at its end."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from http import HTTPStatus

from groq.types import CompletionUsage
from groq.types.chat import ChatCompletion
from tenacity import RetryCallState

from router.adapters.groq_faults import PLACE, NoAnswerError
from router.errors import Problem, Refused, Unavailable
from router.ports import ModelAnswer
from router.writing.refusals import is_refusal


@dataclass(slots=True)
class Way:
    """What happened on the way to one answer, and what was paid on it."""

    remarks: list[str] = field(default_factory=list)
    last: NoAnswerError | None = None
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = 0.0

    def paid(self, usage: CompletionUsage, cost: float | None) -> None:
        """One more call was answered. One without a price makes the whole cost unknown."""
        self.prompt_tokens += usage.prompt_tokens
        self.completion_tokens += usage.completion_tokens
        self.cost = None if self.cost is None or cost is None else self.cost + cost


def exhausted(way: Way) -> Problem:
    """The error of ours when no model of the list has answered."""
    tried = "; ".join(way.remarks) or "the list is empty"
    if way.last is None or way.last.verdict.step == "model is gone":
        return Unavailable(PLACE, f"no model of the list is offered; set GROQ_MODELS to models that are ({tried})")
    if way.last.verdict.kind == "request refused" and way.last.status != HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return Refused(PLACE, f"the request was refused ({tried})", way.last.status)
    return Unavailable(PLACE, f"no model of the list can answer now ({tried})", way.last.verdict.wait)


def asked_again(name: str, state: RetryCallState) -> str:
    """The remark about a call that is repeated."""
    error = state.outcome.exception() if state.outcome else None
    says = error.verdict.says if isinstance(error, NoAnswerError) else "no answer"
    return f"{name}: asked again after {says}"


def content_of(completion: ChatCompletion) -> str:
    """The words of the first choice, as they came."""
    choices = completion.choices or []
    return (choices[0].message.content or "") if choices and choices[0].message else ""


def not_an_answer(completion: ChatCompletion) -> tuple[str, str]:
    """What is wrong with a completion that no reader can use: its kind and the words for it; empty when nothing is."""
    content = content_of(completion)
    if completion.choices and completion.choices[0].finish_reason == "length":
        used = f" after {completion.usage.completion_tokens} tokens" if completion.usage else ""
        return "cut off", f"the answer was cut off{used}"
    if not content.strip():
        return "empty", "the answer was empty"
    if not content.lstrip().startswith("{") and is_refusal(content):
        return "refusal", "the model refused to answer"
    return "", ""


def answer_of(name: str, content: str, started: float, way: Way, currency: str, ended: str = "") -> ModelAnswer:
    """The answer with what it cost; ``started`` is by the monotonic clock, in seconds, ``ended`` why it isn't whole."""
    return ModelAnswer(
        content=content,
        model=name,
        prompt_tokens=way.prompt_tokens,
        completion_tokens=way.completion_tokens,
        seconds=round(time.monotonic() - started, 3),
        remarks=tuple(way.remarks),
        cost=way.cost,
        currency=currency if way.cost is not None else "",
        ended=ended,
    )
