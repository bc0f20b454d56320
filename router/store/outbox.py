"""What we meant to post, written down before the call, and what became of it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from router.posting.post import Post
from router.store.database import insert
from router.store.tables import answered, outbox


def mark_answered(connection: sa.Connection, ticket: int, message: int, run: str, delivered: str, at: datetime) -> None:
    """The message has been dealt with, by a reply, a note or a decision. The first to say so stands."""
    values = {"ticket": ticket, "message": message, "run": run, "delivered": delivered, "at": at}
    connection.execute(insert(connection.engine, answered).values(values).on_conflict_do_nothing())


class Outbox:
    """The table of intents. Every method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def intend(self, post: Post) -> None:
        """Write the intent, right before the call. Raises SQLAlchemy's IntegrityError when one stands already."""
        values = {column.name: getattr(post, column.name) for column in outbox.columns}
        with self._engine.begin() as connection:
            connection.execute(sa.insert(outbox).values(values))

    def find(self, key: str) -> Post | None:
        """The intent as it stands."""
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(outbox).where(outbox.c.key == key)).first()
        return Post(**row._mapping) if row else None

    def calling(self, key: str, at: datetime) -> None:
        """A call is about to be made: from now on it may have been accepted."""
        self._change(key, posts=outbox.c.posts + 1, looks=0, changed_at=at)

    def looked(self, key: str) -> None:
        """The thread was read back and our post wasn't there."""
        self._change(key, looks=outbox.c.looks + 1)

    def not_sent(self, key: str) -> None:
        """The call was answered, and the answer says nothing was accepted."""
        self._change(key, posts=outbox.c.posts - 1)

    def unknown(self, key: str, at: datetime) -> None:
        """Nobody can tell whether Freshdesk has it. A person must look."""
        self._change(key, state="unknown", changed_at=at)

    def sent(self, post: Post, conversation: int, run: str, at: datetime) -> None:
        """Freshdesk has it, under this id; with that its message is answered, in the same transaction."""
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(outbox)
                .where(outbox.c.key == post.key)
                .values(state="sent", conversation=conversation, changed_at=at)
            )
            mark_answered(connection, post.ticket, post.message, run, post.kind, at)

    def ours(self, ticket: int) -> dict[int, int]:
        """Our posts on this ticket: conversation id to the newest entry that stood there when it was written.

        Not the agent decides what is ours: teams share one key.
        """
        query = sa.select(outbox.c.conversation, outbox.c.newest_entry)
        with self._engine.connect() as connection:
            rows = connection.execute(query.where(outbox.c.ticket == ticket, outbox.c.conversation.is_not(None)))
            return {row.conversation: row.newest_entry for row in rows}

    def has_answered(self, ticket: int, message: int) -> bool:
        """Whether a run has already dealt with this message."""
        with self._engine.connect() as connection:
            found = connection.execute(
                sa.select(answered.c.run).where(answered.c.ticket == ticket, answered.c.message == message)
            )
            return found.first() is not None

    def _change(self, key: str, **values: object) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.update(outbox).where(outbox.c.key == key).values(**values))
