"""What became of each message, judged by the desk's threads and its journal, with our records only for what they
explain."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_REFERENCE = re.compile(r"Ref: ([\w-]+)")


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that is judged.

    ``said``: each customer's message as ticket and entry. ``closed``: ticket to the newest of them that stood there
    when a person closed it. ``threads``: ticket to its conversations, as the desk shows them. ``ours``: conversation id
    of each of our posts to the message that it answers. ``looked``: ticket to the newest entry that a run which ended
    with a decision had read. ``journal``: the desk's views and posts, in order. ``steps``: ticket, run, first and last
    moment of each run.
    """

    said: Sequence[tuple[int, int]]
    closed: Mapping[int, int]
    threads: Mapping[int, Sequence[Mapping[str, Any]]]
    agent: int
    ours: Mapping[int, int]
    looked: Mapping[int, int]
    journal: Sequence[Mapping[str, Any]]
    steps: Sequence[tuple[int, str, float, float]]


def fates(seen: Seen) -> dict[tuple[int, int], str]:
    """Of each message: answered, noted, decided, by a person, or lost."""
    return {(ticket, entry): _fate(seen, ticket, entry) for ticket, entry in seen.said}


def _fate(seen: Seen, ticket: int, entry: int) -> str:
    thread = seen.threads.get(ticket, ())
    posts = [one for one in thread if one["id"] in seen.ours and seen.ours[one["id"]] >= entry]
    if any(not one["private"] for one in posts):
        return "answered"
    if posts:
        return "noted"
    if seen.looked.get(ticket, -1) >= entry:
        return "decided"
    if seen.closed.get(ticket, -1) >= entry:
        return "by a person"
    by_hand = (one for one in thread if not one["incoming"] and not one["private"] and one["user_id"] != seen.agent)
    return "by a person" if any(one["id"] > entry for one in by_hand) else "lost"


def twice(seen: Seen) -> list[int]:
    """Tickets on which one intent stands more than once, or one message has two answers."""
    found = []
    for ticket, thread in seen.threads.items():
        posts = [one for one in thread if one["user_id"] == seen.agent]
        references = Counter(mark for one in posts for mark in _REFERENCE.findall(str(one["body_text"]))[-1:])
        messages = Counter(seen.ours[one["id"]] for one in posts if one["id"] in seen.ours)
        unknown = [one for one in posts if one["id"] not in seen.ours]
        if unknown or any(n > 1 for n in (*references.values(), *messages.values())):
            found.append(ticket)
    return found


def overlapping(seen: Seen) -> list[int]:
    """Tickets on which two runs were at work at the same time."""
    spans: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for ticket, _run, began, ended in seen.steps:
        spans[ticket].append((began, ended))
    return [ticket for ticket, runs in spans.items() if _cross(sorted(runs))]


def _cross(runs: Sequence[tuple[float, float]]) -> bool:
    return any(later[0] < earlier[1] for earlier, later in pairwise(runs))


def talked_over(seen: Seen) -> tuple[list[int], list[int]]:
    """Tickets on which a reply of ours stands right after an agent's that our last look at the ticket had shown; and
    those on which the agent was faster than our post by less than that look."""
    last_look: dict[int, int] = {}
    knew: dict[int, int] = {}
    for line in seen.journal:
        if line["what"] == "read":
            last_look[int(line["ticket"])] = int(line["newest"])
        elif line["what"] == "reply":
            knew[int(line["newest"])] = last_look.get(int(line["ticket"]), 0)
    over, raced = [], []
    for ticket, thread in seen.threads.items():
        for before, reply in _after_an_agent(seen, thread):
            (over if before <= knew.get(int(reply), 0) else raced).append(ticket)
    return over, raced


def _after_an_agent(seen: Seen, thread: Sequence[Mapping[str, Any]]) -> Iterable[tuple[int, int]]:
    """An agent's public reply and ours after it, with no customer's word between them."""
    agents: int | None = None
    for one in thread:
        if one["incoming"]:
            agents = None
        elif one["private"]:
            continue
        elif one["user_id"] == seen.agent:
            if agents is not None:
                yield agents, int(one["id"])
        else:
            agents = int(one["id"])
