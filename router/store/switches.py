"""What counts everywhere within seconds: the global stop, and lanes lowered by hand. An append-only list."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from router.store.tables import overrides
from router.types import LANES, Lane

SENDING = "sending"


class Switches:
    """Reads the newest word on each switch; every change stays as an audit line."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def stopped(self) -> bool:
        """Whether all sending is halted."""
        return self._newest(SENDING) == "stopped"

    def lane_of(self, rule: str) -> Lane | None:
        """A lane set by hand for a rule of sending.yaml, None when there is none."""
        value = self._newest(f"rule:{rule}")
        return next((lane for lane in LANES if lane == value), None)

    def set(self, what: str, value: str, author: str, at: datetime) -> None:
        """Add a line. It counts from now on."""
        with self._engine.begin() as connection:
            connection.execute(sa.insert(overrides).values(what=what, value=value, author=author, at=at))

    def _newest(self, what: str) -> str | None:
        query = sa.select(overrides.c.value).where(overrides.c.what == what).order_by(overrides.c.id.desc()).limit(1)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar()
