"""How far the sweep has come, and what the tables know of the tickets it lists."""

from __future__ import annotations

import fcntl
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from router.run import Run
from router.store.inbox import Inbox
from router.store.inserts import insert_if_new, insert_or_update
from router.store.slots import LOCK_FAMILY
from router.store.tables import inbox as bells
from router.store.tables import looked, outbox, rule_sets, sweeps
from router.sweep.ledger import Bell, Known, Looked, Reply, Window

SWEEP_LOCK = 1_000
"""Second key of our advisory locks; those of the worker slots are lower."""


class Sweeps:
    """Implements :class:`router.sweep.ledger.Ledger` over our database."""

    def __init__(self, engine: sa.Engine, inbox: Inbox) -> None:
        self._engine = engine
        self._inbox = inbox

    def begin(self, at: datetime) -> None:
        """The installation begins now, unless it has begun before. One that is older than the sweep began with its
        first rules."""
        with self._engine.begin() as connection:
            first_rules = connection.execute(sa.select(sa.func.min(rule_sets.c.at))).scalar()
            row: dict[str, object] = {"id": 1, "installed_at": min(first_rules or at, at), "since": at, "told": {}}
            connection.execute(insert_if_new(connection.dialect.name, sweeps), row)

    def window(self) -> Window:
        """Raises ``LookupError`` before ``begin``."""
        window = self.state()
        if window is None:
            raise LookupError("the installation has not begun yet: start python -m router worker")
        return window

    def installed_at(self) -> datetime | None:
        """When the installation began; None before ``begin``."""
        window = self.state()
        return window.installed_at if window else None

    def told(self) -> Mapping[str, object]:
        """For the one on call: how far the sweep has come, and what it found last."""
        window = self.state()
        if window is None:
            return {}
        ended = window.swept_at.isoformat(timespec="seconds") if window.swept_at else None
        since = window.since.isoformat(timespec="seconds")
        return {"since": since, "ended_at": ended, "found": dict(window.told), "problem": window.problem}

    def state(self) -> Window | None:
        """The same, or None before ``begin``."""
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(sweeps)).first()
        return Window(row.installed_at, row.since, row.swept_at, row.failed_at, row.problem, row.told) if row else None

    def known(self, tickets: Collection[int]) -> dict[int, Known]:
        with self._engine.connect() as connection:
            read, rung = _looked(connection, tickets), _bells(connection, tickets)
            sent = _replies(connection, tickets)
        return {one: Known(read.get(one), rung.get(one), sent.get(one)) for one in {*read, *rung, *sent}}

    def remember(self, ticket: int, what: Looked) -> None:
        with self._engine.begin() as connection:
            remember(connection, ticket, what)

    def ring(self, ticket: int, at: datetime) -> None:
        self._inbox.ring(ticket, at, 0.0, "sweep")

    def waiting(self) -> int:
        with self._engine.connect() as connection:
            return connection.execute(sa.select(sa.func.count()).where(bells.c.run.is_(None))).scalar_one()

    def moved(self, since: datetime, at: datetime, told: Mapping[str, float]) -> None:
        self._change(since=since, swept_at=at, told=dict(told), failed_at=None, problem="")

    def failed(self, problem: str, at: datetime) -> None:
        self._change(failed_at=at, problem=problem)

    def _change(self, **values: object) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.update(sweeps).values(**values))

    @contextmanager
    def alone(self, var: Path) -> Iterator[bool]:
        """Whether nobody else sweeps as long as this lasts; the lock ends with the process at the latest."""
        if self._engine.dialect.name == "postgresql":
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                key = (LOCK_FAMILY, SWEEP_LOCK)
                mine = bool(connection.execute(sa.select(sa.func.pg_try_advisory_lock(*key))).scalar())
                yield mine
                if mine:
                    connection.execute(sa.select(sa.func.pg_advisory_unlock(*key)))
            return
        with open(var / "sweep.lock", "w", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True


def remember(connection: sa.Connection, ticket: int, what: Looked) -> None:
    """What was read of the ticket last, as part of a larger transaction."""
    row = {"ticket": ticket, "message": what.message, "updated_at": what.updated_at, "read_at": what.read_at}
    connection.execute(insert_or_update(connection.dialect.name, looked, "message", "updated_at", "read_at"), row)


def looked_by(run: Run) -> Looked | None:
    """What a run has read of its ticket; None when it never came so far."""
    if run.ticket is None:
        return None
    words = [entry.id for entry in run.ticket.entries if entry.incoming and not entry.private]
    return Looked(max(words, default=-1), run.ticket.updated_at, run.started_at)


def _looked(connection: sa.Connection, tickets: Collection[int]) -> dict[int, Looked]:
    rows = connection.execute(sa.select(looked).where(looked.c.ticket.in_(tickets)))
    return {row.ticket: Looked(row.message, row.updated_at, row.read_at) for row in rows}


def _bells(connection: sa.Connection, tickets: Collection[int]) -> dict[int, Bell]:
    """The newest bell of each ticket that rang for somebody."""
    heard = sa.and_(bells.c.ticket.in_(tickets), bells.c.outcome.is_distinct_from("lost"))
    newest = sa.select(sa.func.max(bells.c.id)).where(heard).group_by(bells.c.ticket)
    rows = connection.execute(sa.select(bells).where(bells.c.id.in_(newest)))
    return {
        row.ticket: Bell(row.received_at, "waits" if row.run is None else "at work" if row.outcome is None else "ended")
        for row in rows
    }


def _replies(connection: sa.Connection, tickets: Collection[int]) -> dict[int, Reply]:
    query = (
        sa.select(outbox.c.ticket, outbox.c.changed_at, outbox.c.message)
        .where(outbox.c.ticket.in_(tickets), outbox.c.kind == "reply", outbox.c.state == "sent")
        .order_by(outbox.c.changed_at)
    )
    return {row.ticket: Reply(row.changed_at, row.message) for row in connection.execute(query)}
