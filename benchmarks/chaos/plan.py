"""What happens, and when: drawn from a seed, before anything runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

RATE = 2.0
"""Customers' messages a second, so many that worker and queue are never idle."""
FOLLOW_UPS = 0.35
"""Share of the messages that are a second or third word on a ticket."""

What = Literal["mail", "reply", "agent", "close", "bell", "fault", "kill", "freeze", "publish", "swap"]

QUESTIONS = (
    "How do I change my bank account?",
    "How long does a withdrawal take?",
    "What is the lock-in of IM?",
    "How do I add a nominee?",
    "How do I add money to my account?",
    "Which documents do you need for KYC?",
    "What does it cost to leave IM early?",
    "I want to talk to somebody about my loan.",
    "Somebody hacked my account, please block it.",
    "Is it going to rain in Pune tomorrow?",
)
MORE = ("And how long does that take?", "Hello? Is anybody there?", "I forgot to say: it is about IM.", "Please hurry.")
BELLS = ("twice", "late", "never")
POST_FAULTS = ("hang_after", "cut_after", "5xx_after")
STORMS = ("429", "5xx")
PROGRAMS = ("worker", "worker", "worker", "web", "milvus")
LONG_FREEZE = 60.0
"""Seconds for which one worker of several stands still: so long that the others take its slot and its work."""


@dataclass(frozen=True, slots=True)
class Happening:
    """``at`` in seconds from the start. ``who`` is the customer's number, or the name of a program or a fault."""

    at: float
    what: What
    who: str = ""
    text: str = ""
    seconds: float = 0.0
    count: int = 1


def plan(events: int, kills: int, seed: int, workers: int = 1, *, swap: bool = True) -> list[Happening]:
    """A storm of so many customers' messages and so many kills, in the order of time.

    With ``swap`` the index is swapped meanwhile.
    """
    chance = Random(seed)  # noqa: S311  (a plan that can be had again, no secret)
    lasts = events / RATE
    happenings = [
        *_messages(events, lasts, chance),
        *_disturbances(events, lasts, chance),
        *_ends(kills, lasts, chance),
        *([Happening(lasts * 0.2, "freeze", "worker", seconds=LONG_FREEZE)] if workers > 1 and kills else []),
        Happening(lasts * 0.4, "publish"),
        *([Happening(lasts * 0.6, "swap")] if swap else []),
    ]
    return sorted(happenings, key=lambda one: one.at)


def _messages(events: int, lasts: float, chance: Random) -> Iterator[Happening]:
    """First words, quick second ones, later ones, and agents who answer while the router is at it."""
    tickets = max(1, round(events * (1 - FOLLOW_UPS)))
    begins = [chance.uniform(0, lasts) for _ in range(tickets)]
    for number, at in enumerate(begins):
        yield Happening(at, "mail", str(number), chance.choice(QUESTIONS))
        if chance.random() < 0.25:
            answered_at = at + chance.uniform(0.2, 6.0)
            yield Happening(answered_at, "agent", str(number), "I have looked into it: all is well.")
            if chance.random() < 0.3:
                yield Happening(answered_at + chance.uniform(0.0, 4.0), "close", str(number))
    for _ in range(events - tickets):
        number = chance.randrange(tickets)
        after = chance.uniform(0.05, 1.5) if chance.random() < 0.7 else chance.uniform(2.0, 30.0)
        yield Happening(begins[number] + after, "reply", str(number), chance.choice(MORE))


def _disturbances(events: int, lasts: float, chance: Random) -> Iterator[Happening]:
    for mode in BELLS:
        for _ in range(round(events * 0.1)):
            yield Happening(chance.uniform(0, lasts), "bell", mode, seconds=chance.uniform(2.0, 20.0))
    for _ in range(max(2, round(events * 0.15))):
        yield Happening(chance.uniform(0, lasts), "fault", chance.choice(POST_FAULTS), "POST", seconds=6.0)
    for _ in range(max(2, events // 30)):
        storm = chance.choice(STORMS)
        yield Happening(chance.uniform(0, lasts), "fault", storm, "*", seconds=2.0, count=chance.randint(3, 12))


def _ends(kills: int, lasts: float, chance: Random) -> Iterator[Happening]:
    """Programs that are killed, and some that only stand still for a while and go on."""
    for number in range(kills):
        at, program = lasts * (number + chance.random()) / kills, chance.choice(PROGRAMS)
        frozen = chance.random() < 0.3
        yield Happening(at, "freeze" if frozen else "kill", program, seconds=chance.uniform(3.0, 15.0))
