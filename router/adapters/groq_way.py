"""What happened on the way to one answer, and what is handed back at its end."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from groq.types.chat import ChatCompletion
from tenacity import RetryCallState

from router.adapters.groq_faults import PLACE, NoAnswerError
from router.errors import Problem, Refused, Unavailable
from router.meters import TOKENS
from router.ports import ModelAnswer


@dataclass(slots=True)
class Way:
    """What happened on the way to one answer."""

    remarks: list[str] = field(default_factory=list)
    last: NoAnswerError | None = None


def exhausted(way: Way) -> Problem:
    """The error of ours when no model of the list has answered."""
    tried = "; ".join(way.remarks) or "the list is empty"
    if way.last is None or way.last.verdict.step == "model is gone":
        return Unavailable(PLACE, f"no model of the list is offered; set GROQ_MODELS to models that are ({tried})")
    if way.last.verdict.step == "next model" and way.last.status not in (413, 429):
        return Refused(PLACE, f"the request was refused ({tried})", way.last.status)
    return Unavailable(PLACE, f"no model of the list can answer now ({tried})", way.last.verdict.wait)


def asked_again(name: str, state: RetryCallState) -> str:
    """The remark about a call that is repeated."""
    error = state.outcome.exception() if state.outcome else None
    says = error.verdict.says if isinstance(error, NoAnswerError) else "no answer"
    return f"{name}: asked again after {says}"


def content_of(completion: ChatCompletion) -> str:
    """The words of the first choice, as they came: cut-off or empty ones are for the reader of the answer."""
    choices = completion.choices or []
    return (choices[0].message.content or "") if choices and choices[0].message else ""


def answer_of(name: str, content: str, completion: ChatCompletion | None, started: float, way: Way) -> ModelAnswer:
    """The answer with what it cost; ``started`` is by the monotonic clock, in seconds."""
    usage = completion.usage if completion else None
    TOKENS.labels(name, "prompt").inc(usage.prompt_tokens if usage else 0)
    TOKENS.labels(name, "completion").inc(usage.completion_tokens if usage else 0)
    return ModelAnswer(
        content=content,
        model=name,
        prompt_tokens=usage.prompt_tokens if usage else 0,
        completion_tokens=usage.completion_tokens if usage else 0,
        seconds=round(time.monotonic() - started, 3),
        remarks=tuple(way.remarks),
    )
