"""Caps on replies, over the real stages, database and desk: judged with them, and once more right before posting."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from router.meters import REGISTRY
from router.posting.post import Post, post_key, reference_of
from router.rows import deliver, prepare
from router.types import Most
from tests.contract.store.test_lanes import Case, case, permit_of, running

__all__ = ["case", "running"]


def sent_elsewhere(case: Case, replies: int, *, minutes_ago: float = 5.0) -> None:
    """Replies to others, on tickets that nobody here looks at."""
    at = case.clock.now() - timedelta(minutes=minutes_ago)
    for number in range(1_000, 1_000 + replies):
        key = post_key(number, 0, "reply")
        post = Post(key, number, 0, "reply", "", reference_of(key), 0, at)
        assert case.doors.outbox.intend(post, ())
        case.doors.outbox.sent(post, number, "run-0", at)


def with_most(case: Case, per_hour: int) -> Case:
    return replace(case, doors=replace(case.doors, most=Most(per_hour=per_hour)))


def test_beyond_the_most_of_an_hour_a_draft_is_a_note_that_says_so(case: Case) -> None:
    case = with_most(case, per_hour=5)
    sent_elsewhere(case, 5)
    ended = deliver.deliver(case.judged(), case.doors)
    assert case.posted() == (0, 1)
    assert "5 replies went out within an hour, and 5 are the most" in permit_of(ended).reasons[-1]
    assert "5 replies went out within an hour" in case.control.notes(case.number)[0]["body"]


def held(cap: str) -> float:
    return REGISTRY.get_sample_value("router_replies_held_total", {"cap": cap}) or 0.0


def test_a_reply_that_only_a_cap_has_held_is_counted_under_it(case: Case) -> None:
    before = {cap: held(cap) for cap in ("ticket", "requester", "hour")}
    case = with_most(case, per_hour=5)
    case.judged()
    sent_elsewhere(case, 5)
    judged = case.judged()
    deliver.deliver(judged, case.doors)
    assert {cap: held(cap) - before[cap] for cap in before} == {"ticket": 0, "requester": 0, "hour": 1}
    case.switches.set("all", "note", "anna", case.clock.now())
    case.judged()  # a note whatever the caps say
    assert held("hour") == before["hour"] + 1


def test_what_went_out_between_the_judging_and_the_posting_counts(case: Case) -> None:
    case = with_most(case, per_hour=5)
    judged = case.judged()
    before = held("hour")
    assert permit_of(judged).lane == "reply"
    sent_elsewhere(case, 5)
    deliver.deliver(judged, case.doors)
    assert case.posted() == (0, 1)
    assert held("hour") == before + 1


def test_an_hour_later_replies_go_out_again(case: Case) -> None:
    case = with_most(case, per_hour=5)
    sent_elsewhere(case, 5, minutes_ago=61)
    deliver.deliver(case.judged(), case.doors)
    assert case.posted() == (1, 0)


def test_a_ticket_from_before_the_installation_is_known_as_one(case: Case) -> None:
    now = case.doors.desk.ticket(case.number).created_at
    run = case.begun()
    for installed_at, before_us in ((now + timedelta(days=1), True), (now + timedelta(minutes=5), False), (now, False)):
        doors = replace(case.doors, installed_at=installed_at, memory=_Remembers(case))
        assert prepare.understand(run, doors).ticket == replace(
            prepare.understand(run, replace(doors, installed_at=None)).ticket, before_us=before_us
        )


class _Remembers:
    """Asks the desk itself."""

    def __init__(self, case: Case) -> None:
        self.contact = lambda desk, requester: case.doors.desk.contact(requester)
