"""Earlier calls on a ticket whose answer never came: waited for, read back, and only then counted as not sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from router.errors import Refused, Unavailable
from router.ports import Clock, DeskTicket, Outbox
from router.posting.post import Post

LOOK_AGAIN = 2.0
"""Seconds between two looks at a thread in which a post isn't found, or at a ticket on which somebody else posts."""
CALLS = 3
"""Calls without an answer after which only a person can tell."""


@dataclass(frozen=True, slots=True)
class EarlierCalls:
    """``settle_seconds``: so long after it was made, a call without an answer may still arrive."""

    run_id: str
    outbox: Outbox
    clock: Clock
    settle_seconds: float
    holder: str

    def settle(self, posts: Sequence[Post]) -> Sequence[Post]:
        """The intents, once every call in doubt has had its time. Raises ``Unavailable`` with the seconds left.

        Another holder's call is taken over, and waited for from then on by our own clock: hosts' clocks may differ. So
        is one of our own that was made in what is now the future, when our clock was set back.
        """
        now = self.clock.now()
        begun = [self._ours(post, now).changed_at for post in posts if post.in_doubt]
        left = max(((at - now).total_seconds() + self.settle_seconds for at in begun), default=0.0)
        if left > 0:
            says = "an earlier post had no answer and may still arrive"
            raise Unavailable("Freshdesk", says, min(left, self.settle_seconds))
        return posts

    def _ours(self, post: Post, now: datetime) -> Post:
        if post.holder == self.holder and post.changed_at <= now:
            return post
        taken = self.outbox.take_over(post, self.holder, now)
        if taken is None:
            raise somebody_else()
        return taken

    def read_back(self, posts: Iterable[Post], thread: DeskTicket) -> tuple[Post, ...]:
        """The intents as they turn out to be. Raises ``Unavailable`` while one isn't there that may come yet."""
        found = tuple(self._found(post, thread) for post in posts)
        if any(post.in_doubt for post in found):
            raise Unavailable("Freshdesk", "an earlier post isn't in the thread yet", LOOK_AGAIN)
        return found

    def _found(self, post: Post, thread: DeskTicket) -> Post:
        if post.state != "sending" or post.posts == 0:
            return post
        if (conversation := _in_thread(post, thread)) is not None:
            self.outbox.sent(post, conversation, self.run_id, self.clock.now())
            return replace(post, state="sent", conversation=conversation)
        if not post.in_doubt:
            return post
        self.outbox.looked(post)
        return replace(post, looks=post.looks + 1)

    def may_be_repeated(self, post: Post) -> None:
        """Return if this one is safe to post again; else raises ``Refused``."""
        if post.state in ("unknown", "settled"):
            raise Refused("Freshdesk", "nobody can tell whether an earlier post arrived: please look yourself")
        if post.posts >= CALLS:
            self.outbox.unknown(post, self.clock.now())
            raise Refused("Freshdesk", f"{post.posts} posts had no answer, none is in the thread: please look yourself")


def somebody_else() -> Unavailable:
    """The ticket's intents aren't what they were a moment ago."""
    return Unavailable("Freshdesk", "another run is posting on this ticket", LOOK_AGAIN)


def stood_still(began: datetime, now: datetime, seconds: float) -> bool:
    """Whether more time went by than the few lines between can take: the process was stopped, or its machine was."""
    return now - began > timedelta(seconds=seconds)


def _in_thread(post: Post, thread: DeskTicket) -> int | None:
    for entry in thread.entries:
        same_kind = not entry.incoming and entry.private == (post.kind == "note")
        if same_kind and entry.id > post.newest_entry and post.reference in entry.body:
            return entry.id
    return None
