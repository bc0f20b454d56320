"""Posts of ours that our database doesn't know to have arrived, told by the reference that stands in them.

A reference follows from ticket, message and kind alone. So a post is known for ours whose run ended before its answer
came, that was made after the backup which was restored since, or that another installation made on the same account.
Taken for a person's, it would count as an answer to what the customer wrote while it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

from router.errors import Unavailable
from router.ports import DeskEntry, DeskTicket, Outbox
from router.posting.post import Kind, Post, post_key, reference_of

KINDS: tuple[Kind, ...] = ("reply", "note")
REFERENCE = re.compile(r"\bR-[A-Z2-7]{4}-[A-Z2-7]{4}\b")
SEEN_WITHIN = timedelta(minutes=2)
"""So long after a post was accepted, a thread without it may be one from before it."""
LOOK_AGAIN = 10.0


def recognised(posts: Iterable[Post], thread: DeskTicket, outbox: Outbox, run: str) -> tuple[Post, ...]:
    """The ticket's intents ``posts``, and what else of ours is found in the thread: written down as sent."""
    known = {post.key: post for post in posts}
    for post in tuple(_found(thread, known)):
        outbox.found(post, run)
        known[post.key] = post
    return tuple(known.values())


def must_be_fresh(thread: DeskTicket, posts: Iterable[Post], now: datetime) -> None:
    """Raises ``Unavailable`` where what Freshdesk has just accepted from us isn't in what it shows.

    Read so, the ticket seems to wait for what was answered a moment ago.
    """
    shown = {entry.id for entry in thread.entries}
    young = [post for post in posts if post.conversation is not None and abs(now - post.changed_at) < SEEN_WITHIN]
    if any(post.conversation not in shown for post in young):
        raise Unavailable("Freshdesk", "shows a thread from before our newest post", LOOK_AGAIN)


def _found(thread: DeskTicket, known: Mapping[str, Post]) -> Iterator[Post]:
    """Of each post the oldest entry: who quotes it later wrote something of their own."""
    expected = dict(_expected(thread, known))
    for entry in sorted(thread.entries, key=lambda entry: entry.id):
        for reference in () if entry.incoming else REFERENCE.findall(entry.body):
            post = expected.get((reference, _kind(entry)))
            if post is not None and entry.id > post.newest_entry:
                del expected[reference, post.kind]
                yield replace(post, state="sent", conversation=entry.id, changed_at=entry.created_at)
                break


def _expected(thread: DeskTicket, known: Mapping[str, Post]) -> Iterator[tuple[tuple[str, Kind], Post]]:
    """What a post on any of the customer's messages would carry, where it isn't known to have arrived."""
    messages = [0, *(entry.id for entry in thread.entries if entry.incoming)]
    for message, kind in product(messages, KINDS):
        key = post_key(thread.id, message, kind)
        reference = reference_of(key)
        post = known.get(key) or Post(key, thread.id, message, kind, "", reference, message, thread.updated_at)
        if post.state != "sent":
            yield (reference, kind), post


def _kind(entry: DeskEntry) -> Kind:
    return "note" if entry.private else "reply"
