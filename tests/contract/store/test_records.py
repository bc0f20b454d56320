from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from router.run import Run, Trouble
from router.store.inbox import Inbox, open_client
from router.store.outbox import Outbox
from router.store.records import Records
from router.types import Counts, Draft, Message, Receipt
from tests.unit.tickets import TICKET

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
MESSAGE = Message(5, "text", "text", "en", (), True)
DRAFT = Draft("Hello", "lock-in-im", "IM", "template", "template")


@pytest.fixture
def records(engine: sa.Engine) -> Records:
    return Records(engine, Inbox(engine, open_client(engine)))


def run(name: str, number: int = 7, **more: Any) -> Run:
    return Run(name, number, NOON, NOON, message=MESSAGE, **more)


def test_a_record_is_read_as_it_was_written(records: Records) -> None:
    kept = run("run-1", draft=DRAFT, receipt=Receipt("reply", "allowed", 9, "R-1"))
    records.finish(kept, "answered", NOON, "reply")
    assert records.of_ticket(7) == [kept]
    assert records.newest(5) == [kept]
    assert records.of_ticket(8) == []


def test_a_later_versions_record_is_still_read() -> None:
    written = run("run-1", draft=DRAFT).to_json()
    written["draft"]["mood"] = "good"
    written["version"] = 99
    assert Run.from_json(written).draft == DRAFT


def test_a_finished_run_has_answered_its_message(records: Records, engine: sa.Engine) -> None:
    records.finish(run("run-1", receipt=Receipt("nothing", "shadow")), "decided", NOON, None)
    assert Outbox(engine).has_answered(7, 5)


@pytest.mark.parametrize("outcome", ["superseded", "decided"])
def test_what_was_superseded_or_failed_still_waits(records: Records, engine: sa.Engine, outcome: Any) -> None:
    receipt = Receipt("nothing", "x") if outcome == "superseded" else None
    records.finish(run("run-1", receipt=receipt), outcome, NOON, None)
    assert not Outbox(engine).has_answered(7, 5)


def test_replies_to_a_requester_are_counted_over_all_tickets(records: Records) -> None:
    for name, ticket, hours_ago in (("a", 1, 0.5), ("b", 2, 20), ("c", 3, 100), ("d", 4, 200)):
        sent = run(name, ticket, ticket=replace(TICKET, requester_id=9), receipt=Receipt("reply", "x"))
        records.finish(sent, "answered", NOON - timedelta(hours=hours_ago), "reply")
    noted = run("e", 5, ticket=replace(TICKET, requester_id=9), receipt=Receipt("note", "x"))
    records.finish(noted, "answered", NOON, "note")
    assert records.replies_to(9, NOON) == Counts(1, 2, 3)
    assert records.replies_to(8, NOON) == Counts()


def test_the_first_lane_of_a_ticket_stands(records: Records) -> None:
    records.finish(run("run-1", receipt=Receipt("note", "x")), "answered", NOON, "note")
    records.finish(run("run-2", receipt=Receipt("reply", "x")), "answered", NOON, "reply")
    assert records.first_lane(7) == "note"
    assert records.first_lane(8) is None


def test_the_templates_that_went_out_are_known(records: Records) -> None:
    records.finish(run("run-1", draft=DRAFT, receipt=Receipt("reply", "x")), "answered", NOON, "reply")
    records.finish(run("run-2", draft=DRAFT, receipt=Receipt("note", "x")), "answered", NOON, "note")
    assert records.sent_templates(7) == ("lock-in-im",)


def test_what_tickets_wait_for_is_counted_by_the_newest_run(records: Records) -> None:
    down = Trouble("index", "no answer", "later")
    for ticket in (7, 8, 9):
        records.keep(replace(run(f"run-{ticket}", ticket), trouble=down), NOON)
    later = NOON + timedelta(minutes=1)
    records.finish(run("run-9b", 9, receipt=Receipt("reply", "x")), "answered", later, None)
    assert dict(records.in_trouble()) == {"index: no answer": 2}
