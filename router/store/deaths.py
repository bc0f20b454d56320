"""Workers that died with a run in hand, counted to find the run that kills them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from dbos import DBOSClient, StepInfo

from router.store.tables import inbox

SLEEP = "DBOS.sleep"


class Deaths:
    """Most runs that a dead worker had in hand have no part in its death: many sleep, and others got on since the
    last one. Taken for what kills, a run would be given up that had only waited while workers came and went."""

    def __init__(self, engine: sa.Engine, client: DBOSClient) -> None:
        self._engine = engine
        self._client = client

    def count(self, runs: Iterable[str], at: datetime) -> dict[str, int]:
        """A worker has died with these runs in hand. Of those that may be why: how many workers died at work on each
        since it last took a step, with this one."""
        steps = {run: self._client.list_workflow_steps(run, load_output=False) for run in runs}
        at_work = {run: len(taken) for run, taken in steps.items() if not _asleep(taken, at)}
        with self._engine.begin() as connection:
            return {run: deaths for run, step in at_work.items() for deaths in _count(connection, run, step)}


def _count(connection: sa.Connection, run: str, steps: int) -> Iterable[int]:
    deaths = sa.case((inbox.c.died_after != steps, 1), else_=inbox.c.deaths + 1)
    counted = sa.update(inbox).where(inbox.c.run == run, inbox.c.outcome.is_(None))
    return connection.execute(counted.values(deaths=deaths, died_after=steps).returning(inbox.c.deaths)).scalars()


def _asleep(steps: Sequence[StepInfo], at: datetime) -> bool:
    """DBOS writes down with a sleep's beginning when it will end."""
    last = steps[-1] if steps else None
    until = last["completed_at_epoch_ms"] if last and last["function_name"] == SLEEP else None
    return until is not None and until / 1000 > at.timestamp()
