from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from router.posting.post import Post
from router.replay.past import read_past
from router.run import Run
from router.store.inbox import Inbox, open_client
from router.store.outbox import Outbox
from router.store.past_records import PastRecords
from router.store.records import Records
from router.types import Draft, Message, Permit, Receipt

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
DRAFT = Draft("Hello", "lock-in-im", "IM", "template", "template")


@pytest.fixture
def records(engine: sa.Engine) -> Records:
    return Records(engine, Inbox(engine, open_client(engine)))


def run(name: str, ticket: int, **more: Any) -> Run:
    return Run(name, ticket, NOON, NOON, message=Message(5, "text", "text", "en", (), True), **more)


def finished(records: Records, name: str, ticket: int, minutes: int, lane: Any = "reply", **more: Any) -> None:
    receipt = Receipt(lane or "nothing", "as decided")
    made = {"draft": DRAFT, "permit": Permit(lane, "rule")} if lane else {}
    at = NOON + timedelta(minutes=minutes)
    records.finish(replace(run(name, ticket), receipt=receipt, **{**made, **more}), "answered", at, lane)


def names(engine: sa.Engine, **asked: Any) -> list[str]:
    return [read_past(one.record).id for one in PastRecords(engine).newest(**asked)]


def test_the_newest_finished_records_come_first(records: Records, engine: sa.Engine) -> None:
    for minutes, name in enumerate(("a", "b", "c")):
        finished(records, name, 7 + minutes, minutes)
    records.keep(run("still-waiting", 99), NOON + timedelta(hours=1))
    assert names(engine) == ["c", "b", "a"]
    assert names(engine, most=2) == ["c", "b"]
    assert names(engine, since=NOON + timedelta(minutes=1)) == ["c", "b"]


def test_the_record_comes_as_it_was_written(records: Records, engine: sa.Engine) -> None:
    finished(records, "a", 7, 0)
    (stored,) = PastRecords(engine).newest()
    assert json.loads(stored.record) == records.of_ticket(7)[0].to_json()
    assert (stored.own_posts, stored.ceiling, stored.sent_before) == ((), None, ())


def test_what_was_done_on_the_ticket_before_comes_with_it(records: Records, engine: sa.Engine) -> None:
    finished(records, "a", 7, 0, lane=None)
    finished(records, "b", 7, 1, lane="note")
    finished(records, "c", 7, 2, lane="reply")
    finished(records, "d", 7, 3, lane="reply", draft=replace(DRAFT, template=""))
    finished(records, "e", 7, 4)
    finished(records, "other", 8, 5)
    told = {read_past(one.record).id: (one.ceiling, one.sent_before) for one in PastRecords(engine).newest()}
    assert told == {
        "a": (None, ()),
        "b": (None, ()),
        "c": ("note", ()),
        "d": ("note", ("lock-in-im",)),
        "e": ("note", ("lock-in-im", "")),
        "other": (None, ()),
    }


def test_our_posts_on_the_ticket_come_with_it(records: Records, engine: sa.Engine) -> None:
    outbox = Outbox(engine)
    post = Post("key", 7, 5, "note", "body", "R-1", 5, NOON)
    outbox.intend(post, ())
    outbox.sent(post, 501, "a", NOON)
    finished(records, "a", 7, 0)
    finished(records, "b", 8, 1)
    assert [one.own_posts for one in PastRecords(engine).newest()] == [(), (501,)]


def test_more_records_than_a_batch_are_all_read_once(records: Records, engine: sa.Engine, monkeypatch: Any) -> None:
    monkeypatch.setattr("router.store.past_records.BATCH", 2)
    for minutes in range(5):
        finished(records, f"run-{minutes}", minutes, minutes)
    assert names(engine) == ["run-4", "run-3", "run-2", "run-1", "run-0"]
