"""Exactly one post, and never over a person's head: delivery over HTTP, with everything that can come between."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from router.adapters.freshdesk import Freshdesk
from router.errors import Refused, Unavailable, Unclear
from router.posting.post import Post, post_key, reference_of
from router.posting.reply import reply_html
from router.settings import read_settings
from router.stages.deliver import Delivery, Parcel
from router.stages.moved import SUPERSEDED, is_superseded
from router.stages.understand import understand
from router.store.database import open_engine
from router.store.outbox import Outbox
from router.types import Receipt, Ticket
from tests.clock import SetClock
from tests.control import Control
from tests.laid_out import lay_out

SETTLE = 30.0
REPLY = Parcel("reply", lambda reference: reply_html("Hello [first name]", reference), {}, (), "allowed")
NOTE = Parcel("note", lambda reference: reply_html("For an agent", reference), {}, (), "as delivered")


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    settings = read_settings(var=tmp_path)
    lay_out(settings)
    engine: sa.Engine = open_engine(settings)
    yield Outbox(engine)
    engine.dispose()


@dataclass
class Case:
    """A ticket as a run read it, and the run's way to post on it."""

    desk: Freshdesk
    control: Control
    outbox: Outbox
    clock: SetClock
    number: int

    def read(self) -> Ticket:
        thread = self.desk.ticket(self.number)
        contact = self.desk.contact(thread.requester_id)
        return understand(thread, contact, lambda _text: (), {}, self.outbox.ours(self.number))[0]

    def delivery(self, ticket: Ticket) -> Delivery:
        names = {"[first name]": "Asha"}
        return Delivery("run-1", ticket, 0, self.desk, self.outbox, names, self.clock, SETTLE)

    def intended(self) -> Post:
        """The intent of a run that died right after writing it down."""
        key = post_key(self.number, 0, "reply")
        body = reply_html("Hello [first name]", reference_of(key))
        post = Post(key, self.number, 0, "reply", body, reference_of(key), 0, self.clock.now())
        assert self.outbox.intend(post, self.outbox.of_ticket(self.number))
        return post


@pytest.fixture
def case(desk: Freshdesk, control: Control, outbox: Outbox) -> Case:
    return Case(desk, control, outbox, SetClock(), control.mail())


def test_a_reply_goes_out_once_with_the_name_put_back(case: Case) -> None:
    receipt = case.delivery(case.read()).deliver(REPLY)
    [reply] = case.control.replies(case.number)
    assert "Hello Asha" in reply["body"]
    assert receipt.reference in reply["body"]
    assert (receipt.delivered, receipt.conversation_id) == ("reply", reply["id"])


def test_delivering_again_posts_nothing_more(case: Case) -> None:
    ticket = case.read()
    first, second = case.delivery(ticket).deliver(REPLY), case.delivery(ticket).deliver(REPLY)
    assert first == second
    assert len(case.control.replies(case.number)) == 1


@pytest.mark.parametrize("fault", ["cut_after", "hang_after", "5xx_after"])
def test_a_reply_that_was_accepted_without_an_answer_is_found_again(case: Case, fault: str) -> None:
    ticket = case.read()
    case.control.fault(fault, path="/tickets/*/reply", count=1, seconds=2)
    with pytest.raises(Unclear):
        case.delivery(ticket).deliver(REPLY)
    case.clock.forward(SETTLE)
    receipt = case.delivery(ticket).deliver(REPLY)
    [reply] = case.control.replies(case.number)
    assert receipt.conversation_id == reply["id"]


def test_a_post_in_flight_is_waited_for_before_anything_else(case: Case) -> None:
    ticket = case.read()
    case.intended()
    with pytest.raises(Unavailable) as raised:
        case.delivery(ticket).deliver(REPLY)
    assert raised.value.retry_after == SETTLE
    assert case.control.replies(case.number) == []


def test_a_run_that_died_before_its_call_is_made_good_after_two_looks(case: Case) -> None:
    ticket = case.read()
    case.intended()
    with pytest.raises(Unavailable, match="may still arrive"):
        case.delivery(ticket).deliver(REPLY)
    case.clock.forward(SETTLE)
    with pytest.raises(Unavailable, match="isn't in the thread yet"):
        case.delivery(ticket).deliver(REPLY)
    case.delivery(ticket).deliver(REPLY)
    assert len(case.control.replies(case.number)) == 1


def test_what_goes_out_after_a_crash_is_what_was_meant_before_it(case: Case) -> None:
    ticket = case.read()
    meant = case.intended()
    case.outbox.not_sent(meant)
    other = Parcel("reply", lambda reference: reply_html("Another text", reference), {}, (), "allowed")
    case.delivery(ticket).deliver(other)
    [reply] = case.control.replies(case.number)
    assert "Hello Asha" in reply["body"]


