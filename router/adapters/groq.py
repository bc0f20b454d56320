"""The language model on Groq, or on any server that speaks the same API: an ordered list of models behind one call.

The SDK's own retries are off; :mod:`tenacity` is the only retry.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import groq
from groq.types.chat import ChatCompletion
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from router.adapters.groq_client import build_client
from router.adapters.groq_faults import PLACE, NoAnswerError, no_answer, problem
from router.adapters.groq_models import ModelList, ModelState
from router.errors import Problem, Refused, Unavailable
from router.ports import Clock, ModelAnswer

REASONING_MODELS = ("openai/gpt-oss-",)
"""Models that think before they answer; they take ``reasoning_effort``, the others refuse it."""


@dataclass(frozen=True, slots=True)
class GroqLimits:
    """Bounds of one call. Times are in seconds; ``attempts`` counts calls to one model."""

    timeout: float = 30.0
    connect_timeout: float = 5.0
    longest_wait: float = 10.0
    attempts: int = 3
    first_pause: float = 0.5
    max_tokens: int = 2_000


@dataclass(slots=True)
class _Way:
    """What happened on the way to one answer."""

    remarks: list[str] = field(default_factory=list)
    last: NoAnswerError | None = None


class GroqChat:
    """Implements :class:`router.ports.ChatModel`. One instance may serve many threads.

    ``complete`` raises ``Unavailable`` when no model can answer now, ``Refused`` when the key or the request is
    refused.
    """

    def __init__(
        self,
        api_key: str,
        models: Sequence[str],
        clock: Clock,
        base_url: str = "",
        limits: GroqLimits | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limits = limits or GroqLimits()
        self._client = build_client(api_key, base_url, self._limits.timeout, self._limits.connect_timeout)
        self._models = ModelList(models, clock)
        self._sleep = sleep

    def complete(self, system: str, user: str) -> ModelAnswer:
        started, way = time.monotonic(), _Way(remarks=self._models.remarks())
        for name in self._models.to_try():
            try:
                completion = self._ask(name, system, user, way)
            except NoAnswerError as miss:
                self._note_miss(name, miss, way)
                if miss.verdict.step == "unusable answer":
                    return _answer(name, miss.verdict.content, None, started, way)
                continue
            self._models.answered(name)
            return _answer(name, _content(completion), completion, started, way)
        raise _exhausted(way)

    def state(self) -> tuple[ModelState, ...]:
        """The models in their order, with what is known of each; for status and metrics."""
        return self._models.state()

    def status(self) -> dict[str, str]:
        """Each model and what is known of it, for the one on call."""
        return {model.name: model.says or "in use" for model in self.state()}

    def offered(self) -> tuple[str, ...]:
        """The ids of the models that the server offers to this key."""
        try:
            return tuple(sorted(model.id for model in self._client.models.list().data or ()))
        except groq.APIError as error:
            miss = no_answer(error, self._limits.longest_wait)
            raise problem(miss) from None

    def _ask(self, name: str, system: str, user: str, way: _Way) -> ChatCompletion:
        retrying = Retrying(
            stop=stop_after_attempt(self._limits.attempts),
            wait=self._pause,
            retry=retry_if_exception(lambda error: isinstance(error, NoAnswerError) and error.verdict.step == "again"),
            sleep=self._sleep,
            before_sleep=lambda state: way.remarks.append(_asked_again(name, state)),
            reraise=True,
        )
        return retrying(self._call, name, system, user)

    def _call(self, name: str, system: str, user: str) -> ChatCompletion:
        extra: dict[str, Any] = {"reasoning_effort": "low"} if name.startswith(REASONING_MODELS) else {}
        try:
            completion = self._client.chat.completions.create(
                model=name,
                messages=[{"role": "system", "content": system}, {"role": "user", "content": user}],
                response_format={"type": "json_object"},
                temperature=0,
                max_completion_tokens=self._limits.max_tokens,
                **extra,
            )
        except (groq.APIError, ValueError) as error:
            raise no_answer(error, self._limits.longest_wait) from None
        if not isinstance(completion, ChatCompletion):
            raise no_answer(ValueError("no chat completion"), self._limits.longest_wait)
        return completion

    def _pause(self, state: RetryCallState) -> float:
        """Groq's own ``Retry-After``, else twice as long each time."""
        error = state.outcome.exception() if state.outcome else None
        wait = error.verdict.wait if isinstance(error, NoAnswerError) else None
        pause: float = self._limits.first_pause * 2 ** (state.attempt_number - 1) if wait is None else wait
        return min(pause, self._limits.longest_wait)

    def _note_miss(self, name: str, miss: NoAnswerError, way: _Way) -> None:
        way.last = miss
        way.remarks.append(f"{name}: {miss.verdict.says}")
        if miss.verdict.step == "refuse":
            raise problem(miss)
        if miss.verdict.step == "model is gone":
            self._models.gone(name, miss.verdict.says)
        if miss.status is None:
            raise problem(miss)


def _exhausted(way: _Way) -> Problem:
    tried = "; ".join(way.remarks) or "the list is empty"
    if way.last is None or way.last.verdict.step == "model is gone":
        return Unavailable(PLACE, f"no model of the list is offered; set GROQ_MODELS to models that are ({tried})")
    if way.last.verdict.step == "next model" and way.last.status not in (413, 429):
        return Refused(PLACE, f"the request was refused ({tried})", way.last.status)
    return Unavailable(PLACE, f"no model of the list can answer now ({tried})", way.last.verdict.wait)


def _asked_again(name: str, state: RetryCallState) -> str:
    error = state.outcome.exception() if state.outcome else None
    says = error.verdict.says if isinstance(error, NoAnswerError) else "no answer"
    return f"{name}: asked again after {says}"


def _content(completion: ChatCompletion) -> str:
    """The words of the first choice, as they came: cut-off or empty ones are for the reader of the answer."""
    choices = completion.choices or []
    return (choices[0].message.content or "") if choices and choices[0].message else ""


def _answer(name: str, content: str, completion: ChatCompletion | None, started: float, way: _Way) -> ModelAnswer:
    usage = completion.usage if completion else None
    return ModelAnswer(
        content=content,
        model=name,
        prompt_tokens=usage.prompt_tokens if usage else 0,
        completion_tokens=usage.completion_tokens if usage else 0,
        seconds=round(time.monotonic() - started, 3),
        remarks=tuple(way.remarks),
    )
