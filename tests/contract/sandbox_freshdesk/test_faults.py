from __future__ import annotations

import base64
import socket
import time
from urllib.parse import urlsplit

import pytest
import requests

from tests.contract.sandbox_freshdesk.conftest import KEY, Client

REPLY = {"path": "/tickets/*/reply", "method": "POST"}


def test_a_429_says_when_to_come_back_and_accepts_nothing(client: Client) -> None:
    number = client.mail()
    client.control("/faults", fault="429", retry_after=7, **REPLY)
    refused = client.post(f"/tickets/{number}/reply", {"body": "x"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "7")
    assert client.thread(number) == []
    assert client.post(f"/tickets/{number}/reply", {"body": "x"}).status_code == 201


def test_a_5xx_is_a_page_of_html(client: Client) -> None:
    client.control("/faults", fault="5xx", status=503, count=2)
    answers = [client.get("/tickets/1") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert answers[0].headers["Content-Type"].startswith("text/html")


def test_a_slow_call_holds_nobody_else(client: Client) -> None:
    client.control("/faults", fault="slow", seconds=30, path="/tickets/1", count=-1)
    with pytest.raises(requests.Timeout):
        client.get("/tickets/1", timeout=0.3)
    started = time.monotonic()
    assert client.get("/agents/me").status_code == 200
    assert time.monotonic() - started < 5


def test_a_client_that_stands_still_in_the_middle_of_a_request_holds_nobody_else(client: Client) -> None:
    number, where = client.mail(), urlsplit(client.url)
    key = base64.b64encode(f"{KEY}:X".encode()).decode()
    begun = (
        f"POST /api/v2/tickets/{number}/reply HTTP/1.1\r\nHost: {where.netloc}\r\nAuthorization: Basic {key}\r\n"
        'Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{"body"'
    )
    with socket.create_connection((str(where.hostname), int(where.port or 0)), timeout=5) as still:
        still.sendall(begun.encode())
        assert all(client.get("/agents/me").status_code == 200 for _ in range(20))
        still.sendall(b': "a year."}\r')
        assert still.recv(100).startswith(b"HTTP/1.1 201")


@pytest.mark.parametrize(
    ("fault", "expected"), [("hang_after", requests.Timeout), ("cut_after", requests.ConnectionError)]
)
def test_a_reply_can_be_accepted_without_an_answer(
    client: Client, fault: str, expected: type[requests.RequestException]
) -> None:
    number = client.mail()
    client.control("/faults", fault=fault, seconds=3, **REPLY)
    with pytest.raises(expected):
        client.post(f"/tickets/{number}/reply", {"body": "once"}, timeout=0.5)
    assert [entry["body_text"] for entry in client.thread(number)] == ["once"]


def test_a_reply_can_be_accepted_behind_an_error(client: Client) -> None:
    number = client.mail()
    client.control("/faults", fault="5xx_after", **REPLY)
    assert client.post(f"/tickets/{number}/reply", {"body": "once"}).status_code == 502
    assert len(client.thread(number)) == 1


def test_a_dropped_connection_accepts_nothing(client: Client) -> None:
    number = client.mail()
    client.control("/faults", fault="drop_before", **REPLY)
    with pytest.raises(requests.ConnectionError):
        client.post(f"/tickets/{number}/reply", {"body": "never"})
    assert client.thread(number) == []


def test_faults_that_wait_can_be_taken_away(client: Client) -> None:
    client.control("/faults", fault="5xx", count=-1)
    assert client.control("/faults", "GET")[0]["fault"] == "5xx"
    client.control("/faults", "DELETE")
    assert client.get("/tickets/1").status_code == 200


def test_an_unknown_fault_is_refused_with_those_there_are(client: Client) -> None:
    answer = requests.post(f"{client.url}/sandbox/control/faults", json={"fault": "fire"}, timeout=5)
    assert answer.status_code == 400
    assert "hang_after" in answer.json()["error"]
