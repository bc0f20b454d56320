"""The Groq adapter with the real SDK, over HTTP, against the stand-in: each fault once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from retrieval.types import Passage
from router.adapters.groq import GroqChat, GroqLimits
from router.errors import Refused, Unavailable
from router.writing.answer import ANSWER_SCHEMA, AnswerError
from router.writing.prompt import Task, build_prompt
from router.writing.reading import read_answer
from sandbox.groq.server import RunningGroq, start

LLAMA, OSS = "llama-3.3-70b-versatile", "openai/gpt-oss-120b"
PASSAGE = Passage("fees#1", "fees", "IM", "Fees", "", "The exit fee of IM is 1% of the amount withdrawn.", ("IM",))
TASK = Task("answer", "Exit fee", "What is the exit fee of IM when I withdraw?", None, (PASSAGE,))
PROMPT = build_prompt(TASK)
LIMITS = GroqLimits(timeout=5, longest_wait=3, attempts=3, first_pause=0.01)


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


@pytest.fixture(scope="module")
def server() -> Iterator[RunningGroq]:
    with start() as running:
        yield running


@pytest.fixture
def groq(server: RunningGroq) -> RunningGroq:
    requests.post(f"{server.url}/sandbox/control/reset", timeout=5).raise_for_status()
    return server


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def chat(groq: RunningGroq, clock: HandClock, pauses: list[float]) -> GroqChat:
    """A client that notes its pauses in place of waiting."""
    return GroqChat("key", [LLAMA, OSS], clock, groq.url, LIMITS, sleep=pauses.append)


def fault(server: RunningGroq, kind: str, **more: object) -> None:
    answer = requests.post(f"{server.url}/sandbox/control/fault", json={"kind": kind, **more}, timeout=5)
    answer.raise_for_status()


def models_asked(server: RunningGroq) -> list[str]:
    calls = requests.get(f"{server.url}/sandbox/control/calls", timeout=5).json()["calls"]
    return [call["model"] for call in calls]


def test_a_question_is_answered_by_the_first_model_with_its_usage(chat: GroqChat, groq: RunningGroq) -> None:
    returned = chat.complete(PROMPT.system, PROMPT.user)
    answer = read_answer(returned.content, TASK)
    assert answer.used == ("fees#1",)
    assert (returned.model, returned.remarks) == (LLAMA, ())
    assert returned.prompt_tokens > 0
    assert returned.completion_tokens > 0
    assert models_asked(groq) == [LLAMA]


def test_a_short_rate_limit_is_waited_for_as_long_as_groq_says(
    chat: GroqChat, groq: RunningGroq, pauses: list[float]
) -> None:
    fault(groq, "rate_limited", seconds=2)
    returned = chat.complete(PROMPT.system, PROMPT.user)
    assert returned.model == LLAMA
    assert pauses == [2.0]
    assert any("429 rate_limit_exceeded" in remark for remark in returned.remarks)


def test_a_long_rate_limit_moves_on_to_the_next_model(chat: GroqChat, groq: RunningGroq, pauses: list[float]) -> None:
    fault(groq, "rate_limited", seconds=600, model=LLAMA)
    assert chat.complete(PROMPT.system, PROMPT.user).model == OSS
    assert pauses == []


def test_when_all_models_are_limited_the_error_says_how_long(chat: GroqChat, groq: RunningGroq) -> None:
    fault(groq, "rate_limited", seconds=600, count=-1)
    with pytest.raises(Unavailable) as caught:
        chat.complete(PROMPT.system, PROMPT.user)
    assert caught.value.retry_after == 600


def test_a_server_error_is_tried_again_with_growing_pauses(
    chat: GroqChat, groq: RunningGroq, pauses: list[float]
) -> None:
    fault(groq, "server_error", count=2)
    assert chat.complete(PROMPT.system, PROMPT.user).model == LLAMA
    assert pauses == [0.01, 0.02]


def test_a_lasting_server_error_is_unavailable_after_a_few_tries(chat: GroqChat, groq: RunningGroq) -> None:
    fault(groq, "server_error", count=-1)
    with pytest.raises(Unavailable, match="HTTP 500"):
        chat.complete(PROMPT.system, PROMPT.user)
    assert models_asked(groq) == [LLAMA] * 3 + [OSS] * 3


@pytest.mark.parametrize("kind", ["model_not_found", "model_decommissioned"])
def test_a_retired_model_is_passed_over_for_an_hour(
    kind: str, chat: GroqChat, groq: RunningGroq, clock: HandClock
) -> None:
    fault(groq, kind, model=LLAMA, count=1)
    first = chat.complete(PROMPT.system, PROMPT.user)
    clock.time += timedelta(minutes=59)
    second = chat.complete(PROMPT.system, PROMPT.user)
    retired = chat.state()[0]
    clock.time += timedelta(minutes=2)
    third = chat.complete(PROMPT.system, PROMPT.user)
    assert [first.model, second.model, third.model] == [OSS, OSS, LLAMA]
    assert models_asked(groq) == [LLAMA, OSS, OSS, LLAMA]
    assert kind in first.remarks[0]
    assert "passed over" in second.remarks[0]
    assert (retired.name, retired.retired_at) == (LLAMA, datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    assert chat.state()[0].retired_at is None


def test_when_every_model_is_retired_nothing_is_asked_until_the_hour_is_over(chat: GroqChat, groq: RunningGroq) -> None:
    fault(groq, "model_decommissioned", count=-1)
    for _ in range(2):
        with pytest.raises(Unavailable, match="GROQ_MODELS"):
            chat.complete(PROMPT.system, PROMPT.user)
    assert models_asked(groq) == [LLAMA, OSS]


def test_a_wrong_key_is_refused_at_once_and_says_what_to_do(clock: HandClock) -> None:
    with start(api_key="right") as strict:
        chat = GroqChat("wrong", [LLAMA, OSS], clock, strict.url, LIMITS)
        with pytest.raises(Refused, match="GROQ_API_KEY") as caught:
            chat.complete(PROMPT.system, PROMPT.user)
        assert caught.value.status == 401
        with pytest.raises(Refused, match="GROQ_API_KEY"):
            chat.offered()
        assert GroqChat("right", [LLAMA], clock, strict.url, LIMITS).complete(PROMPT.system, PROMPT.user).model == LLAMA


def test_no_answer_in_time_is_unavailable(groq: RunningGroq, clock: HandClock) -> None:
    fault(groq, "slow", seconds=0.5, count=2)
    hasty = GroqChat("key", [LLAMA], clock, groq.url, GroqLimits(timeout=0.1, attempts=2, first_pause=0.01))
    with pytest.raises(Unavailable, match="in time"):
        hasty.complete(PROMPT.system, PROMPT.user)


def test_nobody_at_the_address_is_unavailable_and_names_the_setting(clock: HandClock) -> None:
    with start() as gone:
        address = gone.url
    chat = GroqChat("key", [LLAMA, OSS], clock, address, LIMITS, sleep=lambda _: None)
    with pytest.raises(Unavailable, match="GROQ_BASE_URL"):
        chat.complete(PROMPT.system, PROMPT.user)


class Page(BaseHTTPRequestHandler):
    """Answers every POST with what its path asks for, as a proxy or another server might."""

    def do_POST(self) -> None:
        kind, body = ("text/html", b"<h1>Welcome</h1>") if "page" in self.path else ("application/json", b'{"id": ')
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.mark.parametrize("place", ["page", "broken-json"])
def test_something_else_at_the_address_is_unavailable_and_names_the_setting(place: str, clock: HandClock) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{other.server_port}/{place}"
        with pytest.raises(Unavailable, match="GROQ_BASE_URL"):
            GroqChat("key", [LLAMA], clock, address, LIMITS, sleep=lambda _: None).complete(PROMPT.system, PROMPT.user)
        other.shutdown()


def test_a_wrong_path_is_refused_and_names_the_setting(groq: RunningGroq, clock: HandClock) -> None:
    with pytest.raises(Refused, match="GROQ_BASE_URL"):
        GroqChat("key", [LLAMA], clock, f"{groq.url}/api", LIMITS).complete(PROMPT.system, PROMPT.user)


def test_json_that_groq_itself_refuses_comes_back_for_another_try(chat: GroqChat, groq: RunningGroq) -> None:
    fault(groq, "json_validate_failed")
    returned = chat.complete(PROMPT.system, PROMPT.user)
    with pytest.raises(AnswerError):
        read_answer(returned.content, TASK)
    assert "json_validate_failed" in returned.remarks[0]


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("cut_off", "the answer was cut off after"),
        ("empty", "the answer was empty"),
        ("refuses", "the model refused to answer"),
    ],
)
def test_what_no_reader_could_use_is_asked_of_the_next_model(
    kind: str, says: str, chat: GroqChat, groq: RunningGroq
) -> None:
    fault(groq, kind)
    returned = chat.complete(PROMPT.system, PROMPT.user)
    assert read_answer(returned.content, TASK).used == ("fees#1",)
    assert models_asked(groq) == [LLAMA, OSS]
    assert says in returned.remarks[0]


@pytest.mark.parametrize("kind", ["cut_off", "empty", "refuses", "leaks_prompt", "misquotes", "unknown_passage"])
def test_an_answer_that_cannot_be_used_is_seen_as_such(kind: str, chat: GroqChat, groq: RunningGroq) -> None:
    fault(groq, kind, count=-1)
    with pytest.raises(AnswerError):
        read_answer(chat.complete(PROMPT.system, PROMPT.user).content, TASK)


def test_an_answer_that_drips_slowly_is_no_answer_in_time(groq: RunningGroq, clock: HandClock) -> None:
    """Each piece comes soon after the one before; all of them together take too long."""
    fault(groq, "drips", seconds=6, count=-1)
    hasty = GroqChat("key", [LLAMA], clock, groq.url, GroqLimits(timeout=1, attempts=1))
    with pytest.raises(Unavailable, match="in time"):
        hasty.complete(PROMPT.system, PROMPT.user)
    fault_free = GroqChat("key", [LLAMA], clock, groq.url, GroqLimits(timeout=60, attempts=1))
    assert fault_free.complete(PROMPT.system, PROMPT.user).model == LLAMA


def test_no_answer_in_time_is_asked_of_the_next_model(groq: RunningGroq, clock: HandClock) -> None:
    fault(groq, "slow", seconds=1.5, model=LLAMA)
    hasty = GroqChat("key", [LLAMA, OSS], clock, groq.url, GroqLimits(timeout=0.5))
    returned = hasty.complete(PROMPT.system, PROMPT.user)
    assert returned.model == OSS
    assert returned.remarks == (f"{LLAMA}: no answer in time",)


@pytest.fixture
def own() -> Iterator[RunningGroq]:
    """A stand-in of its own: late calls of other tests, which were slow on purpose, are not listed there."""
    with start() as running:
        yield running


def formats_asked(server: RunningGroq) -> list[tuple[str, str]]:
    calls = requests.get(f"{server.url}/sandbox/control/calls", timeout=5).json()["calls"]
    return [(call["model"], call["format"]) for call in calls]


def test_a_model_that_can_be_bound_is_bound_to_the_answers_schema_and_llama_is_asked_for_json(
    own: RunningGroq, clock: HandClock
) -> None:
    for model in (LLAMA, OSS):
        chat = GroqChat("key", [model], clock, own.url, LIMITS, schema=ANSWER_SCHEMA)
        assert read_answer(chat.complete(PROMPT.system, PROMPT.user).content, TASK).used == ("fees#1",)
    assert formats_asked(own) == [(LLAMA, "json_object"), (OSS, "json_schema")]


def test_a_server_that_refuses_the_schema_is_asked_for_json_at_once_and_from_then_on(
    own: RunningGroq, clock: HandClock, pauses: list[float]
) -> None:
    fault(own, "no_schema", count=-1)
    chat = GroqChat("key", [OSS], clock, own.url, LIMITS, sleep=pauses.append, schema=ANSWER_SCHEMA)
    first = chat.complete(PROMPT.system, PROMPT.user)
    second = chat.complete(PROMPT.system, PROMPT.user)
    assert read_answer(first.content, TASK).used == ("fees#1",)
    assert formats_asked(own) == [(OSS, "json_schema"), (OSS, "json_object"), (OSS, "json_object")]
    assert "takes no JSON schema" in first.remarks[0]
    assert second.remarks == ()
    assert pauses == [0.0]


def test_without_a_schema_no_model_is_bound(own: RunningGroq, clock: HandClock) -> None:
    GroqChat("key", [OSS], clock, own.url, LIMITS).complete(PROMPT.system, PROMPT.user)
    assert formats_asked(own) == [(OSS, "json_object")]


@pytest.mark.parametrize(("kind", "ended"), [("cut_off", "cut off"), ("empty", "empty"), ("refuses", "refusal")])
def test_an_answer_that_is_not_whole_says_how_it_ended(
    kind: str, ended: str, own: RunningGroq, clock: HandClock
) -> None:
    fault(own, kind)
    assert GroqChat("key", [OSS], clock, own.url, LIMITS).complete(PROMPT.system, PROMPT.user).ended == ended


def test_a_reasoning_model_is_asked_to_think_little(groq: RunningGroq, clock: HandClock) -> None:
    """The stand-in refuses ``reasoning_effort`` for other models and odd values of it, as Groq does."""
    for name in (LLAMA, OSS):
        assert GroqChat("key", [name], clock, groq.url, LIMITS).complete(PROMPT.system, PROMPT.user).model == name


@pytest.mark.parametrize("ending", ["", "/", "/openai/v1", "/openai/v1/", "/v1"])
def test_the_address_may_be_given_in_any_of_its_usual_spellings(
    ending: str, groq: RunningGroq, clock: HandClock
) -> None:
    chat = GroqChat("key", [LLAMA], clock, groq.url + ending, LIMITS)
    assert chat.complete(PROMPT.system, PROMPT.user).model == LLAMA
    assert LLAMA in chat.offered()
