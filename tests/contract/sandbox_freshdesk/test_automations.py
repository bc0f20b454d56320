from __future__ import annotations

import json
import time
from typing import Any

import pytest

from sandbox.freshdesk.server import RunningDesk
from tests.contract.sandbox_freshdesk.conftest import Client
from tests.webhook_receiver import WebhookReceiver

BELL = '{"ticket_id": "{{ticket.id}}", "triggered_event": "{{triggered_event}}"}'


def _webhook(receiver: WebhookReceiver, **changes: Any) -> dict[str, Any]:
    content = {"content_layout": 2, "content": BELL}
    return {"field_name": "trigger_webhook", "url": receiver.url, "content": content} | changes


def _on_reply(performer: int, *actions: dict[str, Any], **changes: Any) -> dict[str, Any]:
    rule = {"name": "Ring", "performer": {"type": performer}, "events": [{"field_name": "reply_sent"}]}
    return rule | {"actions": list(actions)} | changes


def _add(client: Client, kind: int, rule: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(f"/automations/{kind}/rules", rule)
    assert answer.status_code == 201, answer.text
    added: dict[str, Any] = answer.json()
    return added


def test_a_new_ticket_rings_with_the_admins_own_body(client: Client, receiver: WebhookReceiver) -> None:
    _add(client, 1, {"name": "New", "actions": [_webhook(receiver, custom_headers={"X-Secret": "s3cret"})]})
    number = client.mail()
    (rung,) = receiver.wait_for(1)
    assert json.loads(rung.body) == {"ticket_id": str(number), "triggered_event": "{ticket_action:created}"}
    assert rung.headers["X-Secret"] == "s3cret"


def test_simple_content_stands_under_the_wrapper(client: Client, receiver: WebhookReceiver) -> None:
    ticked = {"content_layout": 1, "content": ["ticket.id", "ticket.status", "ticket.contact.email"]}
    _add(client, 1, {"name": "New", "actions": [_webhook(receiver, content=ticked, api_key="k")]})
    number = client.mail()
    (rung,) = receiver.wait_for(1)
    shown = {"ticket_id": number, "ticket_status": "Open", "ticket_contact_email": "asha@mail.example"}
    assert json.loads(rung.body) == {"freshdesk_webhook": shown}
    assert rung.headers["Authorization"].startswith("Basic ")


@pytest.mark.parametrize("escape", [True, False])
def test_values_are_escaped_for_json_or_not(client: Client, receiver: WebhookReceiver, escape: bool) -> None:
    client.control("/switches", "PATCH", escape_json=escape, freshservice_ids=True)
    content = {"content_layout": 2, "content": '{"id": "{{ticket.id}}", "subject": "{{ticket.subject}}"}'}
    _add(client, 1, {"name": "New", "actions": [_webhook(receiver, content=content)]})
    number = client.mail(subject='My "exit" fee')
    (rung,) = receiver.wait_for(1)
    middle = '\\"exit\\"' if escape else '"exit"'
    assert rung.body == f'{{"id": "INC-{number}", "subject": "My {middle} fee"}}'


def test_only_the_performer_asked_for_rings(client: Client, receiver: WebhookReceiver) -> None:
    _add(client, 4, _on_reply(2, _webhook(receiver)))
    number = client.mail()
    client.post(f"/tickets/{number}/reply", {"body": "by the key"})
    client.control(f"/tickets/{number}/customer-replies", text="by the customer")
    client.control(f"/tickets/{number}/agent-replies", text="by hand")
    _wait_for_outcome(client, receiver, "delivered")
    assert [row["outcome"] for row in _log(client)] == ["delivered"]


def test_writes_over_the_api_ring_a_rule_for_agents(client: Client, receiver: WebhookReceiver) -> None:
    _add(client, 4, _on_reply(3, _webhook(receiver)))
    number = client.mail()
    client.post(f"/tickets/{number}/reply", {"body": "our own answer rings our own bell"})
    (rung,) = receiver.wait_for(1)
    assert json.loads(rung.body)["triggered_event"] == "{reply_sent:sent}"


def test_a_change_of_status_tells_from_and_to(client: Client, receiver: WebhookReceiver) -> None:
    events = [{"field_name": "status", "from": "--", "to": 4}]
    _add(client, 4, {"name": "Solved", "events": events, "actions": [_webhook(receiver)]})
    number = client.mail()
    client.put(f"/tickets/{number}", {"status": 3})
    client.put(f"/tickets/{number}", {"status": 4, "priority": 4})
    (rung,) = receiver.wait_for(1)
    assert json.loads(rung.body)["triggered_event"] == "{status:{from:3,to:4}}"


def test_private_and_public_notes_are_told_apart(client: Client, receiver: WebhookReceiver) -> None:
    events = [{"field_name": "note_type", "value": "public"}]
    _add(client, 4, {"name": "Note", "events": events, "actions": [_webhook(receiver)]})
    number = client.mail()
    client.post(f"/tickets/{number}/notes", {"body": "private"})
    client.post(f"/tickets/{number}/notes", {"body": "public", "private": False})
    (rung,) = receiver.wait_for(1)
    assert json.loads(rung.body)["triggered_event"] == "{note_type:public}"


def test_conditions_are_looked_at(client: Client) -> None:
    sets = [
        {"match_type": "any", "properties": [{"field_name": "subject", "operator": "contains", "value": ["fee", "x"]}]},
        {"match_type": "all", "properties": [{"field_name": "requester_email", "operator": "ends_with", "value": "e"}]},
    ]
    actions = [
        {"field_name": "add_tag", "value": "money"},
        {"field_name": "priority", "value": 3},
        {"field_name": "group_id", "value": "Risk"},
    ]
    _add(client, 1, {"name": "Money", "conditions": sets, "operator": "and", "actions": actions})
    one, other = client.mail(subject="Exit FEE"), client.mail(subject="Hello")
    ticket = client.get(f"/tickets/{one}").json()
    assert (ticket["tags"], ticket["priority"], ticket["group_id"] is not None) == (["money"], 3, True)
    assert client.get(f"/tickets/{other}").json()["tags"] == []


def test_a_failed_webhook_comes_again_after_5_30_and_60_minutes(client: Client, receiver: WebhookReceiver) -> None:
    receiver.answers[:] = [500, 503, 302]
    _add(client, 1, {"name": "New", "actions": [_webhook(receiver)]})
    client.mail()
    assert len({rung.body for rung in receiver.wait_for(4)}) == 1
    _wait_for_outcome(client, receiver, "delivered")
    assert [(row["attempt"], row["status"]) for row in _log(client)] == [(1, 500), (2, 503), (3, 302), (4, 202)]


def test_the_admins_get_a_mail_when_all_retries_failed(
    client: Client, desk: RunningDesk, receiver: WebhookReceiver
) -> None:
    receiver.answers[:] = [500] * 4
    _add(client, 1, {"name": "New", "actions": [_webhook(receiver)]})
    client.mail()
    receiver.wait_for(4)
    _wait_for_outcome(client, receiver, "given up")
    receiver.wait_until(lambda: any(mail.to == ("admins",) for mail in desk.desk.outbox), "a mail to the admins")


def test_a_bell_can_ring_twice_or_never(client: Client, receiver: WebhookReceiver) -> None:
    _add(client, 1, {"name": "New", "actions": [_webhook(receiver)]})
    client.control("/bell", mode="never")
    client.mail()
    client.control("/bell", mode="twice")
    second = client.mail()
    assert [json.loads(rung.body)["ticket_id"] for rung in receiver.wait_for(2)] == [str(second)] * 2
    assert _log(client)[0]["outcome"] == "dropped"


def test_a_customers_reply_reopens_a_closed_ticket_and_a_machines_does_not(client: Client) -> None:
    number = client.mail()
    client.control(f"/tickets/{number}/close")
    client.control(f"/tickets/{number}/customer-replies", text="Away", headers={"Auto-Submitted": "auto-replied"})
    assert client.get(f"/tickets/{number}").json()["status"] == 5
    client.control(f"/tickets/{number}/customer-replies", text="Thanks!")
    ticket = client.get(f"/tickets/{number}?include=stats").json()
    assert ticket["status"] == 2
    assert ticket["stats"]["reopened_at"] is not None


def test_the_first_responder_gets_the_ticket_when_that_rule_is_on(client: Client) -> None:
    rules = {rule["name"]: rule for rule in client.get("/automations/4/rules").json()}
    first = rules["Assign to the agent who answers first"]
    assert client.put(f"/automations/4/rules/{first['id']}", {"active": True}).status_code == 200
    number = client.mail()
    me = client.post(f"/tickets/{number}/reply", {"body": "x"}).json()["user_id"]
    assert client.get(f"/tickets/{number}").json()["responder_id"] == me


def test_rules_can_be_read_changed_and_removed_without_telling_secrets(
    client: Client, receiver: WebhookReceiver
) -> None:
    added = _add(client, 4, _on_reply(2, _webhook(receiver, api_key="s3cret")))
    path = f"/automations/4/rules/{added['id']}"
    assert "s3cret" not in client.get(path).text
    assert client.put(path, {"name": "Renamed"}).json()["name"] == "Renamed"
    assert client.call("DELETE", path).status_code == 204
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "broken",
    [
        {"name": "No actions"},
        {"name": "No events", "actions": [{"field_name": "status", "value": 2}]},
        _on_reply(9, {"field_name": "status", "value": 2}),
        _on_reply(2, {"field_name": "explode"}),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(client: Client, broken: dict[str, Any]) -> None:
    answer = client.post("/automations/4/rules", broken)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "invalid_value"


def _log(client: Client) -> list[dict[str, Any]]:
    return list(client.control("/webhooks", "GET"))


def _wait_for_outcome(client: Client, receiver: WebhookReceiver, outcome: str) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if outcome in [row["outcome"] for row in _log(client)]:
            return
        time.sleep(0.02)
    pytest.fail(f"no webhook was {outcome}: {_log(client)}")
