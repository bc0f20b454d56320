from __future__ import annotations

import pytest

from sandbox.freshdesk.limits import Meter, Plan
from tests.contract.sandbox_freshdesk.conftest import Client


def _used(client: Client, path: str) -> int:
    return int(client.get(path).headers["X-RateLimit-Used-CurrentRequest"])


def test_embeds_cost_one_in_a_view_and_two_in_a_list(client: Client) -> None:
    assert _used(client, "/tickets/1") == 1
    assert _used(client, "/tickets/1?include=requester,stats") == 3
    assert _used(client, "/tickets?include=requester,stats") == 5


def test_the_headers_count_down_and_failed_calls_count_too(client: Client) -> None:
    client.control("/limits", "PATCH", per_minute=10)
    first, missing = client.get("/agents/me"), client.get("/tickets/99")
    assert first.headers["X-RateLimit-Total"] == "10"
    assert [answer.headers["X-RateLimit-Remaining"] for answer in (first, missing)] == ["9", "8"]
    assert first.headers["X-Request-Id"] != missing.headers["X-Request-Id"]


def test_what_other_apps_used_is_gone(client: Client) -> None:
    client.control("/limits", "PATCH", per_minute=10, other_apps=9)
    assert client.get("/agents/me").status_code == 200
    refused = client.get("/agents/me")
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["X-RateLimit-Remaining"] == "0"


@pytest.mark.parametrize(
    ("kind", "method", "path"),
    [
        ("ticket_create", "POST", "/tickets"),
        ("ticket_update", "PUT", "/tickets/1"),
        ("tickets_list", "GET", "/tickets"),
        ("contacts_list", "GET", "/contacts"),
    ],
)
def test_costly_calls_have_limits_of_their_own(client: Client, kind: str, method: str, path: str) -> None:
    client.control("/limits", "PATCH", inner={kind: 1})
    assert client.call(method, path).status_code != 429
    assert client.call(method, path).status_code == 429
    assert client.get("/agents/me").status_code == 200


def test_a_new_minute_begins_after_sixty_seconds() -> None:
    now = [0.0]
    meter = Meter(Plan(2), tick=lambda: now[0])
    assert [meter.take(1, "", "GET /x").retry_after for _ in range(3)] == [0, 0, 60]
    now[0] = 59.5
    assert meter.take(1, "", "GET /x").retry_after == 1
    now[0] = 60.0
    assert meter.take(1, "", "GET /x").remaining == 1


def test_credits_are_told_by_path_and_can_be_reset(client: Client) -> None:
    client.get("/tickets?include=stats")
    client.get("/tickets/1")
    report = client.control("/credits", "GET")
    assert (report["credits"], report["calls"], report["list_calls"]) == (4, 2, 1)
    assert report["by_path"]["GET /tickets/{id}"] == {"calls": 1, "credits": 1}
    client.control("/credits", "DELETE")
    assert client.control("/credits", "GET")["credits"] == 0
