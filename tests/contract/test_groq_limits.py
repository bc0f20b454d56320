"""Groq's limits: known from its headers, and waited for before they are hit. The real SDK over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import requests

from router.adapters.groq import GroqChat, GroqLimits
from router.adapters.groq_limits import Bucket, GroqRoom, seconds_of, tokens_of
from router.doors import SystemClock
from router.errors import Unavailable
from sandbox.groq.limits import Limits, Size, written
from sandbox.groq.server import RunningGroq, start

LLAMA, OSS = "llama-3.3-70b-versatile", "openai/gpt-oss-120b"
SYSTEM, USER = "Answer as JSON.", "What is the exit fee?"
MOST_TOKENS = 500
NEED = tokens_of(SYSTEM + USER, MOST_TOKENS)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


class WaitingClock:
    """Waiting moves it, and the stand-in's own tick with it."""

    def __init__(self) -> None:
        self.at, self.waits = NOON, list[float]()

    def now(self) -> datetime:
        return self.at

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def server() -> Iterator[RunningGroq]:
    with start() as running:
        yield running


def limit(server: RunningGroq, **sizes: float) -> None:
    requests.post(f"{server.url}/sandbox/control/limits", json=sizes, timeout=5).raise_for_status()


def asked(server: RunningGroq) -> list[tuple[str, int]]:
    calls = requests.get(f"{server.url}/sandbox/control/calls", timeout=5).json()["calls"]
    return [(call["model"], call["status"]) for call in calls]


def chat(server: RunningGroq, clock: WaitingClock, *models: str, longest_wait: float = 10.0) -> GroqChat:
    limits = GroqLimits(timeout=5, longest_wait=longest_wait, max_tokens=MOST_TOKENS)
    return GroqChat("key", models, clock, server.url, limits, sleep=clock.wait)


def test_a_call_waits_for_room_and_is_never_refused(server: RunningGroq) -> None:
    limit(server, tokens=600, seconds=2)
    clock = SystemClock()
    groq = GroqChat("key", [LLAMA], clock, server.url, GroqLimits(timeout=5, max_tokens=MOST_TOKENS))
    answers = [groq.complete(SYSTEM, USER) for _ in range(6)]
    assert {status for _, status in asked(server)} == {200}
    assert any("waited" in remark for answer in answers for remark in answer.remarks)


def test_many_threads_at_once_know_of_each_other(server: RunningGroq) -> None:
    limit(server, tokens=1_200, seconds=2)
    groq = GroqChat("key", [LLAMA], SystemClock(), server.url, GroqLimits(timeout=5, max_tokens=MOST_TOKENS))
    groq.complete(SYSTEM, USER)  # before the first answer nothing is known
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda _: groq.complete(SYSTEM, USER), range(6)))
    assert {status for _, status in asked(server)} == {200}


def test_where_the_wait_is_long_the_next_model_is_asked_without_a_try(server: RunningGroq) -> None:
    clock = WaitingClock()
    limit(server, requests=1, seconds=600)
    groq = chat(server, clock, LLAMA, OSS)
    assert groq.complete(SYSTEM, USER).model == LLAMA
    returned = groq.complete(SYSTEM, USER)
    assert returned.model == OSS
    assert "its limit has no room" in returned.remarks[0]
    assert asked(server) == [(LLAMA, 200), (OSS, 200)]
    assert clock.waits == []


def test_with_no_room_anywhere_it_comes_back_later_and_says_when(server: RunningGroq) -> None:
    limit(server, requests=1, seconds=600)
    groq = chat(server, WaitingClock(), LLAMA)
    groq.complete(SYSTEM, USER)
    with pytest.raises(Unavailable) as raised:
        groq.complete(SYSTEM, USER)
    assert raised.value.retry_after == pytest.approx(600, abs=20)
    assert len(asked(server)) == 1


def test_a_call_that_fails_gives_its_room_back() -> None:
    room = GroqRoom(WaitingClock())
    told = {
        "x-ratelimit-limit-tokens": "1000",
        "x-ratelimit-remaining-tokens": "1000",
        "x-ratelimit-reset-tokens": "0s",
    }
    assert room.take(LLAMA, 600) == 0
    room.give_back(LLAMA, 600, told)
    assert room.take(LLAMA, 600) == 0
    room.give_back(LLAMA, 600, {})
    assert room.take(LLAMA, 600) == 0


def test_a_bucket_fills_steadily_and_a_call_too_big_for_it_waits_until_it_is_full() -> None:
    bucket = Bucket(limit=1_000, left=400, full_in=60, told_at=NOON)
    assert bucket.left_at(NOON + timedelta(seconds=30)) == 700
    assert bucket.seconds_until(400, NOON) == 0
    assert bucket.seconds_until(700, NOON) == pytest.approx(30)
    assert bucket.seconds_until(5_000, NOON) == pytest.approx(60)
    assert bucket.seconds_until(5_000, NOON + timedelta(seconds=60)) == 0


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7.66s", 7.66),
        ("2m59.56s", 179.56),
        ("120ms", 0.12),
        ("1h2m3s", 3_723),
        ("", None),
        ("soon", None),
        ("3", None),
    ],
)
def test_durations_are_read_as_groq_writes_them(text: str, seconds: float | None) -> None:
    assert seconds_of(text) == (None if seconds is None else pytest.approx(seconds))


@pytest.mark.parametrize("seconds", [0.12, 7.66, 179.56])
def test_the_stand_in_writes_them_so_too(seconds: float) -> None:
    assert seconds_of(written(seconds)) == pytest.approx(seconds, abs=0.01)


def test_the_stand_ins_buckets_fill_on_their_own_clock() -> None:
    now = [0.0]
    limits = Limits(tick=lambda: now[0])
    limits.set({"tokens": Size(100, 10)})
    limits.use(LLAMA, 80)
    assert limits.refused(LLAMA, 50) == ("tokens", pytest.approx(3))
    assert limits.headers(LLAMA)["x-ratelimit-remaining-tokens"] == "20"
    now[0] = 3.0
    assert limits.refused(LLAMA, 50) is None
