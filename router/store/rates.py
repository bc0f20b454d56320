"""What any worker was told last of an account's call limit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa
import structlog

from router.ports import RateReading
from router.store.database import for_reading
from router.store.inserts import insert
from router.store.tables import rates

FRESHDESK = "Freshdesk"
"""The place under which the adapter keeps its account's limit."""

AHEAD = timedelta(minutes=1)

log = structlog.get_logger()
_VALUES = ("total", "remaining", "told_at", "minute_at", "blocked_until")


class Rates:
    """Implements :class:`router.ports.RateBoard`. A limit is a courtesy: no call fails because it can't be noted."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reading = for_reading(engine)

    def read(self, place: str) -> RateReading | None:
        try:
            with self._reading.connect() as connection:
                row = connection.execute(sa.select(rates).where(rates.c.place == place)).first()
        except sa.exc.SQLAlchemyError as error:
            log.warning("rate_not_read", reason=type(error).__name__)
            return None
        return RateReading(*(getattr(row, name) for name in _VALUES)) if row else None

    def told(self, place: str) -> Mapping[str, object]:
        """For the one on call: how many calls were left when an answer last told, and when that was."""
        known = self.read(place)
        if known is None:
            return {}
        return {"left": known.remaining, "of": known.total, "told_at": known.told_at.isoformat(timespec="seconds")}

    def write(self, place: str, reading: RateReading) -> None:
        values = {name: getattr(reading, name) for name in _VALUES}
        statement = insert(self._engine, rates).values(place=place, **values)
        # One that is told by a clock far ahead must not keep all others away until it is true.
        ahead = (reading.told_at + AHEAD) < rates.c.told_at
        newer = (statement.excluded.told_at >= rates.c.told_at) | ahead
        statement = statement.on_conflict_do_update(index_elements=["place"], set_=values, where=newer)
        try:
            with self._engine.begin() as connection:
                connection.execute(statement)
        except sa.exc.SQLAlchemyError as error:
            log.warning("rate_not_written", reason=type(error).__name__)
