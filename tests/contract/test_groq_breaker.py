"""What keeps failing is left alone, and comes back by itself. The real SDK over HTTP against the stand-in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from router.adapters.groq import GroqChat, GroqLimits
from router.adapters.groq_breaker import SERVICE, Breakers
from router.errors import Refused, Unavailable
from router.meters import REGISTRY
from sandbox.groq.server import RunningGroq, start
from tests.clock import SetClock

LLAMA, OSS = "llama-3.3-70b-versatile", "openai/gpt-oss-120b"
SYSTEM, USER = "Answer as JSON.", "Task: answer"


@pytest.fixture
def server() -> Iterator[RunningGroq]:
    with start() as running:
        yield running


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


def chat(server: RunningGroq, clock: SetClock, *models: str, key: str = "key", timeout: float = 5.0) -> GroqChat:
    limits = GroqLimits(timeout=timeout, attempts=1, breaker_failures=3, breaker_seconds=60)
    return GroqChat(key, models or (LLAMA, OSS), clock, server.url, limits, sleep=clock.forward)


def fault(server: RunningGroq, kind: str, **more: object) -> None:
    answer = requests.post(f"{server.url}/sandbox/control/fault", json={"kind": kind, **more}, timeout=5)
    answer.raise_for_status()


def asked(server: RunningGroq) -> list[str]:
    calls = requests.get(f"{server.url}/sandbox/control/calls", timeout=5).json()["calls"]
    return [call["model"] for call in calls]


def test_a_model_that_keeps_failing_is_left_alone_and_the_next_one_answers(
    server: RunningGroq, clock: SetClock
) -> None:
    fault(server, "server_error", model=LLAMA, count=-1)
    groq = chat(server, clock)
    answers = [groq.complete(SYSTEM, USER) for _ in range(5)]
    assert asked(server) == [LLAMA, OSS] * 3 + [OSS] * 2
    assert {answer.model for answer in answers} == {OSS}
    assert "left alone until 12:01:00 UTC: HTTP 500" in answers[-1].remarks[0]
    assert groq.status()[LLAMA].startswith("left alone until 12:01:00 UTC")
    assert groq.status()[OSS] == "in use"
    assert REGISTRY.get_sample_value("router_model_rests", {"model": LLAMA}) == 1
    assert groq.problem() == ""


def test_after_the_rest_one_call_looks_and_a_model_that_answers_is_in_use_again(
    server: RunningGroq, clock: SetClock
) -> None:
    fault(server, "server_error", model=LLAMA, count=4)
    groq = chat(server, clock)
    for _ in range(4):
        groq.complete(SYSTEM, USER)
    clock.forward(61)
    assert groq.complete(SYSTEM, USER).model == OSS  # it looked, and it was the fourth failure
    assert groq.complete(SYSTEM, USER).model == OSS  # so it rests anew, without another call
    assert asked(server).count(LLAMA) == 4
    clock.forward(61)
    assert [groq.complete(SYSTEM, USER).model for _ in range(2)] == [LLAMA, LLAMA]
    assert groq.status() == {LLAMA: "in use", OSS: "in use"}
    assert REGISTRY.get_sample_value("router_model_rests", {"model": LLAMA}) == 0


def test_failures_count_only_in_a_row(server: RunningGroq, clock: SetClock) -> None:
    groq = chat(server, clock, LLAMA)
    for _ in range(3):
        fault(server, "server_error", count=2)
        for _ in range(2):
            with pytest.raises(Unavailable):
                groq.complete(SYSTEM, USER)
        assert groq.complete(SYSTEM, USER).model == LLAMA


def test_a_wrong_key_is_asked_once_and_not_on_every_ticket(clock: SetClock) -> None:
    with start(api_key="right") as strict:
        groq = chat(strict, clock, key="wrong")
        with pytest.raises(Refused, match="GROQ_API_KEY"):
            groq.complete(SYSTEM, USER)
        before = REGISTRY.get_sample_value("router_model_steps_total", {"model": SERVICE, "step": "left alone"}) or 0
        for _ in range(5):
            with pytest.raises(Unavailable, match="the key was refused; check GROQ_API_KEY"):
                groq.complete(SYSTEM, USER)
        after = REGISTRY.get_sample_value("router_model_steps_total", {"model": SERVICE, "step": "left alone"})
        assert after == before + 5
        assert "GROQ_API_KEY" in groq.problem()
        assert groq.status()[SERVICE].startswith("left alone until")
        clock.forward(61)
        with pytest.raises(Refused):
            groq.complete(SYSTEM, USER)


def test_when_nobody_is_at_the_address_the_whole_service_is_left_alone(clock: SetClock) -> None:
    with start() as gone:
        pass
    groq = chat(gone, clock)
    says = []
    for _ in range(4):
        with pytest.raises(Unavailable) as caught:
            groq.complete(SYSTEM, USER)
        says.append(caught.value.says)
    assert [text.startswith("left alone") for text in says] == [False, False, False, True]
    assert caught.value.retry_after == 60


def test_no_answer_in_time_is_paid_for_by_a_few_tickets_only(server: RunningGroq, clock: SetClock) -> None:
    fault(server, "slow", seconds=1.0, count=-1)
    groq = chat(server, clock, timeout=0.1)
    for _ in range(5):
        with pytest.raises(Unavailable):
            groq.complete(SYSTEM, USER)
    assert asked(server) == []  # the stand-in notes a call when it answers
    assert all(says.startswith("left alone") for says in groq.status().values())
    assert LLAMA in groq.problem()
    assert OSS in groq.problem()


def test_a_model_whose_limit_is_used_up_for_long_is_left_alone_until_then(server: RunningGroq, clock: SetClock) -> None:
    fault(server, "rate_limited", seconds=600, model=LLAMA)
    groq = chat(server, clock)
    assert [groq.complete(SYSTEM, USER).model for _ in range(3)] == [OSS] * 3
    assert asked(server).count(LLAMA) == 1
    clock.forward(601)
    assert groq.complete(SYSTEM, USER).model == LLAMA


def test_of_many_threads_one_looks_whether_it_is_back(clock: SetClock) -> None:
    breakers = Breakers(clock, failures=1, seconds=60)
    breakers.failed(LLAMA, "HTTP 500")
    clock.forward(61)
    gate = threading.Barrier(8)

    def look(_: int) -> str:
        gate.wait(timeout=10)
        return breakers.closed_to(LLAMA)

    with ThreadPoolExecutor(8) as threads:
        says = list(threads.map(look, range(8)))
    assert says.count("") == 1
    breakers.let_go(LLAMA)  # its call was never made: the next one looks
    assert breakers.closed_to(LLAMA) == ""
    breakers.answered(LLAMA)
    assert {breakers.closed_to(LLAMA) for _ in range(3)} == {""}
