"""The desk of traps: what a list tells of its tickets, and what it keeps to itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox.freshdesk.server import start
from tests.contract.sandbox_freshdesk.conftest import KEY, Client
from tests.webhook_receiver import WebhookReceiver

TRAPS = Path(__file__).parents[3] / "sandbox" / "freshdesk" / "traps.yaml"
EVER = "updated_since=2000-01-01T00:00:00Z&per_page=100"


@pytest.fixture
def traps() -> Iterator[Client]:
    with start(api_key=KEY, seed=TRAPS) as running:
        yield Client(running.url)


def listed(client: Client) -> dict[str, dict[str, Any]]:
    return {one["subject"]: one for one in client.get(f"/tickets?{EVER}&include=stats").json()}


def hours_ago(stamp: str) -> int:
    return round((datetime.now().astimezone() - datetime.fromisoformat(stamp)) / timedelta(hours=1))


def test_spam_deleted_and_archived_tickets_are_not_listed(traps: Client) -> None:
    assert not {"Spam", "Deleted", "Archived"} & set(listed(traps))
    archived = next(one["id"] for one in traps.control("/tickets", "GET") if one["subject"] == "Archived")
    assert traps.get(f"/tickets/{archived}").status_code == 404


def test_a_second_word_in_a_row_moves_the_last_change_and_nothing_else(traps: Client) -> None:
    again = listed(traps)["Wrote again before the answer"]
    assert (again["stats"]["requester_responded_at"], again["stats"]["agent_responded_at"]) == (None, None)
    assert hours_ago(again["updated_at"]) == 2
    thanked = listed(traps)["Thanked for the answer"]
    assert hours_ago(thanked["stats"]["requester_responded_at"]) == 27
    traps.control(f"/tickets/{thanked['id']}/customer-replies", text="One more thing")
    assert listed(traps)["Thanked for the answer"]["stats"] == thanked["stats"]


def test_every_word_may_move_the_customers_time_too(traps: Client) -> None:
    traps.control("/switches", "PATCH", customer_time_moves=True)
    ticket = listed(traps)["Nobody has answered"]["id"]
    traps.control(f"/tickets/{ticket}/customer-replies", text="Hello?")
    assert hours_ago(listed(traps)["Nobody has answered"]["stats"]["requester_responded_at"]) == 0


def test_the_past_rings_nobody_and_mails_nobody(traps: Client) -> None:
    assert traps.control("/webhooks", "GET") == []
    merged = next(one for one in traps.control("/tickets", "GET") if one["subject"] == "Asked twice")
    assert (merged["status"], merged["conversations"][0]["private"]) == (5, True)


def test_flags_of_machines_and_bounces_stand_on_the_entries(traps: Client) -> None:
    found = listed(traps)
    away = traps.thread(found["An absence notice came back"]["id"])[-1]
    bounced = traps.thread(found["Our answer bounced"]["id"])[-1]
    survey = traps.thread(found["Only a survey was answered"]["id"])[-1]
    assert (away["auto_response"], bounced["email_failure_count"], survey["source"]) == (True, 1, 6)
    assert (
        'class="inline-image"' in traps.get(f"/tickets/{found['A picture in the words']['id']}").json()["description"]
    )


def test_a_required_field_keeps_a_ticket_from_being_closed(traps: Client) -> None:
    ticket = listed(traps)["Nobody has answered"]["id"]
    refused = traps.put(f"/tickets/{ticket}", {"status": 5})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "cf_reference")
    assert traps.put(f"/tickets/{ticket}", {"priority": 3}).status_code == 200
    assert traps.put(f"/tickets/{ticket}", {"status": 5, "custom_fields": {"cf_reference": "1"}}).status_code == 200


def test_pages_end_at_the_three_hundredth_and_hold_a_hundred_at_most(traps: Client) -> None:
    wall = traps.get(f"/tickets?{EVER}&page=301").json()["errors"][0]
    assert (wall["field"], wall["code"]) == ("page", "invalid_value")
    assert wall["message"].startswith("You cannot access tickets beyond the 300th page.")
    assert traps.get("/tickets?per_page=101").status_code == 400


def test_the_search_may_lag_behind(traps: Client) -> None:
    found = traps.get("/search/tickets", params={"query": '"status:2"'}).json()["total"]
    traps.mail()
    traps.control("/switches", "PATCH", search_lags=True)
    assert traps.get("/search/tickets", params={"query": '"status:2"'}).json()["total"] == found


def test_the_desks_clock_can_run_ahead(traps: Client) -> None:
    traps.control("/clock", "PATCH", ahead=3600)
    number = traps.mail()
    answer = traps.get(f"/tickets/{number}")
    assert hours_ago(answer.json()["created_at"]) == -1
    assert answer.headers["Date"].split()[4][:5] == answer.json()["created_at"][11:16]


def test_a_fault_may_let_the_first_calls_through(traps: Client) -> None:
    traps.control("/faults", fault="5xx", path="/tickets", skip=1)
    assert [traps.get("/tickets").status_code for _ in range(3)] == [200, 502, 200]


def test_a_bell_may_come_late(traps: Client, receiver: WebhookReceiver) -> None:
    action = {"field_name": "trigger_webhook", "url": receiver.url, "content": {"content_layout": 2, "content": "{}"}}
    traps.post("/automations/1/rules", {"name": "Ring", "actions": [action]})
    traps.control("/bell", mode="late", seconds=0.3)
    traps.mail()
    assert [one["outcome"] for one in traps.control("/webhooks", "GET")] == ["postponed"]
    end = time.monotonic() + 10
    while len(traps.control("/webhooks", "GET")) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    assert [one["outcome"] for one in traps.control("/webhooks", "GET")] == ["postponed", "delivered"]
