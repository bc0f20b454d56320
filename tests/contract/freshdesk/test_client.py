"""Our Freshdesk client against the stand-in, over HTTP."""

from datetime import UTC

import pytest

from router.adapters.freshdesk import Freshdesk
from router.adapters.freshdesk_http import FreshdeskCalls
from router.errors import Refused, TicketGone, Unavailable, Unclear
from sandbox.freshdesk.server import RunningDesk
from tests.control import Control


def test_a_ticket_comes_with_its_words_and_times_in_utc(desk: Freshdesk, control: Control) -> None:
    ticket = desk.ticket(control.mail("How long is it?", subject="Lock-in"))
    assert ticket.subject == "Lock-in"
    assert "How long is it?" in ticket.description
    assert ticket.created_at.tzinfo is UTC
    assert ticket.entries == ()


def test_all_entries_come_also_beyond_the_ten_that_freshdesk_embeds(desk: Freshdesk, control: Control) -> None:
    number = control.mail()
    sent = [control.customer_reply(number, f"word {index}") for index in range(13)]
    assert [entry.id for entry in desk.ticket(number).entries] == sent


def test_a_long_thread_is_read_page_by_page(desk: Freshdesk, control: Control) -> None:
    number = control.mail()
    sent = [control.customer_reply(number, f"word {index}") for index in range(103)]
    assert [entry.id for entry in desk.ticket(number).entries] == sent


def test_a_reply_is_public_and_a_note_is_private(desk: Freshdesk, control: Control) -> None:
    number = control.mail()
    reply, note = desk.reply(number, "<p>For you</p>"), desk.note(number, "<p>For us</p>")
    assert [entry["id"] for entry in control.replies(number)] == [reply]
    assert [entry["id"] for entry in control.notes(number)] == [note]


def test_fields_are_changed_by_their_names(desk: Freshdesk, control: Control) -> None:
    number = control.mail()
    desk.update(number, {"tags": ["one", "two"], "group_id": desk.groups()["Risk"], "priority": 4})
    ticket = control.ticket(number)
    assert (sorted(ticket["tags"]), ticket["priority"]) == (["one", "two"], 4)
    assert ticket["group_id"] == desk.groups()["Risk"]


def test_contacts_are_found_by_one_sign(desk: Freshdesk, control: Control) -> None:
    requester = desk.ticket(control.mail(email="asha+lend@mail.example")).requester_id
    found = desk.contacts(email="asha+lend@mail.example")
    assert [contact.id for contact in found] == [requester]
    assert desk.contact(requester).name == "Asha Rao"
    assert desk.contacts(email="nobody@mail.example") == []


def test_earlier_tickets_are_found_whatever_their_age(desk: Freshdesk, control: Control) -> None:
    first, second = control.mail(), control.mail()
    requester = desk.ticket(first).requester_id
    assert desk.has_earlier_tickets(requester, before=second)
    assert not desk.has_earlier_tickets(requester, before=first)


def test_a_customers_tickets_are_listed_newest_first(desk: Freshdesk, control: Control) -> None:
    first, second = control.mail(), control.mail()
    listed = desk.tickets_of(desk.ticket(first).requester_id)
    assert [line.id for line in listed] == [second, first]
    assert (listed[0].status, listed[0].created_at) == (2, desk.ticket(second).created_at)


def test_the_key_knows_whose_it_is(desk: Freshdesk) -> None:
    assert desk.me() in desk.agents().values()


@pytest.mark.parametrize("fault", ["429", "5xx", "drop_before"])
def test_a_read_survives_a_fault_that_passes(desk: Freshdesk, control: Control, fault: str) -> None:
    number = control.mail()
    control.fault(fault, path="/tickets/*", method="GET", count=2, retry_after=1)
    assert desk.ticket(number).id == number


def test_a_read_gives_up_when_the_fault_stays(desk: Freshdesk, control: Control) -> None:
    number = control.mail()
    control.fault("5xx", path="/tickets/*", method="GET", count=-1)
    with pytest.raises(Unavailable, match="502"):
        desk.ticket(number)


def test_a_long_wait_is_handed_back_instead_of_slept(desk: Freshdesk, control: Control) -> None:
    number = control.mail()
    control.fault("429", path="/tickets/*", count=1, retry_after=900)
    with pytest.raises(Unavailable) as raised:
        desk.ticket(number)
    assert raised.value.retry_after == 900


def test_a_post_that_met_429_was_not_sent(desk: Freshdesk, control: Control) -> None:
    number = control.mail()
    control.fault("429", path="/tickets/*/reply", count=1, retry_after=1)
    with pytest.raises(Unavailable):
        desk.reply(number, "<p>Hello</p>")
    assert control.replies(number) == []


@pytest.mark.parametrize("fault", ["cut_after", "hang_after", "5xx_after"])
def test_a_post_without_an_answer_is_unclear_and_never_repeated(desk: Freshdesk, control: Control, fault: str) -> None:
    number = control.mail()
    control.fault(fault, path="/tickets/*/reply", count=1, seconds=2)
    with pytest.raises(Unclear):
        desk.reply(number, "<p>Hello</p>")
    assert len(control.replies(number)) == 1


