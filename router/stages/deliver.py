"""Posts what was permitted, exactly once, and never over a person's head.

Freshdesk knows no idempotency key, and nothing in our database can stop a request of a process that stood still and
goes on. What keeps a second post away, whoever is at work on the ticket, is three rules:

1. **An intent before each call.** It is written only if the ticket's intents are still those that were known before
   the thread was read. Of two that would post, one is told to look again.
2. **A call follows its intent within** ``AT_ONCE`` **seconds**, by the caller's own clock, or isn't made.
3. **A call without an answer is waited out**: by whoever made it, ``settle_seconds``; by anybody else, as long from the
   moment at which they took the intent over, from when on its maker's next intent fails by rule 1. Then the thread is
   read back, twice, and the post found by its reference or made again.

``settle_seconds`` is ``AT_ONCE`` and the longest that a call may take. So a call that an intent allowed has ended
before anybody else reads back, and one that was never answered is found or proven absent. Hosts' clocks needn't agree.
What is left is a process that stops between the look at its clock and the system's ``send``, the line after it.

Right before posting the ticket is read once more: what has moved on is left alone (:mod:`router.stages.moved`). A
reading that is older than ``settle_seconds`` is none.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from uuid import uuid4

from router.errors import Refused, Unavailable
from router.ports import Clock, DeskTicket, HelpDesk, Outbox
from router.posting.html import put_back
from router.posting.placeholders import shown
from router.posting.post import Kind, Post, post_key, reference_of
from router.stages.earlier import EarlierCalls, somebody_else, stood_still
from router.stages.fields import change_fields
from router.stages.moved import left_alone, what_moved
from router.stages.outdated import mark, outdated, replaces
from router.stages.recognised import recognised
from router.types import Receipt, Ticket

AT_ONCE = 5.0
"""Seconds between an intent and its call; what takes longer stood still, and looks again."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What to post: the kind, a writer of its HTML that takes the reference, and field changes to make after it.

    ``draft``: an answer to the customer stands in it. ``instead`` is the note that an agent gets in place of a reply.
    """

    kind: Kind
    html: Callable[[str], str]
    changes: Mapping[str, object]
    add_tags: tuple[str, ...]
    reason: str
    draft: bool = False
    instead: Parcel | None = None


def this_thread() -> str:
    """Who makes the calls. A thread does one thing after another: a call that it made before has ended."""
    return f"{_this_process(os.getpid())}:{threading.get_ident()}"


@cache
def _this_process(_pid: int) -> str:
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class Delivery:
    """One run's way to Freshdesk. ``originals`` puts personal data back in place of its placeholders."""

    run_id: str
    ticket: Ticket
    message_id: int
    desk: HelpDesk
    outbox: Outbox
    originals: Mapping[str, str]
    clock: Clock
    settle_seconds: float
    holder: str = field(default_factory=this_thread)

    def deliver(self, parcel: Parcel) -> Receipt:
        """Post the parcel once, then write its tags and fields.

        What has moved on gets nothing, with the reason. Raises ``Unavailable`` (come back later), ``Unclear`` (come
        back and read back) and ``Refused``.
        """
        posts, thread, read_at = self._look()
        post = self._arrived(posts)
        if post is None:
            moved = what_moved(self.ticket, thread, self.outbox.ours(self.ticket.id))
            if moved and moved.then == "note":
                parcel = parcel.instead or parcel
            elif moved:
                return left_alone(moved)
            post = self._send(parcel, posts, thread, read_at)
        elif post.kind != parcel.kind:
            parcel = parcel.instead or parcel
        if stood_still(read_at, self.clock.now(), self.settle_seconds):
            thread = self.desk.ticket(self.ticket.id)  # its tags are written back whole
        marked = mark(outdated(post, posts, thread), post, self.desk, self.originals) if parcel.draft else ""
        remarks = (parcel.reason, marked, change_fields(parcel.changes, parcel.add_tags, thread, self.desk))
        return self._receipt(post, ". ".join(part for part in remarks if part))

    @property
    def in_doubt(self) -> bool:
        """Whether an earlier call on this ticket may still arrive, or may have arrived unseen."""
        return any(post.in_doubt for post in self.outbox.of_ticket(self.ticket.id))

    def arrived(self) -> Receipt | None:
        """What an earlier try has posted already; None when there was none, or nothing of it has arrived.

        Raises ``Unavailable`` while an earlier call may still arrive.
        """
        posts = self._look()[0] if self.in_doubt else self.outbox.of_ticket(self.ticket.id)
        post = self._arrived(posts)
        return self._receipt(post, "posted by an earlier try") if post else None

    def may_be_repeated(self) -> None:
        """Raises ``Refused`` where nobody can tell what became of an earlier try."""
        for post in self.outbox.of_ticket(self.ticket.id):
            if post.message == self.message_id:
                self._calls.may_be_repeated(post)

    @property
    def _calls(self) -> EarlierCalls:
        return EarlierCalls(self.run_id, self.outbox, self.clock, self.settle_seconds, self.holder)

    def _look(self) -> tuple[tuple[Post, ...], DeskTicket, datetime]:
        """The ticket's intents, once nothing is in doubt, and the thread with the time from which on it counts."""
        posts = self._calls.settle(self.outbox.of_ticket(self.ticket.id))
        read_at = self.clock.now()
        thread = self.desk.ticket(self.ticket.id)
        posts = recognised(posts, thread, self.outbox, self.run_id)
        return self._calls.read_back(posts, thread), thread, read_at

    def _arrived(self, posts: tuple[Post, ...]) -> Post | None:
        """What answers the message already. A note beside a reply would be a second answer, and so the other way."""
        return next((post for post in posts if post.message == self.message_id and post.state == "sent"), None)

    def _send(self, parcel: Parcel, posts: tuple[Post, ...], thread: DeskTicket, read_at: datetime) -> Post:
        began = self.clock.now()
        post = self._intent(parcel, posts, thread, began)
        if not self.outbox.intend(post, posts):
            raise somebody_else()
        send = self.desk.reply if post.kind == "reply" else self.desk.note
        html = put_back(post.body, shown(self.originals, public=post.kind == "reply"))
        now = self.clock.now()
        if stood_still(began, now, AT_ONCE) or stood_still(read_at, now, self.settle_seconds):
            self.outbox.not_sent(post)
            raise Unavailable("worker", "it stood still before a post: the ticket is read again", 1.0)
        try:
            conversation = send(post.ticket, html)
        except (Unavailable, Refused):
            self.outbox.not_sent(post)
            raise
        self.outbox.sent(post, conversation, self.run_id, self.clock.now())
        return replace(post, state="sent", conversation=conversation)

    def _intent(self, parcel: Parcel, posts: tuple[Post, ...], thread: DeskTicket, now: datetime) -> Post:
        """The intent of a first call, or of one more: what was meant the first time is what goes out."""
        key = post_key(self.ticket.id, self.message_id, parcel.kind)
        before = next((post for post in posts if post.key == key), None)
        if before is not None:
            self._calls.may_be_repeated(before)
            return replace(before, posts=before.posts + 1, looks=0, changed_at=now, holder=self.holder)
        reference = reference_of(key)
        newest = max((entry.id for entry in thread.entries), default=0)
        post = Post(key, self.ticket.id, self.message_id, parcel.kind, "", reference, newest, now, holder=self.holder)
        replaced = replaces(outdated(post, posts, thread)) if parcel.draft and parcel.kind == "note" else ""
        return replace(post, body=replaced + parcel.html(reference), draft=parcel.draft)

    def _receipt(self, post: Post, reason: str) -> Receipt:
        return Receipt(post.kind, reason, post.conversation, post.reference)
