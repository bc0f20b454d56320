"""Writers of one process take turns where the database has one writer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa


class Turns:
    """SQLite lets each of those who wait for its writer sleep and try again, up to a tenth of a second at a time, while
    the writer stands idle; with eight threads that costs most of its time. So of ours one at a time tries.
    """

    def __init__(self, engine: sa.Engine, patience: float) -> None:
        """``patience``: seconds to wait for a turn."""
        self._lock = threading.Lock() if engine.dialect.name == "sqlite" else None
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Raises ``TimeoutError`` when those before take too long."""
        if self._lock is None:
            yield
            return
        if not self._lock.acquire(timeout=self._patience):
            raise TimeoutError("those before have waited for the database's writer too long")
        try:
            yield
        finally:
            self._lock.release()
