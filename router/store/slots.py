"""Worker slots: the name under which DBOS knows a worker, held by a lock that ends with the process.

Two workers with one name would rerun each other's steps; a worker that died leaves its slot free, and the next one to
take it goes on with what was in hand.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

LOCK_FAMILY = 0x0F2E5D
"""First key of our advisory locks, so that they meet nobody else's."""
MOST_WORKERS = 64


class NoFreeSlotError(Exception):
    """Another worker holds what this one needs. The text says what to do."""


@contextmanager
def worker_slot(engine: sa.Engine, var: Path) -> Iterator[str]:
    """A slot of this worker's own, such as ``slot-1``, for as long as it runs. Raises ``NoFreeSlotError``.

    SQLite takes one worker with many threads: its queue isn't safe for several processes. PostgreSQL takes many.
    """
    with _postgres_slot(engine) if engine.dialect.name == "postgresql" else _file_slot(var) as slot:
        yield slot


@contextmanager
def _file_slot(var: Path) -> Iterator[str]:
    with open(var / "worker.lock", "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NoFreeSlotError(f"a worker is running already with {var}: stop it first") from error
        yield "slot-1"


@contextmanager
def _postgres_slot(engine: sa.Engine) -> Iterator[str]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for number in range(1, MOST_WORKERS + 1):
            if connection.execute(sa.select(sa.func.pg_try_advisory_lock(LOCK_FAMILY, number))).scalar():
                yield f"slot-{number}"
                return
        raise NoFreeSlotError(f"{MOST_WORKERS} workers are running already")
