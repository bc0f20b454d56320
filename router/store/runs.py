"""The jobs of DBOS as the one on call sees them: which run is where, since when, and what troubles it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa
from dbos import DBOSClient, StepInfo, WorkflowStatus

from router.pipeline import STEPS
from router.run import Run
from router.store.inbox import WORKFLOW
from router.store.tables import inbox

State = Literal["waiting", "running", "failed", "finished"]
STATES: Mapping[State, tuple[str, ...]] = {
    "running": ("PENDING",),
    "waiting": ("ENQUEUED", "DELAYED"),
    "failed": ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"),
    "finished": ("SUCCESS", "CANCELLED"),
}
CANCELLED = "CANCELLED"
HAND_OVER, FINISH = "hand over", "finish"
FOLLOWS: Mapping[str, str] = dict(zip(STEPS, (*STEPS[1:], FINISH), strict=True))
STEP_NAMES = (*STEPS, "postpone", HAND_OVER, FINISH)


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A durable step that has finished. ``trouble`` is what went wrong in it, empty when nothing did; ``then`` is what
    follows from that: ``later``, ``person`` or ``final``."""

    name: str
    began: datetime | None
    ended: datetime | None
    trouble: str
    then: str


@dataclass(frozen=True, slots=True)
class RunSeen:
    """One run. ``step`` is where it is, ``attempts`` counts this one and the postponed ones before it.

    ``since`` is when that step began; for a waiting run, when the first of its attempts was due. ``until`` is when a
    waiting run may begin; ``worker`` is the slot of the worker that has it, or had it last.
    """

    run: str
    ticket: int
    state: State
    step: str
    since: datetime
    until: datetime | None
    attempts: int
    recoveries: int
    worker: str
    trouble: str


class Runs:
    """Reads DBOS's rows through its client."""

    def __init__(self, engine: sa.Engine, client: DBOSClient) -> None:
        self._engine = engine
        self._client = client

    def seen(self, states: Iterable[State], limit: int) -> list[RunSeen]:
        """The newest runs in these states, those at work first."""
        return [one for state in STATES if state in set(states) for one in self._in_state(state, limit)]

    def find(self, run: str) -> list[RunSeen]:
        """The runs whose id begins so, two at most; DBOS forgets those that ended long ago."""
        found = self._client.list_workflows(workflow_id_prefix=run, name=WORKFLOW, limit=2)
        return [self._told(row) for row in found]

    def of_ticket(self, ticket: int) -> list[RunSeen]:
        """The ticket's runs, newest first, those that DBOS still knows."""
        taken = sa.select(inbox.c.run.label("run")).where(inbox.c.ticket == ticket, inbox.c.run.is_not(None))
        waits = sa.select(inbox.c.job).where(inbox.c.ticket == ticket, inbox.c.run.is_(None), inbox.c.job.is_not(None))
        with self._engine.connect() as connection:
            runs = list(connection.execute(sa.union(taken, waits)).scalars())
        if not runs:
            return []
        return [self._told(row) for row in self._client.list_workflows(workflow_ids=runs, sort_desc=True)]

    def steps(self, run: str) -> list[StepTaken]:
        """The steps that have finished, in their order."""
        return [_taken(step) for step in self._client.list_workflow_steps(run) if step["function_name"] in STEP_NAMES]

    def so_far(self, run: str) -> Run | None:
        """What the run knows after its last step; None before the first."""
        outputs = [step["output"] for step in self._client.list_workflow_steps(run)]
        known = [output for output in outputs if isinstance(output, Mapping)]
        return Run.from_json({name: moment for output in known for name, moment in output.items()}) if known else None

    def cancel(self, run: str) -> bool:
        """No further step of it begins; a step that is under way goes on to its end. False: it had ended before."""
        self._client.cancel_workflow(run)
        found = self._client.list_workflows(workflow_ids=[run], load_input=False, load_output=False)
        return bool(found) and found[0].status == CANCELLED

    def bring_forward(self, ticket: int) -> None:
        """Let the waiting bell's run begin now, whatever it was told to wait for."""
        waits = sa.select(inbox.c.job).where(inbox.c.ticket == ticket, inbox.c.run.is_(None), inbox.c.job.is_not(None))
        with self._engine.connect() as connection:
            jobs = list(connection.execute(waits).scalars())
        for job in jobs:
            self._client.set_workflow_delay(job, delay_seconds=0)

    def _in_state(self, state: State, limit: int) -> list[RunSeen]:
        rows = self._client.list_workflows(name=WORKFLOW, status=list(STATES[state]), limit=limit, sort_desc=True)
        return [self._told(row) for row in rows]

    def _told(self, row: WorkflowStatus) -> RunSeen:
        state = next(state for state, statuses in STATES.items() if row.status in statuses)
        ticket, attempt, first_at = _asked(row)
        steps = self.steps(row.workflow_id) if state in ("running", "failed") else []
        began = _ms(row.dequeued_at) or _ms(row.created_at)
        since = {"running": steps[-1].ended if steps else began, "waiting": first_at or _ms(row.created_at)}.get(
            state, _ms(row.completed_at) or _ms(row.updated_at)
        )
        return RunSeen(
            run=row.workflow_id,
            ticket=ticket,
            state=state,
            step=_step(state, steps, row),
            since=since or datetime.fromtimestamp(0, UTC),
            until=_ms(row.delay_until_epoch_ms) if row.status == "DELAYED" else None,
            attempts=attempt + 1,
            recoveries=max(0, (row.recovery_attempts or 0) - 1),
            worker=(row.executor_id or "") if state != "waiting" else "",
            trouble=f"{type(row.error).__name__}: {row.error}" if row.error else steps[-1].trouble if steps else "",
        )


def _asked(row: WorkflowStatus) -> tuple[int, int, datetime | None]:
    """What a run is started with: its ticket, its attempt, and when the first of its attempts was due."""
    given: Sequence[Any] = row.input["args"] if row.input else ()
    ticket = given[0] if given else row.queue_partition_key or 0
    first_at = datetime.fromisoformat(given[2]) if len(given) > 2 else None
    return int(ticket), int(given[1]) if len(given) > 1 else 0, first_at


def _step(state: State, steps: Sequence[StepTaken], row: WorkflowStatus) -> str:
    if state == "finished":
        return "cancelled" if row.status == CANCELLED else str(row.output or "")
    if state == "waiting":
        return ""
    if not steps:
        return STEPS[0]
    last = steps[-1]
    if last.then == "later":
        return f"{last.name}, tried again"
    if last.then == "again":
        return "postpone"
    return HAND_OVER if last.then == "person" and last.name != HAND_OVER else FOLLOWS.get(last.name, FINISH)


def _taken(step: StepInfo) -> StepTaken:
    output = step["output"]
    trouble = (output.get("trouble") if isinstance(output, Mapping) else None) or {}
    return StepTaken(
        step["function_name"],
        _ms(step["started_at_epoch_ms"]),
        _ms(step["completed_at_epoch_ms"]),
        f"{trouble['place']}: {trouble['says']}" if trouble else "",
        str(trouble.get("what", "")),
    )


def _ms(value: int | None) -> datetime | None:
    return datetime.fromtimestamp(value / 1000, UTC) if value else None
