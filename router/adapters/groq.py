"""The language model on Groq, or on any server that speaks the same API: an ordered list of models behind one call.

The SDK's own retries are off; :mod:`tenacity` is the only retry.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import groq
from groq.types.chat import ChatCompletion
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from router.adapters.groq_breaker import SERVICE, Breakers
from router.adapters.groq_client import build_client
from router.adapters.groq_faults import PLACE, NoAnswerError, no_answer, problem
from router.adapters.groq_formats import Formats
from router.adapters.groq_gates import Gates
from router.adapters.groq_limits import GroqRoom
from router.adapters.groq_models import ModelList, ModelState
from router.adapters.groq_till import Till
from router.adapters.groq_way import Way, answer_of, asked_again, content_of, exhausted, not_an_answer
from router.meters import MODEL_RESTS, MODEL_STEPS, outside_call
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
    breaker_failures: int = 3
    breaker_seconds: float = 60.0


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
        till: Till | None = None,
        schema: Mapping[str, Any] | None = None,
    ) -> None:
        """``schema`` is the answer's, for models that can be bound to one."""
        self._limits = limits or GroqLimits()
        self._client = build_client(api_key, base_url, self._limits.timeout, self._limits.connect_timeout)
        self._models = ModelList(models, clock)
        self._formats = Formats(schema)
        self._breakers = Breakers(clock, self._limits.breaker_failures, self._limits.breaker_seconds)
        self._till = till or Till(clock)
        self._gates = Gates(self._breakers, GroqRoom(clock), self._till, self._limits.longest_wait, sleep)
        self._sleep = sleep

    def complete(self, system: str, user: str) -> ModelAnswer:
        started, way = time.monotonic(), Way(remarks=self._models.remarks())
        unusable: tuple[str, str, str] | None = None
        for name in self._models.to_try():
            try:
                content = content_of(completion := self._ask(name, system, user, way))
            except NoAnswerError as miss:
                self._note_miss(name, miss, way)
                if miss.verdict.step != "unusable answer":
                    continue
                return answer_of(name, miss.verdict.content, started, way, self._till.currency)
            self._models.answered(name)
            kind, says = not_an_answer(completion)
            MODEL_STEPS.labels(name, kind or "answered").inc()
            if not kind:
                return answer_of(name, content, started, way, self._till.currency)
            way.remarks.append(f"{name}: {says}")
            unusable = unusable or (name, content, kind)
        if unusable:
            name, content, kind = unusable
            return answer_of(name, content, started, way, self._till.currency, kind)
        raise exhausted(way)

    def state(self) -> tuple[ModelState, ...]:
        """The models in their order, with what is known of each; for status and metrics."""
        return self._models.state()

    def status(self) -> dict[str, str]:
        """Each model and what is known of it, for the one on call."""
        resting = self._breakers.resting()
        for name in (SERVICE, *(model.name for model in self.state())):
            MODEL_RESTS.labels(name).set(name in resting)
        models = {model.name: resting.get(model.name) or model.says or "in use" for model in self.state()}
        return {SERVICE: resting[SERVICE], **models} if SERVICE in resting else models

    def problem(self) -> str:
        """Why no model is asked at this moment: Groq is left alone, every model is, or a budget is used up."""
        resting, names = self._breakers.resting(), self._models.to_try()
        if SERVICE in resting:
            return resting[SERVICE]
        if all(name in resting for name in names):
            return "; ".join(f"{name}: {resting[name]}" for name in names) or "no model of GROQ_MODELS is offered"
        return self._till.problem()

    def offered(self) -> tuple[str, ...]:
        """The ids of the models that the server offers to this key."""
        try:
            return tuple(sorted(model.id for model in self._client.models.list().data or ()))
        except groq.APIError as error:
            miss = no_answer(error, self._limits.longest_wait)
            raise problem(miss) from None

    def _ask(self, name: str, system: str, user: str, way: Way) -> ChatCompletion:
        retrying = Retrying(
            stop=stop_after_attempt(self._limits.attempts),
            wait=self._pause,
            retry=retry_if_exception(lambda error: isinstance(error, NoAnswerError) and error.verdict.step == "again"),
            sleep=self._sleep,
            before_sleep=lambda state: self._again(name, state, way),
            reraise=True,
        )
        words = system + user
        return retrying(
            self._gates.through,
            name,
            words,
            self._limits.max_tokens,
            way,
            lambda told: self._call(name, system, user, told),
        )

    def _call(self, name: str, system: str, user: str, told: dict[str, str]) -> ChatCompletion:
        """The completion; ``told`` takes the answer's headers, whatever it says."""
        response_format: Any = self._formats.of(name)
        extra: dict[str, Any] = {"reasoning_effort": "low"} if name.startswith(REASONING_MODELS) else {}
        with outside_call(PLACE, name) as call:
            try:
                answer = self._client.chat.completions.with_raw_response.create(
                    model=name,
                    messages=[{"role": "system", "content": system}, {"role": "user", "content": user}],
                    response_format=response_format,
                    temperature=0,
                    max_completion_tokens=self._limits.max_tokens,
                    **extra,
                )
                told.update(answer.headers)
                completion = answer.parse()
            except (groq.APIError, ValueError) as error:
                if isinstance(error, groq.APIStatusError):
                    told.update(error.response.headers)
                miss = self._formats.refused(name, response_format, error) or no_answer(
                    error, self._limits.longest_wait
                )
                if miss.status is not None:
                    call.answered(miss.status)
                raise miss from None
            if not isinstance(completion, ChatCompletion):
                raise no_answer(ValueError("no chat completion"), self._limits.longest_wait)
            call.answered(HTTPStatus.OK)
        return completion

    def _again(self, name: str, state: RetryCallState, way: Way) -> None:
        way.remarks.append(asked_again(name, state))
        MODEL_STEPS.labels(name, "asked again").inc()

    def _pause(self, state: RetryCallState) -> float:
        """Groq's own ``Retry-After``, else twice as long each time."""
        error = state.outcome.exception() if state.outcome else None
        wait = error.verdict.wait if isinstance(error, NoAnswerError) else None
        pause: float = self._limits.first_pause * 2 ** (state.attempt_number - 1) if wait is None else wait
        return min(pause, self._limits.longest_wait)

    def _note_miss(self, name: str, miss: NoAnswerError, way: Way) -> None:
        way.last = miss
        way.remarks.append(f"{name}: {miss.verdict.says}")
        if miss.verdict.step == "refuse":
            raise problem(miss)
        if miss.verdict.step == "model is gone":
            self._models.gone(name, miss.verdict.says)
        if miss.verdict.kind in ("no connection", "no completion"):  # the next model is at the same address
            raise problem(miss)
