"""The README's table, row by row: what each failure of Groq leads to, over HTTP, on the way to a draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import requests

from retrieval.types import PassageHit, TemplateHit
from router.adapters.groq import GroqChat, GroqLimits
from router.adapters.groq_till import Till
from router.meters import REGISTRY
from router.spending import Hold, UsedUp, price_of
from router.stages.write import write
from router.types import Draft, Found, Route
from sandbox.groq.server import RunningGroq, start
from tests.clock import SetClock
from tests.contract.test_groq_write import CUSTOMER, GUIDED, MESSAGE, PASSAGES, TICKET

LLAMA, OSS = "llama-3.3-70b-versatile", "openai/gpt-oss-120b"
WITHOUT_MODEL = "Hello [first name],\n\nWe need your documents.\n\nKeep this sentence.\n\nLendora Support\n"


@pytest.fixture
def groq() -> Iterator[RunningGroq]:
    with start() as running:
        yield running


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


class EmptyPurse:
    """Nothing may be spent."""

    def __init__(self, clock: SetClock) -> None:
        self.clock = clock

    def hold(self, tokens: int, nanos: int) -> Hold | UsedUp:
        return UsedUp("the budget of this day, 5 tokens, is used up", self.clock.now())

    def settle(self, hold: Hold, tokens: int, nanos: int) -> None:
        raise AssertionError("nothing was held")


def chat(groq: RunningGroq, clock: SetClock, timeout: float = 5.0, till: Till | None = None) -> GroqChat:
    limits = GroqLimits(timeout=timeout, first_pause=0.01, breaker_failures=3)
    return GroqChat("key", [LLAMA, OSS], clock, groq.url, limits, sleep=clock.forward, till=till)


def fault(groq: RunningGroq, kind: str, **more: object) -> None:
    body = {"kind": kind, "count": -1, **more}
    requests.post(f"{groq.url}/sandbox/control/fault", json=body, timeout=5).raise_for_status()


def asked(groq: RunningGroq) -> list[str]:
    calls = requests.get(f"{groq.url}/sandbox/control/calls", timeout=5).json()["calls"]
    return [call["model"] for call in calls]


def drafted(model: GroqChat) -> Draft:
    found = Found((TemplateHit(GUIDED, 0.8, "", 0.9),), (PassageHit(PASSAGES[0].passage, 0.7),), ours=0.9)
    draft = write(TICKET, replace(MESSAGE), CUSTOMER, Route("retrieve", "otherwise", ""), found, model)
    assert draft is not None
    return draft


def steps(model: str, step: str) -> float:
    return REGISTRY.get_sample_value("router_model_steps_total", {"model": model, "step": step}) or 0.0


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        ("rate_limited", "limited"),
        ("server_error", "server error"),
        ("model_decommissioned", "retired"),
        ("slow", "no answer in time"),
        ("drips", "no answer in time"),
        ("cut_off", "cut off"),
        ("empty", "empty"),
        ("refuses", "refusal"),
    ],
)
def test_what_one_model_does_not_do_the_next_one_does(kind: str, step: str, groq: RunningGroq, clock: SetClock) -> None:
    fault(groq, kind, model=LLAMA, seconds=600 if kind == "rate_limited" else 4)
    before = steps(LLAMA, step)
    draft = drafted(chat(groq, clock, timeout=2))
    assert (draft.writer, draft.usage.model, draft.usage.missed) == ("model", OSS, False)
    assert any(remark.startswith(f"{LLAMA}: ") for remark in draft.usage.remarks)
    assert steps(LLAMA, step) > before


@pytest.mark.parametrize(
    ("kind", "most_calls", "says"),
    [
        ("rate_limited", 2, "429 rate_limit_exceeded"),
        ("server_error", 6, "HTTP 500"),
        ("wrong_key", 1, "GROQ_API_KEY"),
        ("model_not_found", 2, "set GROQ_MODELS"),
        ("no_json", 3, "GROQ_BASE_URL"),
        ("cut_off", 4, "cut off"),
        ("empty", 4, "empty"),
        ("refuses", 4, "refused"),
    ],
)
def test_what_no_model_does_the_template_does_and_the_record_says_why(
    kind: str, most_calls: int, says: str, groq: RunningGroq, clock: SetClock
) -> None:
    fault(groq, kind, seconds=600)
    draft = drafted(chat(groq, clock))
    assert (draft.writer, draft.text) == ("template", WITHOUT_MODEL)
    assert draft.usage.missed
    assert any(says in remark for remark in draft.usage.remarks), draft.usage.remarks
    assert len(asked(groq)) <= most_calls


@pytest.mark.parametrize("kind", ["rate_limited", "server_error", "wrong_key", "model_not_found", "no_json"])
def test_the_fourth_ticket_of_an_outage_makes_no_call(kind: str, groq: RunningGroq, clock: SetClock) -> None:
    fault(groq, kind, seconds=600)
    model = chat(groq, clock)
    for _ in range(3):
        drafted(model)
    before = len(asked(groq))
    draft = drafted(model)
    assert len(asked(groq)) == before
    assert draft.text == WITHOUT_MODEL
    assert draft.usage.missed


def test_with_no_budget_left_no_call_is_made_and_the_template_goes_on(groq: RunningGroq, clock: SetClock) -> None:
    prices = dict([price_of(f"{LLAMA}=0.59/0.79")])
    draft = drafted(chat(groq, clock, till=Till(clock, prices, "USD", EmptyPurse(clock))))
    assert asked(groq) == []
    assert (draft.writer, draft.text) == ("template", WITHOUT_MODEL)
    assert any("the budget of this day, 5 tokens, is used up" in remark for remark in draft.usage.remarks)


def test_an_answer_that_was_asked_for_twice_costs_both_times(groq: RunningGroq, clock: SetClock) -> None:
    fault(groq, "misquotes", count=1)
    draft = drafted(chat(groq, clock, till=Till(clock, dict([price_of(f"{LLAMA}=1/1")]), "USD")))
    assert draft.writer == "model"
    assert len(asked(groq)) == 2
    assert draft.usage.cost == pytest.approx((draft.usage.prompt_tokens + draft.usage.completion_tokens) / 1_000_000)
    assert draft.usage.currency == "USD"
