"""Signs of life: each worker says every few seconds what it works with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from router.store.inserts import insert, insert_or_update
from router.store.tables import heartbeats


class Heartbeats:
    """One row a worker, overwritten."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def beat(self, worker: str, state: Mapping[str, Any], at: datetime) -> None:
        """This worker lives and works with this."""
        row = {"worker": worker, "at": at, "state": dict(state)}
        with self._engine.begin() as connection:
            connection.execute(insert_or_update(connection.dialect.name, heartbeats, "at", "state"), row)

    def end(self, worker: str) -> None:
        """This worker has ended as it was told to."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(heartbeats).where(heartbeats.c.worker == worker))

    def all(self) -> dict[str, tuple[datetime, Mapping[str, Any]]]:
        """Worker to the time and words of its last sign."""
        with self._engine.connect() as connection:
            return {row.worker: (row.at, row.state) for row in connection.execute(sa.select(heartbeats))}

    def write_test(self, worker: str, at: datetime) -> None:
        """Take a write and undo it: what readiness means. Raises SQLAlchemy's errors when it can't."""
        with self._engine.connect() as connection:
            transaction = connection.begin()
            connection.execute(insert(self._engine, heartbeats).values(worker=worker, at=at, state={}))
            transaction.rollback()
