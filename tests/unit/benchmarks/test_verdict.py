"""The judge of a storm: each promise is seen to be broken, and by nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.chaos.plan import BELLS, plan
from benchmarks.chaos.verdict import Seen, fates, overlapping, talked_over, twice

OURS, AGENT, CUSTOMER = 1, 2, 3
TICKET = 7


def entry(number: int, who: int, text: str = "", *, private: bool = False) -> dict[str, Any]:
    return {"id": number, "user_id": who, "incoming": who == CUSTOMER, "private": private, "body_text": text}


def seen(*thread: dict[str, Any], **more: Any) -> Seen:
    """A ticket with these entries, whose description waits for an answer."""
    empty = Seen([(TICKET, 0)], {}, {TICKET: thread}, OURS, {}, {}, [], [])
    return replace(empty, **more)


@pytest.mark.parametrize(
    ("what", "fate"),
    [
        (seen(entry(1, OURS), ours={1: 0}), "answered"),
        (seen(entry(1, OURS, private=True), ours={1: 0}), "noted"),
        (seen(looked={TICKET: 0}), "decided"),
        (seen(looked={TICKET: -1}), "lost"),
        (seen(entry(1, AGENT)), "by a person"),
        (seen(entry(1, AGENT, private=True)), "lost"),
        (seen(entry(1, OURS)), "lost"),
        (seen(closed={TICKET: 0}), "by a person"),
        (seen(entry(4, CUSTOMER), said=[(TICKET, 4)], closed={TICKET: 0}), "lost"),
        (seen(entry(4, CUSTOMER), entry(1, OURS), said=[(TICKET, 4)], ours={1: 0}), "lost"),
    ],
)
def test_what_became_of_a_message_is_told(what: Seen, fate: str) -> None:
    assert list(fates(what).values()) == [fate]


@pytest.mark.parametrize(
    "what",
    [
        seen(entry(1, OURS, "Ref: a-1"), entry(2, OURS, "Ref: a-1"), ours={1: 0, 2: 4}),
        seen(entry(1, OURS, private=True), entry(2, OURS), ours={1: 0, 2: 0}),
        seen(entry(1, OURS)),
    ],
    ids=["one intent, two posts", "a note and a reply", "a post that we know nothing of"],
)
def test_a_second_post_is_found(what: Seen) -> None:
    assert twice(what) == [TICKET]
    assert twice(seen(entry(1, OURS, "Ref: a-1"), entry(3, OURS, "Ref: a-2"), ours={1: 0, 3: 2})) == []


def test_two_runs_at_once_on_a_ticket_are_found() -> None:
    assert overlapping(seen(steps=[(TICKET, "a", 0, 10), (TICKET, "b", 9, 12)])) == [TICKET]
    assert overlapping(seen(steps=[(TICKET, "a", 0, 10), (TICKET, "b", 10, 12), (8, "c", 5, 7)])) == []


@pytest.mark.parametrize(("looked", "over", "raced"), [(1, [TICKET], []), (0, [], [TICKET])])
def test_a_reply_after_an_agents_that_had_been_seen_talks_over_them(
    looked: int, over: list[int], raced: list[int]
) -> None:
    journal = [
        {"what": "read", "ticket": TICKET, "newest": looked},
        {"what": "reply", "ticket": TICKET, "newest": 2},
    ]
    assert talked_over(seen(entry(1, AGENT), entry(2, OURS), ours={2: 0}, journal=journal)) == (over, raced)
    asked_again = seen(entry(1, AGENT), entry(3, CUSTOMER), entry(4, OURS), ours={4: 3}, journal=journal)
    assert talked_over(asked_again) == ([], [])


def test_the_same_seed_is_the_same_storm_and_a_full_one_has_enough_chances() -> None:
    storm = plan(300, 20, 4, workers=2)
    assert storm == plan(300, 20, 4, workers=2) != plan(300, 20, 5, workers=2)
    count = {what: sum(one.what == what for one in storm) for what in ("mail", "reply", "agent", "fault")}
    assert count["mail"] + count["reply"] == 300
    assert min(*count.values(), *(sum(one.who == bell for one in storm) for bell in BELLS)) >= 20
    assert sum(one.what in ("kill", "freeze") for one in storm) == 21
