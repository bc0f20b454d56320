"""An error is never silent: what can't be finished becomes a note for a person, once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from router.adapters.freshdesk import Freshdesk
from router.doors import Doors
from router.errors import Refused, TicketGone, Unavailable, Unclear
from router.posting.post import Post, post_key, reference_of
from router.rescue import for_a_person
from router.rulebook.ruleset import RuleSet, from_files
from router.run import Run, Trouble
from router.settings import read_settings
from router.steps import guarded
from router.store.database import open_engine
from router.store.outbox import Outbox
from router.store.switches import SENDING, Switches
from router.types import Receipt
from tests.clock import SetClock
from tests.control import Control
from tests.laid_out import lay_out
from tests.unit.rulebook.lendora import changed, lendora


@dataclass
class InForce:
    rules: RuleSet | None

    def in_force(self) -> RuleSet:
        if self.rules is None:
            raise Unavailable("rules", "no rules were published yet")
        return self.rules

    def by_hash(self, sha256: str) -> RuleSet:
        return self.in_force()


@pytest.fixture
def doors(desk: Freshdesk, tmp_path: Path) -> Iterator[Doors]:
    settings = read_settings(var=tmp_path)
    lay_out(settings)
    engine = open_engine(settings)
    unused: Any = None
    yield Doors(
        desk=desk,
        customers=unused,
        index=unused,
        model=unused,
        vault=unused,
        outbox=Outbox(engine),
        switches=Switches(engine),
        rule_sets=InForce(lendora()),
        history=unused,
        memory=unused,
        clock=SetClock(),
        embedding_languages=("en",),
        support_addresses=(),
        settle_seconds=30.0,
        give_up=timedelta(hours=24),
    )
    engine.dispose()


def begun(ticket: int, doors: Doors, **more: Any) -> Run:
    return Run("run-1", ticket, doors.clock.now(), doors.clock.now(), **more)


def broken(_run: Run) -> Run:
    raise ZeroDivisionError


def raising(error: Exception) -> Callable[[Run], Run]:
    def work(_run: Run) -> Run:
        raise error

    return work


def test_a_fault_of_ours_ends_with_a_note_for_a_person(doors: Doors, control: Control) -> None:
    run = guarded(broken, begun(control.mail(), doors), doors, "check")
    assert run.trouble is not None
    assert run.trouble.what == "person"
    ended = for_a_person(run, doors)
    [note] = control.notes(run.ticket_id)
    assert "could not finish this ticket" in note["body"]
    assert "ZeroDivisionError" in note["body"]
    assert ended.receipt is not None
    assert ended.receipt.conversation_id == note["id"]
    assert ended.trouble is None


def test_the_note_is_posted_once_however_often_it_is_tried(doors: Doors, control: Control) -> None:
    run = begun(control.mail(), doors, trouble=Trouble("index", "down for a day", "person"))
    assert for_a_person(run, doors) == for_a_person(run, doors)
    assert len(control.notes(run.ticket_id)) == 1


def test_a_person_who_has_replied_already_needs_no_note(doors: Doors, control: Control) -> None:
    ticket = control.mail()
    control.agent_reply(ticket, "I'll see to it.")
    run = begun(ticket, doors, trouble=Trouble("index", "down for a day", "person"))
    ended = for_a_person(run, doors)
    assert control.notes(ticket) == []
    assert ended.receipt is not None
    assert "replied already" in ended.receipt.reason


def test_a_note_that_is_refused_ends_as_a_decision(doors: Doors, control: Control) -> None:
    ticket = control.mail()
    control.become(ticket, "archive")
    ended = for_a_person(begun(ticket, doors, trouble=Trouble("index", "down", "person")), doors)
    assert ended.receipt is None
    assert ended.trouble is not None
    assert ended.trouble.what == "final"


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (Unavailable("Freshdesk", "down"), "later"),
        (Unclear("Freshdesk", "no answer"), "later"),
        (TicketGone("Freshdesk", "no such ticket", 404), "final"),
        (Refused("Freshdesk", "the key may not reply", 403), "person"),
        (Refused("Freshdesk", "field wrong", 400), "person"),
        (Refused("Groq", "no right", 403), "person"),
    ],
)
def test_each_error_says_what_follows(doors: Doors, error: Exception, what: str) -> None:
    run = guarded(raising(error), begun(1, doors), doors, "understand")
    assert run.trouble is not None
    assert run.trouble.what == what


def test_what_was_unclear_waits_until_it_has_settled(doors: Doors) -> None:
    run = guarded(raising(Unclear("Freshdesk", "no answer")), begun(1, doors), doors, "deliver")
    assert run.trouble is not None
    assert run.trouble.retry_after == doors.settle_seconds


def test_waiting_ends_with_a_person(doors: Doors) -> None:
    early = replace(begun(1, doors), first_at=doors.clock.now() - timedelta(hours=25))
    run = guarded(raising(Unavailable("index", "down")), early, doors, "retrieve")
    assert run.trouble is not None
    assert run.trouble.what == "person"
    assert "given up after" in run.trouble.says


def test_in_shadow_not_even_a_fault_of_ours_writes_to_freshdesk(doors: Doors, control: Control) -> None:
    shadow = from_files(changed("sending.yaml", "highest lane: note", "highest lane: shadow"))
    number = control.mail()
    run = begun(number, doors, trouble=Trouble("index", "down", "person"))
    ended = for_a_person(run, replace(doors, rule_sets=InForce(shadow)))
    assert ended.receipt is not None
    assert (ended.receipt.delivered, control.notes(number)) == ("nothing", [])
    assert "index: down" in ended.receipt.reason


def test_without_rules_a_person_is_told(doors: Doors, control: Control) -> None:
    number = control.mail()
    run = begun(number, doors, trouble=Trouble("rules", "no rules were published yet", "person"))
    ended = for_a_person(run, replace(doors, rule_sets=InForce(None)))
    assert ended.receipt is not None
    assert ended.receipt.delivered == "note"


def test_a_stop_halts_even_the_rescue(doors: Doors, control: Control) -> None:
    switches: Any = doors.switches
    switches.set(SENDING, "stopped", "priya", doors.clock.now())
    run = begun(control.mail(), doors, trouble=Trouble("index", "down for a day", "person"))
    ended = for_a_person(replace(run, first_at=doors.clock.now() - timedelta(hours=99)), doors)
    assert ended.trouble is not None
    assert ended.trouble.what == "later"
    assert control.notes(run.ticket_id) == []


def test_a_rescue_waits_as_long_as_it_takes(doors: Doors, control: Control) -> None:
    run = begun(control.mail(), doors, trouble=Trouble("index", "down for a day", "person"))
    control.fault("429", path="/tickets/*/notes", count=1, retry_after=60)
    ended = for_a_person(replace(run, first_at=doors.clock.now() - timedelta(hours=99)), doors)
    assert ended.trouble is not None
    assert ended.trouble.what == "later"


def test_a_reply_that_arrived_without_an_answer_needs_no_note(doors: Doors, control: Control) -> None:
    number = control.mail()
    key = post_key(number, 0, "reply")
    post = Post(key, number, 0, "reply", "", reference_of(key), 0, doors.clock.now(), posts=1, holder="somebody else")
    doors.outbox.intend(post, ())
    run = begun(number, doors, trouble=Trouble("worker", "5 workers have died", "person"))
    waits = for_a_person(run, doors)
    assert waits.trouble is not None
    assert waits.trouble.what == "later"
    arrived = control.agent_reply(number, f"It is a year. Ref: {post.reference}")
    assert isinstance(doors.clock, SetClock)
    doors.clock.forward(31)
    ended = for_a_person(run, doors)
    says = "worker: 5 workers have died. Our reply had arrived already"
    assert ended.receipt == Receipt("reply", says, arrived, post.reference)
    assert control.notes(number) == []
    assert doors.outbox.ours(number) == {arrived: 0}


def test_words_that_crossed_with_our_own_reply_get_their_note(doors: Doors, control: Control) -> None:
    """The reply that stands last answers what was read for it, and nothing that came while it was sent."""
    number = control.mail()
    asked = control.customer_reply(number, "And what does it cost?")
    crossed = control.agent_reply(number, "It is a year.")
    post = Post(post_key(number, 0, "reply"), number, 0, "reply", "", "R-1", 0, doors.clock.now())
    doors.outbox.intend(post, ())
    doors.outbox.sent(post, crossed, "run-0", doors.clock.now())
    ended = for_a_person(begun(number, doors, trouble=Trouble("index", "down for a day", "person")), doors)
    assert ended.receipt is not None
    assert ended.receipt.delivered == "note"
    assert doors.outbox.has_answered(number, asked)
