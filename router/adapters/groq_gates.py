"""What stands before each call to a model: the breakers, Groq's own limits, and the budgets."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from groq.types.chat import ChatCompletion

from router.adapters.groq_breaker import SERVICE, Breakers
from router.adapters.groq_faults import PLACE, NoAnswerError
from router.adapters.groq_limits import GroqRoom, tokens_of
from router.adapters.groq_till import Till
from router.adapters.groq_verdicts import UNANSWERED, Verdict
from router.adapters.groq_way import Way
from router.errors import Unavailable
from router.meters import MODEL_STEPS
from router.spending import Hold, UsedUp

LONGEST_REST = 900.0
"""Seconds for which a model rests at most because a limit said so: limits are raised, and Groq's days end."""

Call = Callable[[dict[str, str]], ChatCompletion]
"""Makes the call; what it is given takes the answer's headers."""


class Gates:
    """Safe for many threads."""

    def __init__(
        self, breakers: Breakers, room: GroqRoom, till: Till, longest_wait: float, sleep: Callable[[float], None]
    ) -> None:
        self._breakers = breakers
        self._room = room
        self._till = till
        self._longest_wait = longest_wait
        self._sleep = sleep

    def through(self, model: str, words: str, most_tokens: int, way: Way, call: Call) -> ChatCompletion:
        """The completion of one call, if it may be made. Raises ``NoAnswerError``, and ``Unavailable`` when it is
        useless to ask any model."""
        self._ask_breakers(model)
        tokens = tokens_of(words, most_tokens)
        try:
            self._wait_for_room(model, tokens, way)
            held = self._hold(model, tokens, most_tokens)
        except BaseException:
            self._breakers.let_go(SERVICE, model)
            raise
        return self._made(model, tokens, held, way, call)

    def _ask_breakers(self, model: str) -> None:
        if says := self._breakers.closed_to(SERVICE):
            MODEL_STEPS.labels(SERVICE, "left alone").inc()
            raise Unavailable(PLACE, says, self._breakers.seconds_left(SERVICE))
        if says := self._breakers.closed_to(model):
            self._breakers.let_go(SERVICE)
            raise _passed_over(
                model, Verdict("next model", says, self._breakers.seconds_left(model), kind="left alone")
            )

    def _wait_for_room(self, model: str, tokens: int, way: Way) -> None:
        """Until the model's limits have room for the call. Waiting for that is no attempt."""
        waited = 0.0
        while (wait := self._room.take(model, tokens)) > 0:
            waited += wait
            if waited > self._longest_wait:
                says = f"its limit has no room for another {wait:.0f} s"
                raise _passed_over(
                    model, Verdict("next model", says, wait, kind="no room"), HTTPStatus.TOO_MANY_REQUESTS
                )
            way.remarks.append(f"{model}: waited {wait:.1f} s for room in its limit")
            self._sleep(wait)

    def _hold(self, model: str, tokens: int, most_tokens: int) -> Hold | None:
        try:
            held = self._till.hold(model, tokens - most_tokens, most_tokens)
            if isinstance(held, UsedUp):
                raise _passed_over(model, Verdict("next model", held.says, kind="budget used up"))
        except BaseException:
            self._room.give_back(model, tokens, {})
            raise
        return held

    def _made(self, model: str, tokens: int, held: Hold | None, way: Way, call: Call) -> ChatCompletion:
        told: dict[str, str] = {}
        usage, billed = None, True
        try:
            completion = call(told)
            usage = completion.usage
            self._breakers.answered(SERVICE, model)
        except NoAnswerError as miss:
            billed = miss.verdict.kind in UNANSWERED
            self._learn(model, miss)
            raise
        except BaseException:
            self._breakers.let_go(SERVICE, model)
            raise
        finally:
            self._room.give_back(model, tokens, told)
            self._till.settle(model, held, usage, billed=billed)
        if usage is None:  # other servers of the same API may not tell it
            way.cost = None
        else:
            way.paid(usage, self._till.count(model, usage))
        return completion

    def _learn(self, model: str, miss: NoAnswerError) -> None:
        """What a call that brought no answer says of its model, or of the service as a whole."""
        verdict = miss.verdict
        MODEL_STEPS.labels(model, verdict.kind).inc()
        if verdict.kind in ("key refused", "wrong address", "no connection", "no completion"):
            self._breakers.failed(SERVICE, miss.told, at_once=verdict.step == "refuse")
            self._breakers.let_go(model)
        elif verdict.kind == "no answer in time":
            self._breakers.failed(model, miss.told)
            self._breakers.let_go(SERVICE)
        elif verdict.kind == "server error":
            self._breakers.failed(model, miss.told)
            self._breakers.answered(SERVICE)
        elif verdict.kind == "limited" and verdict.wait is not None and verdict.wait > self._longest_wait:
            self._breakers.rest(model, min(verdict.wait, LONGEST_REST), miss.told)
            self._breakers.answered(SERVICE)
        else:
            self._breakers.answered(SERVICE, model)


def _passed_over(model: str, verdict: Verdict, status: int | None = None) -> NoAnswerError:
    MODEL_STEPS.labels(model, verdict.kind).inc()
    return NoAnswerError(verdict, status)
