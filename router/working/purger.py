"""The worker's hand in retention: a batch every few minutes, the next one at the next beat while there is more."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from router.store.retention import BATCH, Keep, Retention
from router.wiring import Store

EVERY = timedelta(minutes=10)

log = structlog.get_logger()


class Purger:
    """One of each worker."""

    def __init__(self, store: Store, keep: Keep) -> None:
        self._retention = Retention(store.engine, store.client, keep)
        self._clock = store.clock
        self._next: datetime = store.clock.now() + EVERY

    def look(self) -> None:
        """Delete a batch of what is too old, when it is time to."""
        now = self._clock.now()
        if self._next - EVERY <= now < self._next:
            return
        gone = {name: count for name, count in self._retention.purge(now).items() if count}
        more = any(count >= BATCH for count in gone.values())
        self._next = now if more else now + EVERY
        if gone:
            log.info("purged", **{name.replace(" ", "_"): count for name, count in gone.items()})
