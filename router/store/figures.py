"""What is counted for the one on call, read from the database at the moment of asking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from router.spending import Spent
from router.store.folder_problem import FOLDER, STALE_WORKER, folder_problem, in_force_problem
from router.store.heartbeats import Heartbeats
from router.store.rates import FRESHDESK, Rates
from router.store.rule_sets import StoredRuleSets
from router.store.spending import spent_at
from router.store.switches import Switches
from router.store.tables import inbox, outbox, records, sweeps


@dataclass(frozen=True, slots=True)
class Figures:
    """``rules_in_force`` is a hash, empty before the first set; ``runs`` counts the finished by what was delivered.

    ``bells_waiting`` rang and no run has taken them, ``at_work`` were taken by runs that have not ended;
    ``problems`` counts the workers that tell of each; ``outbox`` counts our posts by state. ``swept_seconds`` is the
    time since the last sweep that ended well, or since the installation; None before it. ``spent`` is what the model
    took in the hour, day and month that go on. ``calls_left`` is what Freshdesk's last answer to any worker left of the
    account's limit.
    """

    rules_problem: bool = False
    rules_in_force: str = ""
    lanes_by_hand: int = 0
    sending_stopped: bool = False
    bells_waiting: int = 0
    oldest_bell_seconds: float = 0.0
    at_work: int = 0
    oldest_at_work_seconds: float = 0.0
    workers: int = 0
    swept_seconds: float | None = None
    problems: Mapping[str, int] = field(default_factory=dict)
    outbox: Mapping[str, int] = field(default_factory=dict)
    runs: Mapping[str, int] = field(default_factory=dict)
    spent: Sequence[Spent] = ()
    calls_left: int | None = None


def read_figures(engine: sa.Engine, rule_sets: StoredRuleSets, now: datetime) -> Figures:
    """Everything of this moment. Raises SQLAlchemy's errors when the database can't be read."""
    switches = Switches(engine)
    alive = [state for at, state in Heartbeats(engine).all().values() if now - at < STALE_WORKER]
    waiting = _bells(engine, now, inbox.c.run.is_(None))
    at_work = _bells(engine, now, sa.and_(inbox.c.run.is_not(None), inbox.c.outcome.is_(None)))
    return Figures(
        rules_problem=bool(in_force_problem(rule_sets) or folder_problem(engine, now)),
        rules_in_force=rule_sets.hash_in_force() or "",
        lanes_by_hand=len(switches.by_hand()),
        sending_stopped=switches.stopped(),
        bells_waiting=waiting[0],
        oldest_bell_seconds=waiting[1],
        at_work=at_work[0],
        oldest_at_work_seconds=at_work[1],
        workers=len(alive),
        swept_seconds=_swept(engine, now),
        problems=_problems(alive),
        outbox=_by(engine, outbox.c.state),
        runs=_by(engine, records.c.delivered),
        spent=spent_at(engine, now),
        calls_left=_calls_left(engine),
    )


def _problems(alive: Iterable[Mapping[str, object]]) -> dict[str, int]:
    """The rules folder is told apart from these: it has a figure of its own."""
    counts: dict[str, int] = {}
    for state in alive:
        told = state.get("problems")
        for name, says in told.items() if isinstance(told, Mapping) else ():
            if name != FOLDER:
                counts[name] = counts.get(name, 0) + bool(says)
    return counts


def _bells(engine: sa.Engine, now: datetime, which: sa.ColumnElement[bool]) -> tuple[int, float]:
    """How many bells, and the age of the oldest in seconds."""
    query = sa.select(sa.func.count(), sa.func.min(inbox.c.received_at)).where(which)
    with engine.connect() as connection:
        count, oldest = connection.execute(query).one()
    return count, max(0.0, (now - oldest).total_seconds()) if oldest else 0.0


def _swept(engine: sa.Engine, now: datetime) -> float | None:
    with engine.connect() as connection:
        row = connection.execute(sa.select(sweeps.c.swept_at, sweeps.c.installed_at)).first()
    at = (row.swept_at or row.installed_at) if row else None
    return max(0.0, (now - at).total_seconds()) if at else None


def _calls_left(engine: sa.Engine) -> int | None:
    reading = Rates(engine).read(FRESHDESK)
    return reading.remaining if reading else None


def _by(engine: sa.Engine, column: sa.Column[str]) -> dict[str, int]:
    """How many rows have each value of the column; rows without one aren't counted."""
    query = sa.select(column, sa.func.count()).where(column.is_not(None)).group_by(column)
    with engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}
