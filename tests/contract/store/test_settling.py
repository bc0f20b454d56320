"""Posts that a person has to look at: which tickets they are on, and that a look settles them for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from router.errors import Refused
from router.stages.earlier import EarlierCalls
from router.store.outbox import Outbox
from router.store.settling import Settling
from tests.clock import SetClock
from tests.contract.store.test_outbox import KEY, NOON, POST

LATER = NOON + timedelta(hours=1)
ELSEWHERE = replace(POST, key=KEY[::-1], ticket=8)


def lost(engine: sa.Engine) -> Outbox:
    """Two posts that nobody can tell of, on two tickets."""
    outbox = Outbox(engine)
    for post, at in ((ELSEWHERE, LATER), (POST, NOON)):
        outbox.intend(post, [])
        outbox.unknown(post, at)
    return outbox


def test_the_tickets_of_posts_in_doubt_are_named_oldest_first(engine: sa.Engine) -> None:
    lost(engine)
    assert Settling(engine).unknown() == [(7, NOON), (8, LATER)]


def test_who_has_looked_at_a_ticket_settles_its_posts_and_no_others(engine: sa.Engine) -> None:
    outbox, settling = lost(engine), Settling(engine)
    assert settling.settle(7, LATER) == 1
    assert settling.unknown() == [(8, LATER)]
    assert settling.settle(7, LATER) == 0
    [post] = outbox.of_ticket(7)
    assert (post.state, post.changed_at) == ("settled", LATER)


def test_a_post_that_is_on_its_way_is_not_settled_by_hand(engine: sa.Engine) -> None:
    Outbox(engine).intend(POST, [])
    assert Settling(engine).settle(7, LATER) == 0
    assert Outbox(engine).of_ticket(7) == (POST,)


def test_what_was_settled_is_never_posted_again(engine: sa.Engine) -> None:
    outbox = lost(engine)
    Settling(engine).settle(7, LATER)
    [post] = outbox.of_ticket(7)
    with pytest.raises(Refused, match="please look yourself"):
        EarlierCalls("run-2", outbox, SetClock(), 30.0, "b").may_be_repeated(post)