def test_a_call_that_was_refused_for_now_is_made_again_at_once(case: Case) -> None:
    ticket = case.read()
    case.control.fault("429", path="/tickets/*/reply", count=1, retry_after=1)
    with pytest.raises(Unavailable):
        case.delivery(ticket).deliver(REPLY)
    case.delivery(ticket).deliver(REPLY)
    assert len(case.control.replies(case.number)) == 1


def test_posts_that_vanish_again_and_again_end_with_a_person(case: Case) -> None:
    ticket = case.read()
    post = case.intended()
    assert case.outbox.intend(replace(post, posts=3), case.outbox.of_ticket(case.number))
    for what in ("may still arrive", "isn't in the thread yet"):
        with pytest.raises(Unavailable, match=what):
            case.delivery(ticket).deliver(REPLY)
        case.clock.forward(SETTLE)
    for _ in range(2):
        with pytest.raises(Refused, match="please look"):
            case.delivery(ticket).deliver(REPLY)
    assert case.control.replies(case.number) == []


def test_a_person_who_replied_meanwhile_has_the_last_word(case: Case) -> None:
    ticket = case.read()
    case.control.agent_reply(case.number, "I'll take this one.")
    receipt = case.delivery(ticket).deliver(REPLY)
    assert (receipt.delivered, receipt.reason) == ("nothing", "dropped: a person replied meanwhile")
    assert len(case.control.replies(case.number)) == 1


def test_a_customer_who_wrote_again_gets_one_answer_to_everything(case: Case) -> None:
    ticket = case.read()
    case.control.customer_reply(case.number, "And another thing ...")
    assert case.delivery(ticket).deliver(REPLY).reason == SUPERSEDED
    assert case.control.replies(case.number) == []


@pytest.mark.parametrize(("state", "says"), [("spam", "spam"), ("delete", "deleted"), ("close", "closed")])
def test_a_ticket_that_is_gone_is_left_alone(case: Case, state: str, says: str) -> None:
    ticket = case.read()
    case.control.become(case.number, state)
    receipt = case.delivery(ticket).deliver(REPLY)
    assert receipt.delivered == "nothing"
    assert says in receipt.reason
    assert case.control.replies(case.number) == []


def test_a_stale_note_is_dropped_too(case: Case) -> None:
    ticket = case.read()
    case.control.agent_reply(case.number, "Done.")
    assert case.delivery(ticket).deliver(NOTE).delivered == "nothing"
    assert case.control.notes(case.number) == []


def test_tags_are_added_to_those_that_stand_there_now(case: Case) -> None:
    ticket = case.read()
    case.desk.update(case.number, {"tags": ["vip"]})
    parcel = Parcel("note", NOTE.html, {"priority": 4}, ("answered", "vip"), "as delivered")
    case.delivery(ticket).deliver(parcel)
    after = case.control.ticket(case.number)
    assert (sorted(after["tags"]), after["priority"]) == (["answered", "vip"], 4)


def test_a_refused_field_is_a_remark_and_the_reply_stands(case: Case) -> None:
    ticket = case.read()
    parcel = Parcel("reply", REPLY.html, {"group_id": 1}, (), "allowed")
    receipt = case.delivery(ticket).deliver(parcel)
    assert receipt.delivered == "reply"
    assert "group_id could not be written" in receipt.reason
    assert len(case.control.replies(case.number)) == 1


def test_fields_that_could_not_be_written_are_written_later_without_a_second_post(case: Case) -> None:
    ticket = case.read()
    case.control.fault("5xx", path="/tickets/*", method="PUT", count=3)
    parcel = Parcel("reply", REPLY.html, {"priority": 4}, (), "allowed")
    with pytest.raises(Unavailable):
        case.delivery(ticket).deliver(parcel)
    case.delivery(ticket).deliver(parcel)
    assert case.control.ticket(case.number)["priority"] == 4
    assert len(case.control.replies(case.number)) == 1


def test_a_ticket_that_was_merged_is_left_to_the_one_it_went_into(case: Case) -> None:
    ticket = case.read()
    case.control.merge(case.number, into=case.control.mail("The same question, in another mail"))
    receipt = case.delivery(ticket).deliver(REPLY)
    assert receipt.reason == "dropped: the ticket was merged into another one"
    assert case.control.replies(case.number) == []


def test_words_that_a_merge_brings_are_answered_by_the_next_run(case: Case) -> None:
    """They are older than what was read, and their ids are lower."""
    other = case.control.mail("I have another question")
    case.control.customer_reply(other, "Are you there?")
    case.control.customer_reply(case.number, "How long is it, please?")
    ticket = case.read()
    case.control.merge(other, into=case.number)
    assert is_superseded(case.delivery(ticket).deliver(REPLY).reason)
    assert case.control.replies(case.number) == []


def test_a_ticket_that_got_another_requester_is_read_anew(case: Case) -> None:
    ticket = replace(case.read(), requester_id=1)
    receipt = case.delivery(ticket).deliver(REPLY)
    assert is_superseded(receipt.reason)
    assert "another requester" in receipt.reason
    assert case.control.replies(case.number) == []


