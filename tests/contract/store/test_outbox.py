from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from router.posting.post import Post, post_key, reference_of
from router.store.outbox import Outbox

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
KEY = post_key(7, 0, "reply")
POST = Post(KEY, 7, 0, "reply", "<p>Hello</p>", reference_of(KEY), 0, NOON, holder="a")
NOTE = replace(POST, key=post_key(7, 0, "note"), kind="note", draft=True)


@pytest.fixture
def outbox(engine: sa.Engine) -> Outbox:
    return Outbox(engine)


def test_an_intent_is_found_as_it_was_written(outbox: Outbox) -> None:
    assert outbox.intend(POST, [])
    assert outbox.intend(NOTE, [POST])
    assert set(outbox.of_ticket(7)) == {POST, NOTE}
    assert outbox.of_ticket(8) == ()


@pytest.mark.parametrize("mine", [POST, NOTE])
def test_an_intent_is_written_only_on_a_ticket_that_nobody_else_posts_on(outbox: Outbox, mine: Post) -> None:
    theirs = replace(POST, holder="b")
    assert outbox.intend(theirs, [])
    assert not outbox.intend(mine, [])
    assert outbox.of_ticket(7) == (theirs,)


@pytest.mark.parametrize("change", ["sent", "not_sent", "unknown", "take_over", "intend"])
def test_whatever_became_of_an_intent_the_next_one_must_know_it(outbox: Outbox, change: str) -> None:
    outbox.intend(POST, [])
    if change == "sent":
        outbox.sent(POST, 9, "run-1", NOON)
    elif change == "not_sent":
        outbox.not_sent(POST)
    elif change == "unknown":
        outbox.unknown(POST, NOON)
    elif change == "take_over":
        outbox.take_over(POST, "b", NOON)
    else:
        outbox.intend(replace(POST, posts=2), [POST])
    assert not outbox.intend(NOTE, [POST])
    assert outbox.intend(NOTE, outbox.of_ticket(7))


def test_of_many_who_would_post_at_once_one_may(outbox: Outbox) -> None:
    together, wrote = Barrier(8), []

    def post(number: int) -> None:
        kind = NOTE if number % 2 else POST
        together.wait()
        wrote.append(outbox.intend(replace(kind, holder=str(number)), []))

    threads = [Thread(target=post, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(wrote) == [False] * 7 + [True]
    assert len(outbox.of_ticket(7)) == 1


def test_who_takes_an_intent_over_takes_it_from_its_holder(outbox: Outbox) -> None:
    outbox.intend(POST, [])
    later = NOON + timedelta(minutes=1)
    taken = outbox.take_over(POST, "b", later)
    assert taken == replace(POST, holder="b", changed_at=later)
    assert outbox.take_over(POST, "c", later) is None
    outbox.not_sent(POST)
    outbox.unknown(POST, NOON)
    assert outbox.of_ticket(7) == (taken,)


def test_sent_marks_the_message_answered_and_the_entry_ours_whoever_holds_it(outbox: Outbox) -> None:
    outbox.intend(POST, [])
    outbox.take_over(POST, "b", NOON)
    assert not outbox.has_answered(7, 0)
    outbox.sent(POST, 5_000_000_001, "run-1", NOON)
    assert outbox.has_answered(7, 0)
    assert not outbox.has_answered(7, 5_000_000_002)
    assert outbox.ours(7) == {5_000_000_001: 0}
    assert outbox.ours(8) == {}


def test_calls_and_looks_are_counted(outbox: Outbox) -> None:
    outbox.intend(POST, [])
    for looks in (1, 2):
        outbox.looked(POST)
        [found] = outbox.of_ticket(7)
        assert (found.looks, found.in_doubt) == (looks, looks == 1)
    outbox.not_sent(POST)
    assert outbox.of_ticket(7)[0].posts == 0


def test_keys_differ_by_ticket_message_and_kind() -> None:
    keys = {post_key(7, 0, "reply"), post_key(7, 0, "note"), post_key(7, 1, "reply"), post_key(8, 0, "reply")}
    assert len(keys) == 4
    assert len({reference_of(key) for key in keys}) == 4
