"""Worker slots: a lock that ends with its process tells the living workers from the dead.

DBOS knows each worker by its executor's name: the slot's, and a part that no other life of a worker has. What stands
under the name of a slot that nobody holds is the work of the dead, and so is whatever stands under an older name of
one's own slot.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import sqlalchemy as sa

LOCK_FAMILY = 0x0F2E5D
"""First key of our advisory locks, so that they meet nobody else's."""
MOST_WORKERS = 64
TRIES = 3
"""Seconds for which a lock may seem another's: the server takes a moment to see that our old connection has ended."""


class NoFreeSlotError(Exception):
    """Another worker holds what this one needs. The text says what to do."""


class SlotLostError(Exception):
    """The lock is another worker's by now: this one must end, and whoever started it starts it anew."""


class Slot(Protocol):
    """A worker's place, for as long as it lives. ``executor`` is its name in this life, such as ``slot-1:4be2``."""

    number: int
    executor: str

    def hold(self) -> None:
        """See that the lock is still ours, and take it again if it was lost with its connection.

        Raises ``SlotLostError``, and SQLAlchemy's errors while the database can't be asked.
        """

    def abandoned(self, number: int) -> AbstractContextManager[bool]:
        """Whether what stands under this slot's older names is the work of the dead; nobody takes it meanwhile."""

    def break_open(self, number: int) -> bool:
        """End the lock of a worker that gives no sign of life. Whether there was one that could be ended."""

    def free(self) -> None:
        """Give it back. Doing it twice is harmless."""


@contextmanager
def worker_slot(engine: sa.Engine, var: Path) -> Iterator[Slot]:
    """A slot of this worker's own, for as long as it runs. Raises ``NoFreeSlotError``.

    SQLite takes one worker with many threads: its queue isn't safe for several processes. PostgreSQL takes many.
    """
    slot: Slot = LockSlot(engine) if engine.dialect.name == "postgresql" else FileSlot(var)
    try:
        yield slot
    finally:
        slot.free()


def slot_of(executor: str) -> int | None:
    """The number of the slot in an executor's name; None for names that aren't ours."""
    word, _, number = executor.partition(":")[0].rpartition("-")
    return int(number) if word == "slot" and number.isdecimal() else None


def _in_this_life(number: int) -> str:
    return f"slot-{number}:{uuid4().hex[:8]}"


class FileSlot:
    """The one slot beside a SQLite file. A process that stands still keeps it: nobody can be taken for dead here."""

    number = 1

    def __init__(self, var: Path) -> None:
        self._path = var / "worker.lock"
        self._file = open(self._path, "w", encoding="utf-8")  # noqa: SIM115 (it is open as long as the worker lives)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.close()
            raise NoFreeSlotError(f"a worker is running already with {var}: stop it first") from error
        self.executor = _in_this_life(self.number)

    def hold(self) -> None:
        if not self._path.exists() or not os.path.samestat(os.fstat(self._file.fileno()), self._path.stat()):
            raise SlotLostError(f"somebody removed {self._path}: another worker could run beside this one")

    @contextmanager
    def abandoned(self, number: int) -> Iterator[bool]:
        yield True

    def break_open(self, number: int) -> bool:
        return False

    def free(self) -> None:
        self._file.close()


class LockSlot:
    """One of many, by an advisory lock on a connection of its own."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._connection = self._connect()
        free = (number for number in range(1, MOST_WORKERS + 1) if _lock(self._connection, number))
        self.number = next(free, 0)
        if not self.number:
            self._connection.close()
            raise NoFreeSlotError(f"{MOST_WORKERS} workers are running already")
        self.executor = _in_this_life(self.number)

    def hold(self) -> None:
        with suppress(sa.exc.DBAPIError):
            if self._connection.execute(_OURS, _key(self.number)).first():
                return
        self._connection.invalidate()
        self._connection.close()
        self._connection = self._connect()
        for _ in range(TRIES):
            if _lock(self._connection, self.number):
                return
            time.sleep(1.0)
        raise SlotLostError(f"the lock of slot-{self.number} was lost with its connection, and another worker has it")

    @contextmanager
    def abandoned(self, number: int) -> Iterator[bool]:
        if number == self.number:
            yield True
            return
        with self._connect() as connection:
            locked = _lock(connection, number)
            try:
                yield locked
            finally:
                if locked:
                    connection.execute(sa.select(sa.func.pg_advisory_unlock(LOCK_FAMILY, number)))

    def break_open(self, number: int) -> bool:
        with self._connect() as connection:
            return any(connection.execute(_END, _key(number)).scalars())

    def free(self) -> None:
        with suppress(sa.exc.SQLAlchemyError):
            self._connection.execute(sa.select(sa.func.pg_advisory_unlock(LOCK_FAMILY, self.number)))
            self._connection.close()

    def _connect(self) -> sa.Connection:
        return self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")


def _lock(connection: sa.Connection, number: int) -> bool:
    return bool(connection.execute(sa.select(sa.func.pg_try_advisory_lock(LOCK_FAMILY, number))).scalar())


def _key(number: int) -> dict[str, int]:
    return {"family": LOCK_FAMILY, "number": number}


_HOLDER = """
    FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE datname = current_database() AND locktype = 'advisory' AND granted
      AND classid = :family AND objid = :number AND objsubid = 2
"""
_OURS = sa.text(f"SELECT 1 {_HOLDER} AND pid = pg_backend_pid()")
_END = sa.text(f"SELECT pg_terminate_backend(pid) {_HOLDER}")