def test_a_missing_ticket_is_refused_for_good(desk: Freshdesk) -> None:
    with pytest.raises(Refused) as raised:
        desk.ticket(99)
    assert raised.value.status == 404


def test_a_spam_ticket_refuses_changes(desk: Freshdesk, control: Control) -> None:
    number = control.mail()
    control.become(number, "spam")
    with pytest.raises(Refused) as raised:
        desk.update(number, {"priority": 4})
    assert raised.value.status == 405


def test_a_refusal_tells_which_field_was_wrong(desk: Freshdesk, control: Control) -> None:
    number = control.mail()
    with pytest.raises(Refused, match="nonsense"):
        desk.update(number, {"nonsense": 1})


def test_a_wrong_key_waits_for_the_right_one_and_says_which_setting(running: RunningDesk) -> None:
    with pytest.raises(Unavailable, match="FRESHDESK_API_KEY"):
        Freshdesk(FreshdeskCalls(running.url, "wrong", 1.0)).me()


@pytest.mark.parametrize(
    ("status", "code", "advice"),
    [
        (403, "account_suspended", "Admin → Account"),
        (403, "password_lockout", "unlock them"),
        (302, "", "elsewhere.freshdesk.example .* FRESHDESK_URL"),
        (200, "", "isn't JSON"),
        (503, "", "503"),
    ],
)
def test_a_fault_of_the_account_or_the_address_is_no_tickets_fault(
    desk: Freshdesk, control: Control, status: int, code: str, advice: str
) -> None:
    number = control.mail()
    control.fault("refuse" if code or status == 302 else "5xx", path="/tickets/*", count=-1, status=status, code=code)
    with pytest.raises(Unavailable, match=advice):
        desk.ticket(number)


@pytest.mark.parametrize(
    ("status", "code", "advice"),
    [
        (403, "access_denied", "ticket scope"),
        (404, "", "may not see it"),
        (405, "", "spam or deleted"),
    ],
)
def test_a_final_refusal_says_what_to_do(
    desk: Freshdesk, control: Control, status: int, code: str, advice: str
) -> None:
    number = control.mail()
    control.fault("refuse", path="/tickets/*", status=status, code=code, count=-1)
    with pytest.raises(TicketGone, match=advice):
        desk.ticket(number)
    control.fault("refuse", path="/tickets/*/reply", status=status, code=code)
    with pytest.raises(Refused, match=advice) as raised:
        desk.reply(number, "<p>Hello</p>")
    assert raised.value.status == status
    assert control.credits()["by_path"].get("POST /tickets/{id}/reply") is None


def test_at_a_wrong_address_no_ticket_is_gone(desk: Freshdesk, control: Control) -> None:
    control.fault("refuse", status=404, count=-1)
    with pytest.raises(Unavailable, match="FRESHDESK_URL"):
        desk.ticket(control.mail())


def test_a_desk_that_is_down_can_be_asked_again_later() -> None:
    nobody = Freshdesk(FreshdeskCalls("http://127.0.0.1:9", "key", 1.0))
    with pytest.raises(Unavailable, match="can't be reached"):
        nobody.ticket(1)
    with pytest.raises(Unavailable, match="can't be reached"):
        nobody.reply(1, "<p>Hello</p>")


@pytest.mark.parametrize(("switch", "words"), [("short_pages", 14), ("embeds_nothing", 2)])
def test_a_thread_is_read_to_its_end_however_little_an_answer_holds(
    desk: Freshdesk, control: Control, switch: str, words: int
) -> None:
    """An agent's reply that isn't seen would be talked over."""
    number = control.mail()
    for _ in range(words):
        control.customer_reply(number, "Hello?")
    answer = control.agent_reply(number, "I'll see to it.")
    control.switch(switch)
    assert [entry.id for entry in desk.ticket(number).entries][words:] == [answer]


@pytest.mark.parametrize("status", [403, 407, 408, 425])
def test_what_a_firewall_or_a_proxy_refuses_is_no_tickets_end(desk: Freshdesk, control: Control, status: int) -> None:
    """Freshdesk says no in JSON; a page of somebody else's says nothing of the ticket."""
    number = control.mail()
    control.fault("5xx", path="/tickets/*", count=2, status=status)
    with pytest.raises(Unavailable, match=f"on the way to it .*{status}"):
        desk.ticket(number)
    with pytest.raises(Unclear if status == 408 else Unavailable):
        desk.reply(number, "<p>Hello</p>")
    assert desk.ticket(number).entries == ()


def test_pages_that_lack_what_the_ticket_showed_are_not_believed(desk: Freshdesk, control: Control) -> None:
    """A copy that lags behind served them: what an agent wrote last may be missing too."""
    number = control.mail()
    words = [control.customer_reply(number, "Hello?") for _ in range(10)]
    control.fault("stale", path=f"/tickets/{number}/conversations", count=1)
    with pytest.raises(Unavailable, match="without its own beginning"):
        desk.ticket(number)
    assert [entry.id for entry in desk.ticket(number).entries] == words
