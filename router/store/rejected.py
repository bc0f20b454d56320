"""Webhook bodies that could not be used, kept for the one who mends the automation rule."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from router.store.tables import rejected

KEPT_CHARACTERS = 8_000


class Rejected:
    """An append-only list."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def keep(self, reason: str, masked_body: str, at: datetime) -> None:
        """Remember a refused body; the caller has masked it."""
        with self._engine.begin() as connection:
            connection.execute(sa.insert(rejected).values(at=at, reason=reason, body=masked_body[:KEPT_CHARACTERS]))

    def newest(self, limit: int = 20) -> list[tuple[datetime, str, str]]:
        """Time, reason and masked body, newest first."""
        query = sa.select(rejected.c.at, rejected.c.reason, rejected.c.body).order_by(rejected.c.id.desc()).limit(limit)
        with self._engine.connect() as connection:
            return [(row.at, row.reason, row.body) for row in connection.execute(query)]
