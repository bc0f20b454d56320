"""What a process counts, and where a worker shows it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest
import requests

from router import meters
from router.adapters.freshdesk_http import FreshdeskCalls
from router.errors import Problem, Unavailable
from router.meters import REGISTRY, outside_call, without_ids
from tests.webhook_receiver import WebhookReceiver

CALLS = "router_outside_call_seconds_count"


def counted(place: str, what: str, outcome: str) -> float:
    return REGISTRY.get_sample_value(CALLS, {"place": place, "what": what, "outcome": outcome}) or 0.0


@pytest.fixture
def desk() -> Iterator[WebhookReceiver]:
    with WebhookReceiver() as receiver:
        yield receiver


def test_a_call_counts_by_what_came_of_it() -> None:
    with outside_call("a place", "ask") as call:
        call.answered(201)
    with outside_call("a place", "ask") as call:
        call.answered(429)
    with suppress(ValueError), outside_call("a place", "ask"):
        raise ValueError
    assert [counted("a place", "ask", outcome) for outcome in ("ok", "429", "no answer")] == [1, 1, 1]


def test_every_call_to_freshdesk_is_counted_without_the_number_of_the_ticket(desk: WebhookReceiver) -> None:
    calls = FreshdeskCalls(desk.url.rpartition("/webhooks")[0], "key", 2.0)
    before = counted("Freshdesk", "POST /tickets/N/reply", "429")
    desk.answers = [429]
    with pytest.raises(Unavailable):
        calls.post("/tickets/1234/reply", {})
    assert counted("Freshdesk", "POST /tickets/N/reply", "429") == before + 1


def test_a_call_that_nobody_answers_is_counted_too() -> None:
    before = counted("Freshdesk", "POST /tickets/N/reply", "no answer")
    with suppress(Problem):
        FreshdeskCalls("http://127.0.0.1:1", "key", 1.0).post("/tickets/5/reply", {})
    assert counted("Freshdesk", "POST /tickets/N/reply", "no answer") == before + 1


def test_a_label_holds_no_number_and_no_query() -> None:
    assert without_ids("/tickets/12/conversations?page=2") == "/tickets/N/conversations"


def test_a_worker_shows_what_it_counted_at_its_own_address() -> None:
    address = meters.serve("127.0.0.1:0")
    with outside_call("a place", "shown") as call:
        call.answered(200)
    page = requests.get(f"http://{address}/metrics", timeout=5).text
    assert 'router_outside_call_seconds_count{outcome="ok",place="a place",what="shown"} 1.0' in page


def test_an_address_taken_by_another_worker_keeps_nobody_from_working() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert meters.serve(f"127.0.0.1:{taken.getsockname()[1]}") == ""
    assert meters.serve("") == ""
