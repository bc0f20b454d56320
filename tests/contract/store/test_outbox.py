from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from router.posting.post import Post, post_key, reference_of
from router.store.outbox import Outbox

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
KEY = post_key(7, 0, "reply")
POST = Post(KEY, 7, 0, "reply", "<p>Hello</p>", reference_of(KEY), 0, NOON)


@pytest.fixture
def outbox(engine: sa.Engine) -> Outbox:
    return Outbox(engine)


def test_an_intent_is_found_as_it_was_written(outbox: Outbox) -> None:
    outbox.intend(POST)
    assert outbox.find(KEY) == POST


def test_the_same_intent_cannot_be_written_twice(outbox: Outbox) -> None:
    outbox.intend(POST)
    with pytest.raises(sa.exc.IntegrityError):
        outbox.intend(POST)


def test_sent_marks_the_message_answered_and_the_entry_ours(outbox: Outbox) -> None:
    outbox.intend(POST)
    assert not outbox.has_answered(7, 0)
    outbox.sent(POST, 5_000_000_001, "run-1", NOON)
    assert outbox.has_answered(7, 0)
    assert not outbox.has_answered(7, 5_000_000_002)
    assert outbox.ours(7) == {5_000_000_001: 0}
    assert outbox.ours(8) == {}


def test_calls_and_looks_are_counted(outbox: Outbox) -> None:
    outbox.intend(POST)
    outbox.looked(KEY)
    outbox.looked(KEY)
    outbox.calling(KEY, NOON)
    found = outbox.find(KEY)
    assert found is not None
    assert (found.posts, found.looks) == (2, 0)
    outbox.not_sent(KEY)
    found = outbox.find(KEY)
    assert found is not None
    assert found.posts == 1


def test_keys_differ_by_ticket_message_and_kind() -> None:
    keys = {post_key(7, 0, "reply"), post_key(7, 0, "note"), post_key(7, 1, "reply"), post_key(8, 0, "reply")}
    assert len(keys) == 4
    assert len({reference_of(key) for key in keys}) == 4
