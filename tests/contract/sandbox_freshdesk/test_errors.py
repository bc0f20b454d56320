from __future__ import annotations

import http.client
import json
from typing import Any

import pytest
import requests
from requests.auth import _basic_auth_str

from tests.contract.sandbox_freshdesk.conftest import KEY, Client


def _problems(answer: requests.Response) -> dict[str, str]:
    assert answer.json()["description"] == "Validation failed"
    return {error["field"]: error["code"] for error in answer.json()["errors"]}


def test_every_unknown_field_is_named(client: Client) -> None:
    answer = client.post("/tickets/1/reply", {"body": "x", "private": False, "status": 4})
    assert answer.status_code == 400
    assert _problems(answer) == {"private": "invalid_field", "status": "invalid_field"}
    assert answer.json()["errors"][0]["message"] == "Unexpected/invalid field in request"
    assert client.thread(1) == []


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ({"email": "a@b.example", "status": 99}, {"status": "invalid_value"}),
        ({"email": "a@b.example", "tags": "one"}, {"tags": "datatype_mismatch"}),
        ({"email": "a@b.example", "priority": True}, {"priority": "datatype_mismatch"}),
        ({"email": "a@b.example", "custom_fields": {"cf_none": 1}}, {"cf_none": "invalid_field"}),
        ({"email": "a@b.example", "group_id": 1}, {"group_id": "invalid_value"}),
        ({"subject": "nobody"}, {"requester_id": "missing_field"}),
    ],
)
def test_a_bad_ticket_is_refused_with_the_reason(
    client: Client, body: dict[str, Any], problems: dict[str, str]
) -> None:
    assert _problems(client.post("/tickets", body)) == problems


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/tickets?per_page=101", "per_page"),
        ("/tickets?page=0", "page"),
        ("/tickets?page=301", "page"),
        ("/tickets?include=conversations", "include"),
        ("/tickets?filter=mine", "filter"),
        ("/tickets?updated_since=soon", "updated_since"),
        ("/contacts?state=asleep", "state"),
    ],
)
def test_a_bad_list_is_refused_with_the_field(client: Client, path: str, field: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert list(_problems(answer)) == [field]


def test_the_wall_of_three_hundred_pages_has_its_own_words(client: Client) -> None:
    words = client.get("/tickets?page=301").json()["errors"][0]["message"]
    assert words == "You cannot access tickets beyond the 300th page. Please provide a smaller page number."


def test_a_wrong_key_gets_a_flat_401(client: Client) -> None:
    answer = client.get("/tickets/1", auth=("wrong", "X"))
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_credentials")


def test_what_is_not_there_is_an_empty_404(client: Client) -> None:
    for path in ("/tickets/99", "/tickets/99/conversations", "/contacts/1", "/nothing", "/tickets/abc"):
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (404, b""), path


def test_a_wrong_verb_is_told_the_right_ones(client: Client) -> None:
    answer = client.call("PATCH", "/agents/me")
    assert answer.status_code == 405
    words = "PATCH method is not allowed. It should be one of these method(s): GET"
    assert answer.json()["message"] == words


@pytest.mark.parametrize("state", ["spam", "delete"])
def test_spam_and_deleted_tickets_can_be_read_but_not_written(client: Client, state: str) -> None:
    number = client.mail()
    client.control(f"/tickets/{number}/{state}")
    assert client.get(f"/tickets/{number}").json()["spam" if state == "spam" else "deleted"] is True
    assert client.put(f"/tickets/{number}", {"priority": 2}).status_code == 405
    assert client.post(f"/tickets/{number}/reply", {"body": "x"}).status_code == 405


def test_a_blocked_contact_cannot_be_written_and_hides(client: Client) -> None:
    asha = client.get("/contacts?email=asha@mail.example").json()[0]["id"]
    client.control(f"/contacts/{asha}/block")
    assert client.put(f"/contacts/{asha}", {"name": "x"}).status_code == 405
    assert client.get("/contacts").json() == []
    assert client.get("/contacts?state=blocked").json()[0]["id"] == asha


def test_a_form_is_told_to_be_json(client: Client) -> None:
    answer = client.call("POST", "/tickets", data={"subject": "x"})
    assert (answer.status_code, answer.json()["code"]) == (415, "invalid_content_type")
    assert "application/x-www-form-urlencoded" in answer.json()["message"]


def test_a_client_that_takes_no_json_gets_406(client: Client) -> None:
    assert client.get("/tickets/1", headers={"Accept": "application/xml"}).status_code == 406


def test_broken_json_is_named_so(client: Client) -> None:
    answer = client.call("POST", "/tickets", data='{"subject": ', headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_json")


def test_a_doubled_slash_is_misread(client: Client) -> None:
    # requests itself folds the slashes; most other clients send them as they stand.
    connection = http.client.HTTPConnection(client.url.removeprefix("http://"), timeout=5)
    connection.request("GET", "//api/v2/tickets/1", headers={"Authorization": _basic_auth_str(KEY, "X")})
    answer = connection.getresponse()
    assert answer.status == 400
    assert json.load(answer)["errors"][0] == {
        "field": "ticket",
        "message": "Unexpected/invalid field in request",
        "code": "invalid_field",
    }


def test_an_address_that_is_taken_is_a_conflict_naming_its_owner(client: Client) -> None:
    answer = client.post("/contacts", {"name": "Twin", "email": "ASHA@work.example"})
    assert answer.status_code == 409
    asha = client.get("/contacts?email=asha@mail.example").json()[0]["id"]
    assert answer.json()["errors"][0]["additional_info"] == {"user_id": asha}
