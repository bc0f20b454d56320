"""A process that stands still anywhere, is taken for dead, and goes on: nothing is said twice.

The help desk here is a list: what counts is the order of calls, and each order is tried.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa

from router.ports import DeskTicket
from router.posting.post import Post
from router.stages.deliver import AT_ONCE, Parcel
from router.store.outbox import Outbox
from tests.clock import SetClock
from tests.frozen import SETTLE, ListedDesk, Process, everywhere

REPLY = Parcel("reply", lambda reference: f"Hello {reference}", {}, (), "allowed", draft=True)
NOTE = Parcel("note", lambda reference: f"For an agent {reference}", {}, (), "lowered since", draft=True)
LEFT = ("desk.reply", "desk.note")
"""The one place that nothing can guard: after the last look at the clock, before the request leaves."""
TRIES = 12
NUMBERS = count(1000)


@dataclass
class Ticket:
    """A ticket and the processes that are at work on it."""

    outbox: Outbox
    unanswered: int = 0
    clock: SetClock = field(default_factory=SetClock)

    def __post_init__(self) -> None:
        self.desk = ListedDesk(next(NUMBERS), unanswered=self.unanswered)

    def process(self, parcel: Parcel, **how: Any) -> Process:
        return Process(self.outbox, self.desk, self.clock, parcel, **how)

    def adopted_by(self, parcel: Parcel, **how: Any) -> Process:
        """Another process, which has the run after the first was taken for dead."""
        self.clock.forward(SETTLE / 5 + 1)
        return self.process(parcel, tries=TRIES, **how)


@pytest.fixture
def outbox(engine: sa.Engine) -> Outbox:
    return Outbox(engine)


@pytest.mark.parametrize("skew", [-600.0, 600.0])
@pytest.mark.parametrize("unanswered", [0, 1])
@pytest.mark.parametrize("second", [REPLY, NOTE], ids=["the same", "lowered"])
def test_a_process_that_stands_still_anywhere_says_nothing_twice(
    outbox: Outbox, second: Parcel, unanswered: int, skew: float
) -> None:
    wrong = []

    def stop_at(place: int) -> bool:
        ticket = Ticket(outbox, unanswered)
        frozen = ticket.process(REPLY, stop_at=place, tries=3)
        if not frozen.start():
            return False
        ticket.adopted_by(second, skew=skew).start()
        frozen.go_on()
        if len(ticket.desk.entries) != 1 and frozen.gate.passed[place] not in LEFT:
            wrong.append((frozen.gate.passed[: place + 1], len(ticket.desk.entries)))
        return True

    assert everywhere(stop_at) > 8
    assert wrong == []


@pytest.mark.parametrize("skew", [-600.0, 600.0])
def test_a_request_that_is_under_way_arrives_before_anybody_else_posts(outbox: Outbox, skew: float) -> None:
    ticket = Ticket(outbox)
    alone = ticket.process(REPLY)
    alone.start()
    ticket = Ticket(outbox)
    sender = ticket.process(REPLY, stop_at=alone.gate.passed.index("desk.reply"))
    assert sender.start()
    arrives = ticket.clock.now() + timedelta(seconds=SETTLE - AT_ONCE)
    ticket.process(REPLY, tries=TRIES, skew=skew, until=arrives, holder="b").start()
    assert ticket.desk.entries == []
    ticket.clock.time = arrives
    sender.go_on()
    ticket.process(REPLY, tries=TRIES, skew=skew, holder="b").start()
    assert len(ticket.desk.entries) == 1


class SlowDesk(ListedDesk):
    """One whose thread takes its time to read, so many seconds the first time."""

    def __init__(self, clock: SetClock, seconds: float) -> None:
        super().__init__(next(NUMBERS))
        self._clock, self._seconds = clock, seconds

    def ticket(self, ticket_id: int) -> DeskTicket:
        self._clock.forward(self._seconds)
        self._seconds = 0.0
        return super().ticket(ticket_id)


def test_a_thread_that_was_read_too_long_ago_is_read_again_before_anything_is_posted(outbox: Outbox) -> None:
    ticket = Ticket(outbox)
    ticket.desk = SlowDesk(ticket.clock, SETTLE + 1)
    once = ticket.process(REPLY)
    once.start()
    assert ticket.desk.entries == []
    ticket.process(REPLY).start()
    assert len(ticket.desk.entries) == 1


class StandsStill(Outbox):
    """So many seconds go by right after an intent was written."""

    clock: SetClock
    seconds: float

    def intend(self, post: Post, known: Iterable[Post]) -> bool:
        written = super().intend(post, known)
        self.clock.forward(self.seconds)
        return written


@pytest.mark.parametrize(("seconds", "posts"), [(AT_ONCE - 1, 1), (AT_ONCE + 1, 0)])
def test_a_call_follows_its_intent_at_once_or_is_not_made(engine: sa.Engine, seconds: float, posts: int) -> None:
    still = StandsStill(engine)
    ticket = Ticket(still)
    still.clock, still.seconds = ticket.clock, seconds
    ticket.process(REPLY).start()
    assert len(ticket.desk.entries) == posts


@pytest.mark.parametrize("first_to_go_on", [0, 1])
def test_nor_do_two_that_stand_still_one_after_another(outbox: Outbox, first_to_go_on: int) -> None:
    wrong = []

    def stop_at(place: int, other: int) -> bool:
        ticket = Ticket(outbox)
        frozen = [ticket.process(REPLY, stop_at=place)]
        frozen[0].start()
        frozen.append(ticket.adopted_by(REPLY, stop_at=other))
        if not frozen[1].start():
            frozen[0].go_on()
            return False
        ticket.adopted_by(NOTE).start()
        for process in (frozen[first_to_go_on], frozen[1 - first_to_go_on]):
            process.go_on()
        if len(ticket.desk.entries) != 1 and frozen[1].gate.passed[other] not in LEFT:
            wrong.append((place, other, frozen[1].gate.passed[: other + 1], len(ticket.desk.entries)))
        return True

    alone = Ticket(outbox).process(REPLY)
    alone.start()
    for place, call in enumerate(alone.gate.passed):
        if call not in LEFT:
            assert everywhere(lambda other, place=place: stop_at(place, other)) > 0  # type: ignore[misc]
    assert wrong == []
