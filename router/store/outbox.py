"""What we meant to post, written down before the call, and what became of it.

Whoever is about to call writes it here first, and only if the ticket's intents still are as they were when it looked:
so of two that would post on a ticket one goes ahead and the other looks again. What that is good for is told in
:mod:`router.stages.deliver`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from router.posting.post import Post
from router.store.database import for_reading
from router.store.inserts import insert_if_new, insert_or_update
from router.store.tables import answered, outbox

LOCK_FAMILY = 0x0F2E5E
"""First key of the locks by which the intents of one ticket are written one after another on PostgreSQL."""
SECOND_KEYS = 2**31
TICKET: sa.BindParameter[int] = sa.bindparam("ticket")
OF_TICKET = sa.select(outbox).where(outbox.c.ticket == TICKET)
OURS = sa.select(outbox.c.conversation, outbox.c.newest_entry).where(
    outbox.c.ticket == TICKET, outbox.c.conversation.is_not(None)
)
ANSWERED = sa.select(answered.c.run).where(answered.c.ticket == TICKET, answered.c.message == sa.bindparam("message"))
CHANGE = sa.update(outbox).where(outbox.c.key == sa.bindparam("post"))


def mark_answered(connection: sa.Connection, ticket: int, message: int, run: str, delivered: str, at: datetime) -> None:
    """The message has been dealt with, by a reply, a note or a decision. The first to say so stands."""
    values = {"ticket": ticket, "message": message, "run": run, "delivered": delivered, "at": at}
    connection.execute(insert_if_new(connection.dialect.name, answered), values)


class Outbox:
    """The table of intents. Every method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reading = for_reading(engine)

    def of_ticket(self, ticket: int) -> tuple[Post, ...]:
        """All intents on this ticket as they stand."""
        with self._reading.connect() as connection:
            return _of_ticket(connection, ticket)

    def intend(self, post: Post, known: Iterable[Post]) -> bool:
        """Write that this call is made now. False: the ticket's intents aren't those ``known``; nothing was written."""
        values = {column.name: getattr(post, column.name) for column in outbox.columns}
        with self._engine.begin() as connection:
            _one_at_a_time(connection, post.ticket)
            if _claims(_of_ticket(connection, post.ticket)) != _claims(known):
                return False
            connection.execute(insert_or_update(connection.dialect.name, outbox, *values), values)
        return True

    def take_over(self, post: Post, holder: str, at: datetime) -> Post | None:
        """The intent, now this holder's: the one before can make no call any more. None if it isn't as it was."""
        if not self._change(post, holder=holder, looks=0, changed_at=at):
            return None
        return replace(post, holder=holder, looks=0, changed_at=at)

    def looked(self, post: Post) -> None:
        """The thread was read back and our post wasn't there."""
        self._change(post, looks=outbox.c.looks + 1)

    def not_sent(self, post: Post) -> None:
        """The call was answered, and the answer says nothing was accepted; or it was never made."""
        self._change(post, posts=outbox.c.posts - 1)

    def unknown(self, post: Post, at: datetime) -> None:
        """Nobody can tell whether Freshdesk has it. A person must look."""
        self._change(post, state="unknown", changed_at=at)

    def sent(self, post: Post, conversation: int, run: str, at: datetime) -> None:
        """Freshdesk has it, under this id; with that its message is answered, in the same transaction."""
        with self._engine.begin() as connection:
            sent = {"post": post.key, "state": "sent", "conversation": conversation, "changed_at": at}
            connection.execute(CHANGE, sent)
            mark_answered(connection, post.ticket, post.message, run, post.kind, at)

    def found(self, post: Post, run: str) -> None:
        """The post stands in the thread; whose intent is not known here gets one now, so that it is known for ours."""
        values = {column.name: getattr(post, column.name) for column in outbox.columns}
        became = ("state", "conversation", "changed_at")
        with self._engine.begin() as connection:
            connection.execute(insert_or_update(connection.dialect.name, outbox, *became), values)
            mark_answered(connection, post.ticket, post.message, run, post.kind, post.changed_at)

    def ours(self, ticket: int) -> dict[int, int]:
        """Our posts on this ticket: conversation id to the newest entry that stood there when it was written.

        Not the agent decides what is ours: teams share one key.
        """
        with self._reading.connect() as connection:
            rows = connection.execute(OURS, {"ticket": ticket})
            return {row.conversation: row.newest_entry for row in rows}

    def has_answered(self, ticket: int, message: int) -> bool:
        """Whether a run has already dealt with this message."""
        with self._reading.connect() as connection:
            return connection.execute(ANSWERED, {"ticket": ticket, "message": message}).first() is not None

    def _change(self, post: Post, **values: object) -> bool:
        """Change the intent if it still stands as its holder wrote it."""
        as_it_was = (
            outbox.c.key == post.key,
            outbox.c.state == post.state,
            outbox.c.posts == post.posts,
            outbox.c.holder == post.holder,
        )
        with self._engine.begin() as connection:
            return connection.execute(sa.update(outbox).where(*as_it_was).values(**values)).rowcount == 1


def _of_ticket(connection: sa.Connection, ticket: int) -> tuple[Post, ...]:
    rows = connection.execute(OF_TICKET, {"ticket": ticket})
    return tuple(Post(**row._mapping) for row in rows)


def _claims(posts: Iterable[Post]) -> frozenset[tuple[str, str, int, str]]:
    """What of the intents changes whenever somebody calls, or learns what became of a call."""
    return frozenset((post.key, post.state, post.posts, post.holder) for post in posts)


def _one_at_a_time(connection: sa.Connection, ticket: int) -> None:
    """Hold the others off from the first look on: else two could both find the ticket as they knew it."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK_FAMILY, ticket % SECOND_KEYS)))
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # the driver itself begins at the first write only
