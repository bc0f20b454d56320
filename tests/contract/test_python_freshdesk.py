"""A client that knows nothing of us finds the Freshdesk it was written for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from freshdesk.v2.api import API
from freshdesk.v2.errors import FreshdeskBadRequest, FreshdeskNotFound, FreshdeskRateLimited, FreshdeskUnauthorized

from sandbox.freshdesk.server import RunningDesk, start

ASHA = {
    "name": "Asha Rao",
    "email": "asha@mail.example",
    "phone": "+919845000101",
    "earlier tickets": [{"subject": "Address proof", "text": "Is it enough?", "days ago": 3, "answer": "Yes."}],
}


@pytest.fixture
def desk() -> Iterator[RunningDesk]:
    with start(api_key="key", seed={"people": [ASHA]}) as running:
        yield running


@pytest.fixture
def api(desk: RunningDesk) -> API:
    return _client(desk, "key")


def _client(desk: RunningDesk, key: str) -> API:
    client = API("lendora.freshdesk.com", key)
    client._api_prefix = f"{desk.url}/api/v2/"
    return client


def test_a_ticket_is_read_with_its_embeds(api: API) -> None:
    ticket = api.tickets.get_ticket(1, "stats", "requester", "conversations", "company")
    assert (ticket.id, ticket.subject, ticket.status, ticket.source) == (1, "Address proof", "closed", "email")
    assert ticket.requester["email"] == "asha@mail.example"
    assert "resolved_at" in ticket.stats
    assert ticket.conversations[0]["body_text"] == "Yes."


def test_tickets_are_listed(api: API) -> None:
    for number in range(3):
        api.tickets.create_ticket(f"Question {number}", description="?", email="asha@mail.example")
    assert [t.subject for t in api.tickets.list_tickets(filter_name=None)][:2] == ["Question 2", "Question 1"]
    assert len(api.tickets.list_tickets(filter_name=None, page=2, per_page=3)) == 1
    assert len(api.tickets.list_new_and_my_open_tickets()) == 3


def test_a_ticket_is_created_and_updated(api: API) -> None:
    created = api.tickets.create_ticket("New", description="<p>Hello</p>", email="new@mail.example", tags=["a"])
    assert (created.description_text, created.tags, created.priority) == ("Hello", ["a"], "low")
    updated = api.tickets.update_ticket(created.id, tags=["b"], priority=4, status=3)
    assert (updated.tags, updated.priority, updated.status) == (["b"], "urgent", "pending")
    assert api.tickets.get_ticket(created.id).tags == ["b"]


def test_tickets_are_searched(api: API) -> None:
    api.tickets.create_ticket("Urgent", description="!", email="new@mail.example", priority=4, tags=["a"])
    found = api.tickets.filter_tickets("(priority:>3 AND tag:'a') OR status:99")
    assert [ticket.subject for ticket in found] == ["Urgent"]
    with pytest.raises(FreshdeskBadRequest):
        api.tickets.filter_tickets("subject:'Urgent'")


def test_notes_and_replies_are_written_and_listed(api: API) -> None:
    ticket = api.tickets.create_ticket("New", description="?", email="asha@mail.example")
    note = api.comments.create_note(ticket.id, "Only for us")
    reply = api.comments.create_reply(ticket.id, "For <b>you</b>")
    assert (note.private, reply.replied_to) == (True, ["asha@mail.example"])
    listed = api.comments.list_comments(ticket.id)
    assert [(c.id, c.source, c.private) for c in listed] == [(note.id, "note", True), (reply.id, "reply", False)]
    assert str(listed[1]) == "For you"


def test_contacts_are_read_and_listed(api: API) -> None:
    created = api.contacts.create_contact(name="Ravi", email="Ravi@Mail.example", unique_external_id="LN-2")
    assert api.contacts.get_contact(created.id).email == "ravi@mail.example"
    assert [str(c) for c in api.contacts.list_contacts(phone="+919845000101")] == ["Asha Rao"]
    assert [str(c) for c in api.contacts.list_contacts(unique_external_id="LN-2")] == ["Ravi"]
    assert api.contacts.list_contacts(_updated_since="2099-01-01T00:00:00Z") == []
    assert api.contacts.update_contact(created.id, mobile="1").mobile == "1"


def test_groups_are_listed(api: API) -> None:
    names = [str(group) for group in api.groups.list_groups()]
    assert names == ["Support", "Risk", "Legal", "Lending Operations"]


def test_the_key_has_an_agent(api: API) -> None:
    assert str(api.agents.currently_authenticated_agent()) == "Reply Router"


def test_ticket_fields_have_four_shapes_of_choices(api: API) -> None:
    fields = {field.name: field for field in api.ticket_fields.list_ticket_fields()}
    assert fields["status"].choices["2"] == ["Open", "Being Processed"]
    assert fields["_priority" if "_priority" in fields else "priority"].choices["Urgent"] == 4
    assert "Question" in fields["ticket_type"].choices
    assert fields["cf_area"].choices["Account"]["Login"]


def test_solutions_are_read_from_category_to_article(api: API) -> None:
    category = api.solutions.categories.list_categories()[0]
    folder = next(one for one in api.solutions.folders.list_from_category(category.id) if one.name == "Fees")
    listed = api.solutions.articles.list_from_folder(folder.id)
    assert [one.title for one in listed] == ["Fees at a glance", "Fees by amount"]
    assert "<table>" in api.solutions.articles.get_article(listed[0].id).description


def test_a_missing_ticket_is_not_found(api: API) -> None:
    with pytest.raises(FreshdeskNotFound):
        api.tickets.get_ticket(4711)


def test_a_wrong_key_is_unauthorized(desk: RunningDesk) -> None:
    with pytest.raises(FreshdeskUnauthorized):
        _client(desk, "wrong").tickets.get_ticket(1)


def test_a_spent_minute_is_rate_limited(desk: RunningDesk, api: API) -> None:
    desk.desk.meter.other_apps = desk.desk.meter.plan.per_minute
    with pytest.raises(FreshdeskRateLimited):
        api.tickets.get_ticket(1)
