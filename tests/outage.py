"""Two days on which no bell rang: tickets of every kind, and what our database knew of them before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from router.posting.post import Post, post_key, reference_of
from router.store.sweeps import Sweeps
from router.store.tables import outbox
from router.sweep.ledger import Looked

HOURS = 48.0
BEFORE = 200.0
"""Hours ago, long before the installation."""
QUESTION = "How long is my money locked in?"


@dataclass(frozen=True)
class Kind:
    """What happened to a ticket. ``waits``: somebody must be told. ``read`` says that a run had read it right after
    its opening, and ``posted`` what that run left: the thread's first entry of the company."""

    name: str
    waits: bool
    read: bool = False
    posted: Literal["", "note", "reply"] = ""


KINDS = (
    Kind("its bell never rang", waits=True),
    Kind("asked again after an answer", waits=True),
    Kind("wrote twice in a row", waits=True),
    Kind("answered by a person", waits=False),
    Kind("closed", waits=False),
    Kind("the company wrote first", waits=False),
    Kind("old, answered, and only noted", waits=False),
    Kind("old, open, and only noted", waits=False),
    Kind("old, and asked again after an answer", waits=True),
    Kind("old, and wrote again before any answer", waits=True),
    Kind("read and left alone", waits=False, read=True),
    Kind("our note", waits=False, read=True, posted="note"),
    Kind("our note, then asked again", waits=True, read=True, posted="note"),
    Kind("our reply", waits=False, read=True, posted="reply"),
    Kind("our reply, then asked again", waits=True, read=True, posted="reply"),
    Kind("wrote while our reply was sent", waits=True, read=True, posted="reply"),
    Kind("spam", waits=False),
)


def seed_of(tickets: int) -> dict[str, Any]:
    """A desk with so many tickets, the kinds taking turns, spread over the two days. The subject names the kind."""
    plans = [_plan(KINDS[n % len(KINDS)], HOURS * (0.02 + 0.96 * n / tickets)) for n in range(tickets)]
    return {"people": [{"name": "Asha Rao", "email": "asha@mail.example", "earlier tickets": plans}]}


def _plan(kind: Kind, at: float) -> dict[str, Any]:
    """A ticket whose last event was ``at`` hours ago, the others some minutes apart before it."""
    events = list(_events(kind.name))
    opened = BEFORE if kind.name.startswith("old") else at + 0.1 * len(events)
    thread = [
        {who: word, "hours ago": BEFORE - 1 if opened == BEFORE and who == "agent" else at + 0.1 * (len(events) - n)}
        for n, (who, word) in enumerate(events, start=1)
    ]
    more: dict[str, Any] = {"the company wrote first": {"source": 10}, "closed": {"status": 5}}.get(kind.name, {})
    state = {"state": "spam"} if kind.name == "spam" else {}
    return {"subject": kind.name, "text": QUESTION, "status": 2, "hours ago": opened, "thread": thread, **more, **state}


def _events(kind: str) -> Iterator[tuple[str, str]]:
    """What followed the opening, in order."""
    if kind in ("asked again after an answer", "answered by a person") or "after an answer" in kind:
        yield "agent", "It is a year."
    if kind == "old, answered, and only noted":
        yield "agent", "It is a year."
    if "noted" in kind or kind.startswith("our note"):
        yield "note", "A draft."
    if kind == "wrote while our reply was sent":
        yield "customer", "And what does it cost?"
    if "our reply" in kind:
        yield "agent", "It is a year."
    if "asked again" in kind or "again before" in kind or "in a row" in kind:
        yield "customer", "Are you sure?"
    if "in a row" in kind:
        yield "customer", "Hello?"


def remember(engine: sa.Engine, ledger: Sweeps, tickets: list[dict[str, Any]]) -> None:
    """What our runs had left of these tickets before the outage."""
    kinds = {kind.name: kind for kind in KINDS}
    for ticket in tickets:
        kind = kinds[ticket["subject"]]
        opened = _at(ticket["created_at"])
        if kind.read:
            ledger.remember(ticket["id"], Looked(0, opened, opened + timedelta(seconds=30)))
        if kind.posted:
            entry = next(one for one in ticket["conversations"] if not one["incoming"])
            _sent(engine, ticket["id"], kind.posted, entry)


def _sent(engine: sa.Engine, ticket: int, kind: Literal["note", "reply"], entry: dict[str, Any]) -> None:
    key = post_key(ticket, 0, kind)
    at = _at(entry["created_at"])
    post = Post(key, ticket, 0, kind, "", reference_of(key), 0, at, "sent", conversation=entry["id"])
    with engine.begin() as connection:
        values = {column.name: getattr(post, column.name) for column in outbox.columns}
        connection.execute(sa.insert(outbox).values(values))


def _at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)