WITH_A_NOTE = replace(REPLY, instead=replace(NOTE, reason="an agent is at it"))


def test_an_agent_who_took_the_ticket_and_left_a_note_gets_the_draft_as_a_note(case: Case) -> None:
    ticket = case.read()
    agent = case.control.agent_note(case.number, "I am calling the customer.")
    case.desk.update(case.number, {"responder_id": agent})
    receipt = case.delivery(ticket).deliver(WITH_A_NOTE)
    assert (receipt.delivered, receipt.reason) == ("note", "an agent is at it")
    assert case.control.replies(case.number) == []
    assert case.delivery(ticket).deliver(WITH_A_NOTE) == receipt
    assert len(case.control.notes(case.number)) == 2


def test_a_note_on_a_ticket_that_nobody_has_keeps_no_reply(case: Case) -> None:
    """Other programs leave notes on every ticket."""
    ticket = case.read()
    case.control.agent_note(case.number, "Looked up in the CRM.")
    assert case.delivery(ticket).deliver(WITH_A_NOTE).delivered == "reply"


def test_a_ticket_that_was_only_assigned_keeps_its_reply(case: Case) -> None:
    ticket = case.read()
    case.desk.update(case.number, {"responder_id": case.desk.me()})
    assert case.delivery(ticket).deliver(WITH_A_NOTE).delivered == "reply"


DRAFT = replace(NOTE, draft=True)


def note_of(case: Case, receipt: Receipt) -> str:
    [note] = [entry for entry in case.control.notes(case.number) if entry["id"] == receipt.conversation_id]
    return str(note["body"])


def answered_again(case: Case, parcel: Parcel) -> Receipt:
    """The customer writes again, and a run answers everything."""
    message = case.control.customer_reply(case.number, "And another thing ...")
    return replace(case.delivery(case.read()), message_id=message).deliver(parcel)


@pytest.mark.parametrize("newer", [DRAFT, replace(REPLY, draft=True)], ids=["note", "reply"])
def test_a_newer_draft_says_on_the_older_one_that_it_is_outdated(case: Case, newer: Parcel) -> None:
    older = case.delivery(case.read()).deliver(DRAFT)
    receipt = answered_again(case, newer)
    marked = note_of(case, older)
    assert f"the newer {newer.kind} {receipt.reference}" in marked
    assert "For an agent" in marked
    if newer.kind == "note":
        assert f"replaces what stands in the older note {older.reference}" in note_of(case, receipt)


def test_an_older_note_is_marked_once_the_newer_one_stands_however_often_that_is_tried(case: Case) -> None:
    older = case.delivery(case.read()).deliver(DRAFT)
    case.control.fault("5xx", path="/conversations/*", method="PUT", count=3)
    message = case.control.customer_reply(case.number, "And another thing ...")
    ticket = case.read()
    with pytest.raises(Unavailable):
        replace(case.delivery(ticket), message_id=message).deliver(DRAFT)
    assert "Outdated" not in note_of(case, older)
    for _ in range(2):
        replace(case.delivery(ticket), message_id=message).deliver(DRAFT)
    assert note_of(case, older).count("Outdated") == 1
    assert len(case.control.notes(case.number)) == 2


def test_an_older_note_that_cannot_be_marked_is_a_remark(case: Case) -> None:
    case.delivery(case.read()).deliver(DRAFT)
    case.control.fault("refuse", path="/conversations/*", method="PUT", status=403)
    assert "could not be marked as outdated" in answered_again(case, DRAFT).reason


@pytest.mark.parametrize("what", ["no draft", "answered", "edited", "taken away", "newer is no draft"])
def test_what_stands_in_no_older_draft_is_left_as_it_is(case: Case, what: str) -> None:
    older = case.delivery(case.read()).deliver(NOTE if what == "no draft" else DRAFT)
    if what == "answered":
        case.control.agent_reply(case.number, "Here you are.")
    elif what == "edited":
        case.desk.change_note(older.conversation_id or 0, "<p>I have changed this.</p>")
    elif what == "taken away":
        case.control.api("DELETE", f"/conversations/{older.conversation_id}")
    receipt = answered_again(case, NOTE if what == "newer is no draft" else DRAFT)
    assert "replaces" not in note_of(case, receipt)
    assert not any("Outdated" in entry["body"] for entry in case.control.notes(case.number))


def test_a_clock_that_is_set_back_by_hours_holds_no_post_back_for_hours(case: Case) -> None:
    ticket = case.read()
    case.control.fault("cut_after", path="/tickets/*/reply", count=1)
    with pytest.raises(Unclear):
        case.delivery(ticket).deliver(REPLY)
    case.clock.forward(-7200)
    with pytest.raises(Unavailable, match="may still arrive"):
        case.delivery(ticket).deliver(REPLY)
    case.clock.forward(SETTLE)
    assert case.delivery(ticket).deliver(REPLY).delivered == "reply"
    assert len(case.control.replies(case.number)) == 1
