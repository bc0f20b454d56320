"""What is counted for the one on call, read from the database at the moment of asking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from router.store.folder_problem import folder_problem, in_force_problem
from router.store.rule_sets import StoredRuleSets
from router.store.switches import Switches
from router.store.tables import inbox, records


@dataclass(frozen=True, slots=True)
class Figures:
    """``rules_in_force`` is a hash, empty before the first set; ``runs`` counts the finished by what was delivered."""

    rules_problem: bool
    rules_in_force: str
    lanes_by_hand: int
    sending_stopped: bool
    oldest_bell_seconds: float
    runs: Mapping[str, int]
    unfinished: int


def read_figures(engine: sa.Engine, rule_sets: StoredRuleSets, now: datetime) -> Figures:
    """Everything of this moment. Raises SQLAlchemy's errors when the database can't be read."""
    switches, runs = Switches(engine), _runs(engine)
    return Figures(
        rules_problem=bool(in_force_problem(rule_sets) or folder_problem(engine, now)),
        rules_in_force=rule_sets.hash_in_force() or "",
        lanes_by_hand=len(switches.by_hand()),
        sending_stopped=switches.stopped(),
        oldest_bell_seconds=_oldest_bell(engine, now),
        unfinished=runs.pop("", 0),
        runs=runs,
    )


def _oldest_bell(engine: sa.Engine, now: datetime) -> float:
    query = sa.select(sa.func.min(inbox.c.received_at)).where(inbox.c.run.is_(None))
    with engine.connect() as connection:
        oldest: datetime | None = connection.execute(query).scalar()
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0


def _runs(engine: sa.Engine) -> dict[str, int]:
    query = sa.select(records.c.delivered, sa.func.count()).group_by(records.c.delivered)
    with engine.connect() as connection:
        return {row[0] or "": row[1] for row in connection.execute(query)}
