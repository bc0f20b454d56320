"""Webhook bodies that could not be used, kept for the one who mends the automation rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from router.store.tables import rejected

KEPT_CHARACTERS = 8_000
KEPT_BODIES = 5_000
"""A broken rule on a busy account must not fill the disk: the oldest go first."""


@dataclass(frozen=True, slots=True)
class RejectedBody:
    """One of them. ``body`` is masked; ``replayed_at`` is when somebody rang its ticket by hand, None before."""

    id: int
    at: datetime
    reason: str
    body: str
    replayed_at: datetime | None

    def to_json(self) -> Mapping[str, object]:
        """Plain JSON values."""
        replayed = self.replayed_at.isoformat() if self.replayed_at else None
        said = {"id": self.id, "at": self.at.isoformat(), "reason": self.reason, "body": self.body}
        return said | {"replayed_at": replayed}


class Rejected:
    """The newest refused bodies."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def keep(self, reason: str, masked_body: str, at: datetime) -> None:
        """Remember a refused body; the caller has masked it."""
        # PostgreSQL takes no NUL in a text.
        body = masked_body.replace("\0", "�")[:KEPT_CHARACTERS]
        new = sa.insert(rejected).values(at=at, reason=reason, body=body).returning(rejected.c.id)
        with self._engine.begin() as connection:
            number = connection.execute(new).scalar_one()
            connection.execute(sa.delete(rejected).where(rejected.c.id <= number - KEPT_BODIES))

    def newest(self, limit: int = 20) -> list[RejectedBody]:
        """The newest, newest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(rejected).order_by(rejected.c.id.desc()).limit(limit))
            return [_body(row) for row in rows]

    def find(self, number: int) -> RejectedBody | None:
        """One by its number."""
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(rejected).where(rejected.c.id == number)).first()
        return _body(row) if row else None

    def replayed(self, number: int, at: datetime) -> None:
        """Its ticket was rung by hand."""
        with self._engine.begin() as connection:
            connection.execute(sa.update(rejected).where(rejected.c.id == number).values(replayed_at=at))


def _body(row: sa.Row) -> RejectedBody:  # type: ignore[type-arg]
    return RejectedBody(row.id, row.at, row.reason, row.body, row.replayed_at)
