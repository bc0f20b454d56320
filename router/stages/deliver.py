"""Posts what was permitted, exactly once, and never over a person's head.

The intent stands in the outbox before the call. A call without an answer is read back from the thread, found by its
reference, before anything is posted again. Right before posting the ticket is read once more: what has moved on is
left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from router.errors import Refused, Unavailable
from router.ports import Clock, DeskEntry, DeskTicket, HelpDesk, Outbox
from router.posting.html import put_back
from router.posting.post import Kind, Post, post_key, reference_of
from router.types import Receipt, Ticket

RESOLVED, CLOSED = 4, 5
LOOKS = 2
"""Read-backs that must miss our post before it counts as not sent."""
LOOK_AGAIN = 2.0
"""Seconds between two of them."""
CALLS = 3
"""Calls without an answer after which only a person can tell."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What to post: the kind, a writer of its HTML that takes the reference, and field changes to make after it."""

    kind: Kind
    html: Callable[[str], str]
    changes: Mapping[str, object]
    add_tags: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What happened to the ticket since it was read."""

    who: Literal["customer", "person", "ticket"]
    says: str


DROPPED = "dropped"
SUPERSEDED = f"{DROPPED}: the customer wrote again, and the next run answers everything"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One run's way to Freshdesk.

    ``originals`` puts personal data back in place of its placeholders. ``settle_seconds`` is longer than any call's
    time-out: so long a request without an answer may still arrive.
    """

    run_id: str
    ticket: Ticket
    message_id: int
    desk: HelpDesk
    outbox: Outbox
    originals: Mapping[str, str]
    clock: Clock
    settle_seconds: float

    def deliver(self, parcel: Parcel) -> Receipt:
        """Post the parcel once, then write its tags and fields.

        What has moved on gets nothing, with the reason. Raises ``Unavailable`` (come back later), ``Unclear`` (come
        back and read back) and ``Refused``.
        """
        key = post_key(self.ticket.id, self.message_id, parcel.kind)
        post = self.outbox.find(key)
        if post is not None:
            self._wait_until_settled(post)
        thread = self.desk.ticket(self.ticket.id)
        if post is not None:
            post = self._look_back(post, thread)
        if post is None or post.state != "sent":
            if moved := what_moved(self.ticket, thread, self.outbox.ours(self.ticket.id)):
                return _left_alone(moved)
            post = self._send(self._again(post) if post else self._first(key, parcel, thread))
        remark = _change_fields(parcel, thread, self.desk)
        reason = ". ".join(part for part in (parcel.reason, remark) if part)
        return Receipt(parcel.kind, reason, post.conversation, post.reference)

    def arrived(self, kind: Kind) -> Receipt | None:
        """What an earlier try has posted already; None when there was none, or nothing of it has arrived.

        Raises as ``deliver`` does while nobody can tell.
        """
        post = self.outbox.find(post_key(self.ticket.id, self.message_id, kind))
        if post is None:
            return None
        self._wait_until_settled(post)
        post = self._look_back(post, self.desk.ticket(self.ticket.id))
        return (
            Receipt(kind, "posted by an earlier try", post.conversation, post.reference)
            if post.state == "sent"
            else None
        )

    def _wait_until_settled(self, post: Post) -> None:
        if post.state != "sending" or post.posts == 0:
            return
        left = (post.changed_at + timedelta(seconds=self.settle_seconds) - self.clock.now()).total_seconds()
        if left > 0:
            raise Unavailable("Freshdesk", "an earlier post had no answer and may still arrive", left)

    def _look_back(self, post: Post, thread: DeskTicket) -> Post:
        """The intent as it turns out to be: found in the thread, or safe to post again. Else raises."""
        if post.state == "sent" or post.posts == 0:
            return post
        if post.state == "unknown":
            raise Refused("Freshdesk", "nobody can tell whether an earlier post arrived: please look yourself")
        if (found := _in_thread(post, thread)) is not None:
            return self._sent(post, found)
        self.outbox.looked(post.key)
        if post.looks + 1 < LOOKS:
            raise Unavailable("Freshdesk", "an earlier post isn't in the thread yet", LOOK_AGAIN)
        if post.posts >= CALLS:
            self.outbox.unknown(post.key, self.clock.now())
            raise Refused("Freshdesk", f"{post.posts} posts had no answer, none is in the thread: please look yourself")
        return post

    def _first(self, key: str, parcel: Parcel, thread: DeskTicket) -> Post:
        """The intent, before the call."""
        reference = reference_of(key)
        newest = max((entry.id for entry in thread.entries), default=0)
        body = parcel.html(reference)
        post = Post(key, self.ticket.id, self.message_id, parcel.kind, body, reference, newest, self.clock.now())
        self.outbox.intend(post)
        return post

    def _again(self, post: Post) -> Post:
        """What was meant the first time is what goes out."""
        self.outbox.calling(post.key, self.clock.now())
        return post

    def _send(self, post: Post) -> Post:
        send = self.desk.reply if post.kind == "reply" else self.desk.note
        try:
            conversation = send(post.ticket, put_back(post.body, self.originals))
        except (Unavailable, Refused):
            self.outbox.not_sent(post.key)
            raise
        return self._sent(post, conversation)

    def _sent(self, post: Post, conversation: int) -> Post:
        self.outbox.sent(post, conversation, self.run_id, self.clock.now())
        return replace(post, state="sent", conversation=conversation)


def what_moved(before: Ticket, now: DeskTicket, ours: Container[int]) -> Moved | None:
    """What makes the draft stale, if anything does."""
    if now.deleted or now.spam:
        return Moved("ticket", "the ticket was marked as " + ("deleted" if now.deleted else "spam"))
    fresh = [entry for entry in now.entries if entry.id > before.newest_entry_id and entry.id not in ours]
    if any(_customer_wrote(entry) for entry in fresh):
        return Moved("customer", "the customer wrote again")
    if any(not entry.incoming and not entry.private for entry in fresh):
        return Moved("person", "a person replied meanwhile")
    if now.status in (RESOLVED, CLOSED) and before.status not in (RESOLVED, CLOSED):
        return Moved("ticket", "the ticket was closed meanwhile")
    return None


def _customer_wrote(entry: DeskEntry) -> bool:
    return entry.incoming and not entry.private and not entry.auto_response


def _left_alone(moved: Moved) -> Receipt:
    return Receipt("nothing", SUPERSEDED if moved.who == "customer" else f"{DROPPED}: {moved.says}")


def _in_thread(post: Post, thread: DeskTicket) -> int | None:
    for entry in thread.entries:
        same_kind = not entry.incoming and entry.private == (post.kind == "note")
        if same_kind and entry.id > post.newest_entry and post.reference in entry.body:
            return entry.id
    return None


def _change_fields(parcel: Parcel, thread: DeskTicket, desk: HelpDesk) -> str:
    """Write tags and fields; the customer's answer stands whatever becomes of them, so a refusal is a remark."""
    changes = dict(parcel.changes)
    missing = [tag for tag in parcel.add_tags if tag not in thread.tags]
    if missing:
        changes["tags"] = [*thread.tags, *missing]
    if not changes:
        return ""
    try:
        desk.update(thread.id, changes)
    except Refused as refusal:
        return f"the fields {', '.join(sorted(changes))} could not be written: {refusal.says}"
    return ""
