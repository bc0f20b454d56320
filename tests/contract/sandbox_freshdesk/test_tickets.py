from __future__ import annotations

import requests

from tests.contract.sandbox_freshdesk.conftest import Client


def test_the_first_message_is_the_description_and_no_conversation(client: Client) -> None:
    number = client.mail(text="Line one\nLine two")
    ticket = client.get(f"/tickets/{number}").json()
    assert ticket["description_text"] == "Line one Line two"
    assert client.get(f"/tickets/{number}/conversations").json() == []


def test_only_the_ten_oldest_conversations_are_embedded(client: Client) -> None:
    number = client.mail()
    ids = [client.post(f"/tickets/{number}/notes", {"body": str(n)}).json()["id"] for n in range(12)]
    embedded = client.get(f"/tickets/{number}?include=conversations").json()["conversations"]
    assert [entry["id"] for entry in embedded] == ids[:10]
    assert min(ids) > 2**32


def test_pages_of_conversations_follow_the_link(client: Client) -> None:
    number = client.mail()
    for n in range(5):
        client.post(f"/tickets/{number}/notes", {"body": str(n)})
    first = client.get(f"/tickets/{number}/conversations?per_page=3")
    assert first.headers["link"].startswith("< http")
    assert 'rel="next"' in first.headers["link"]
    last = client.get(f"/tickets/{number}/conversations?per_page=3&page=2")
    assert [entry["body_text"] for entry in first.json() + last.json()] == ["0", "1", "2", "3", "4"]
    assert "link" not in last.headers


def test_lists_reach_back_thirty_days_unless_told_since_when(client: Client) -> None:
    asha = client.get("/contacts").json()[0]["id"]
    assert client.get(f"/tickets?requester_id={asha}").json() == []
    listed = client.get(f"/tickets?requester_id={asha}&updated_since=2000-01-01T00:00:00Z").json()
    assert [ticket["subject"] for ticket in listed] == ["Address proof"]
    assert "description" not in listed[0]


def test_what_is_read_back_is_not_what_was_sent(client: Client) -> None:
    number = client.mail()
    sent = '<p data-ref="r1" onclick="x()">Hello</p><!-- mark --><script>alert(1)</script>'
    client.post(f"/tickets/{number}/notes", {"body": sent})
    body = client.thread(number)[0]["body"]
    assert body.startswith("<div style=")
    assert "<p>Hello</p>" in body
    client.control("/switches", "PATCH", keep_comments=True, keep_attributes=True)
    client.post(f"/tickets/{number}/notes", {"body": sent})
    body = client.thread(number)[1]["body"]
    assert "<!-- mark -->" in body
    assert 'data-ref="r1"' in body
    assert "script" not in body


def test_notes_are_private_unless_said_otherwise(client: Client) -> None:
    number = client.mail()
    client.post(f"/tickets/{number}/notes", {"body": "for us"})
    client.post(f"/tickets/{number}/notes", {"body": "for all", "private": False})
    assert [entry["private"] for entry in client.thread(number)] == [True, False]


def test_a_reply_goes_to_the_outbox_and_leaves_the_status(client: Client) -> None:
    number = client.mail()
    client.post(f"/tickets/{number}/reply", {"body": "Hello", "cc_emails": ["x@mail.example"]})
    mails = requests.get(f"{client.url}/sandbox/outbox", timeout=5).json()
    assert [(mail["to"], mail["cc"], mail["ticket_id"]) for mail in mails] == [
        (["asha@mail.example"], ["x@mail.example"], number)
    ]
    assert client.get(f"/tickets/{number}").json()["status"] == 2


def test_notes_can_be_edited_and_replies_cannot(client: Client) -> None:
    number = client.mail()
    note = client.post(f"/tickets/{number}/notes", {"body": "old"}).json()["id"]
    reply = client.post(f"/tickets/{number}/reply", {"body": "sent"}).json()["id"]
    assert client.put(f"/conversations/{note}", {"body": "new"}).json()["body_text"] == "new"
    assert client.put(f"/conversations/{reply}", {"body": "new"}).status_code == 405
    assert client.call("DELETE", f"/conversations/{note}").status_code == 204
    assert [entry["id"] for entry in client.thread(number)] == [reply]


def test_tags_are_replaced_as_a_whole(client: Client) -> None:
    number = client.mail()
    client.put(f"/tickets/{number}", {"tags": ["a", "b"]})
    assert client.put(f"/tickets/{number}", {"tags": ["c"], "priority": 4}).json()["tags"] == ["c"]


def test_a_file_can_be_sent_by_form(client: Client) -> None:
    answer = client.call(
        "POST",
        "/tickets",
        data={"subject": "Proof", "email": "new@mail.example", "status": "3", "tags[]": ["a", "b"]},
        files=[("attachments[]", ("proof.txt", b"12345", "text/plain"))],
    )
    assert answer.status_code == 201
    assert answer.json()["tags"] == ["a", "b"]
    assert (answer.json()["attachments"][0]["name"], answer.json()["attachments"][0]["size"]) == ("proof.txt", 5)


def test_an_unknown_sender_becomes_a_contact_and_a_second_address_does_not(client: Client) -> None:
    client.mail(name="New Person", email="New@mail.example")
    client.mail(email="asha@work.example")
    assert [contact["name"] for contact in client.get("/contacts").json()] == ["Asha Rao", "New Person"]


def test_a_copied_person_writes_under_their_own_id(client: Client) -> None:
    number = client.mail(cc=["son@mail.example"])
    client.control(f"/tickets/{number}/customer-replies", text="Me too", name="Son", email="son@mail.example")
    requester = client.get(f"/tickets/{number}").json()["requester_id"]
    entry = client.thread(number)[0]
    assert (entry["incoming"], entry["user_id"] != requester) == (True, True)


def test_an_automatic_reply_is_marked(client: Client) -> None:
    number = client.mail()
    for headers in ({"Auto-Submitted": "auto-replied"}, {"precedence": "bulk"}, {"Auto-Submitted": "no"}):
        client.control(f"/tickets/{number}/customer-replies", text="Away", headers=headers)
    assert [entry["auto_response"] for entry in client.thread(number)] == [True, True, False]


def test_a_merged_ticket_is_closed_and_its_words_move(client: Client) -> None:
    first, second = client.mail(), client.mail(subject="Again")
    client.control(f"/tickets/{second}/customer-replies", text="More")
    client.control(f"/tickets/{second}/merge", into=first)
    assert client.get(f"/tickets/{second}").json()["status"] == 5
    assert [entry["body_text"] for entry in client.thread(first)][-1] == "More"
    assert f"merged into ticket {first}" in client.thread(second)[0]["body_text"]


def test_reset_brings_the_beginning_back(client: Client) -> None:
    client.mail()
    client.control("/switches", "PATCH", escape_json=False)
    client.control("/reset")
    assert client.control("/switches", "GET")["escape_json"] is True
    assert [ticket["id"] for ticket in client.control("/tickets", "GET")] == [1]
