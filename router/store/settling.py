"""Posts of which nobody can tell whether they arrived, and the word of the person who looked."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from router.store.tables import outbox

UNKNOWN, SETTLED = "unknown", "settled"


class Settling:
    """Reads and settles what a run had to leave to a person."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def unknown(self) -> list[tuple[int, datetime]]:
        """Ticket and moment of each post that nobody has looked at yet, oldest first."""
        query = sa.select(outbox.c.ticket, outbox.c.changed_at).where(outbox.c.state == UNKNOWN)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(outbox.c.changed_at, outbox.c.ticket))
            return [(row.ticket, row.changed_at) for row in rows]

    def settle(self, ticket: int, at: datetime) -> int:
        """A person has looked at the ticket; how many posts were settled by that. None of them is posted again."""
        settled = (
            sa.update(outbox)
            .where(outbox.c.ticket == ticket, outbox.c.state == UNKNOWN)
            .values(state=SETTLED, changed_at=at)
        )
        with self._engine.begin() as connection:
            return connection.execute(settled).rowcount
