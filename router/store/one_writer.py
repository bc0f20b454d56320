"""SQLite has one writer. The threads of a program wait for it in a row, and not each for itself.

Left to itself, SQLite lets everybody who waits sleep and look again, for up to a tenth of a second at a time, while the
writer stands idle. Here one of a program's threads looks, every few milliseconds, and the others wait for its turn to
end. So whoever waits in another program gets the writer as soon, too.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

BUSY_MILLISECONDS = 3
"""So long SQLite itself waits, before we look again."""
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "BEGIN")
"""Words that begin a transaction: the driver's own ``BEGIN IMMEDIATE`` comes before the first four."""
T = TypeVar("T")


class Turn:
    """Shared by all connections of an engine. ``patience``: seconds after which the writer counts as stuck."""

    def __init__(self, patience: float) -> None:
        self._lock = threading.Lock()
        self.patience = patience

    def take(self, until: float) -> None:
        """Raises what SQLite raises when it has waited too long."""
        if not self._lock.acquire(timeout=max(0.0, until - time.monotonic())):
            raise sqlite3.OperationalError("database is locked: those before have waited too long")

    def give_back(self) -> None:
        self._lock.release()


class InTurn(sqlite3.Connection):
    """A connection that writes when it is its turn, from the first statement of a transaction to its end."""

    def __init__(self, *arguments: Any, turn: Turn, **named: Any) -> None:
        self._turn = turn
        self._mine = False
        super().__init__(*arguments, **named)

    def cursor(self, factory: Any = None) -> Any:
        return super().cursor(factory or _Cursor)

    def commit(self) -> None:
        try:
            super().commit()
        finally:
            self._end()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._end()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._end(closed=True)

    def run(self, sql: str, statement: Callable[[], T]) -> T:
        """Execute it, in its turn where it begins to write."""
        if self.in_transaction:
            return statement()
        until = time.monotonic() + self._turn.patience
        if sql.lstrip()[:8].upper().startswith(WRITES):
            self._turn.take(until)
            self._mine = True
        try:
            return _patiently(statement, until)
        finally:
            self._end()

    def _end(self, *, closed: bool = False) -> None:
        if self._mine and (closed or not self.in_transaction):
            self._mine = False
            self._turn.give_back()


class _Cursor(sqlite3.Cursor):
    connection: InTurn

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        return self.connection.run(sql, lambda: super(_Cursor, self).execute(sql, parameters))

    def executemany(self, sql: str, parameters: Any) -> Any:
        return self.connection.run(sql, lambda: super(_Cursor, self).executemany(sql, parameters))


def _patiently(statement: Callable[[], T], until: float) -> T:
    while True:
        try:
            return statement()
        except sqlite3.OperationalError as error:
            busy = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY  # the rest tells why
            if not busy or time.monotonic() > until:
                raise
