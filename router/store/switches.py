"""What counts everywhere within seconds: the global stop, and lanes lowered by hand. An append-only list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from router.store.database import for_reading
from router.store.tables import overrides
from router.types import LANES, Lane, lower_lane

SENDING = "sending"
ALL = "all"
LIFTED = "lifted"
_newest_ids = sa.select(sa.func.max(overrides.c.id)).group_by(overrides.c.what)
_these_ids = _newest_ids.where(overrides.c.what.in_(sa.bindparam("what", expanding=True)))
NEWEST, NEWEST_OF = (
    sa.select(overrides).where(overrides.c.id.in_(ids)).order_by(overrides.c.id) for ids in (_newest_ids, _these_ids)
)


def of_rule(rule: str) -> str:
    """How a rule of sending.yaml is named in the list."""
    return f"rule:{rule}"


def of_template(template: str) -> str:
    """How a template is named in the list."""
    return f"template:{template}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list. ``what`` is ``sending``, ``all``, ``rule:ID`` or ``template:ID``."""

    what: str
    value: str
    author: str
    at: datetime
    because: str

    @property
    def lane(self) -> Lane | None:
        """The lane it sets; None for a line that sets none."""
        return next((lane for lane in LANES if lane == self.value), None)


class Switches:
    """Reads the newest word on each switch; every change stays as an audit line."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reading = for_reading(engine)

    def stopped(self) -> bool:
        """Whether all sending is halted."""
        return any(line.value == "stopped" for line in self._newest([SENDING]))

    def lane_of(self, rule: str = "", template: str = "") -> Lane | None:
        """The most careful lane set by hand for the rule of sending.yaml, the template, or everything."""
        named = [of_rule(rule)] * bool(rule) + [of_template(template)] * bool(template)
        lanes = [line.lane for line in self._newest([ALL, *named]) if line.lane is not None]
        return lower_lane(*lanes) if lanes else None

    def by_hand(self) -> list[Line]:
        """The lanes that are set by hand at this moment, oldest first."""
        return [line for line in self._newest(None) if line.lane is not None]

    def history(self, limit: int) -> list[Line]:
        """All changes, newest first."""
        with self._reading.connect() as connection:
            rows = connection.execute(sa.select(overrides).order_by(overrides.c.id.desc()).limit(limit))
            return [_line(row) for row in rows]

    def set(self, what: str, value: str, author: str, at: datetime, because: str = "") -> None:
        """Add a line. It counts from now on."""
        line = {"what": what, "value": value, "author": author, "at": at, "because": because}
        with self._engine.begin() as connection:
            connection.execute(sa.insert(overrides).values(line))

    def _newest(self, what: Iterable[str] | None) -> list[Line]:
        query, which = (NEWEST, {}) if what is None else (NEWEST_OF, {"what": list(what)})
        with self._reading.connect() as connection:
            return [_line(row) for row in connection.execute(query, which)]


def _line(row: sa.Row) -> Line:  # type: ignore[type-arg]
    return Line(row.what, row.value, row.author, row.at, row.because)
