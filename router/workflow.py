"""The durable job of one bell: four steps, each recorded by DBOS, and what follows when one of them has trouble.

The body is deterministic: it reads nothing but what its steps returned, so a run that was cut off by a crash goes on
the way it went. Step values are JSON: the run as the first step leaves it, then what is new (:mod:`router.run`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from dbos import DBOS, StepOptions

from router.at_work import AtWork
from router.doors import STOPPED_WAIT, SWITCH, Doors
from router.meters import RUNS
from router.pipeline import STEPS, Step
from router.rescue import for_a_person
from router.rows.deliver import posted_without_fields
from router.run import VERSION, Run, Trouble, known
from router.stages.moved import is_superseded
from router.steps import perform
from router.store.inbox import WORKFLOW, History, Inbox, Outcome
from router.store.records import Records

SHORTEST_WAIT, LONGEST_WAIT = 2.0, 300.0
PATIENCE = 180.0
"""Seconds for which a run keeps its thread while a step waits. What takes longer waits in the queue, as a new run:
as many tickets as there are threads, at which Freshdesk fails for hours, would else keep all others waiting."""
MOST_DEATHS = 5
"""Workers that may die at work on a ticket before a person gets it: it may be what kills them."""

HAND_OVER = "hand over"
OUTCOME = "outcome"
"""What the last step stores beside the run's moments, where the run ended with it."""
OTHER_VERSION = Trouble("worker", "another version of the program began this run: it begins anew", "again")

log = structlog.get_logger()


class Value(dict[str, Any]):
    """What the steps of a run have stored. ``run`` is what they left, where they were done in this very pass."""

    run: Run | None = None

    @classmethod
    def of(cls, run: Run, since: Run | None = None) -> Value:
        """To store: the whole run, or what is new of it."""
        value = cls(run.to_json(since))
        value.run = run
        return value

    def read(self) -> Run:
        """The run as these values tell it."""
        return self.run or Run.from_json(self)

    def then(self, name: str, step: Callable[[Value], Value]) -> Value:
        """What is stored once this step is, too."""
        stored: Mapping[str, Any] = DBOS.run_step(_options(name), step, self)
        after = Value({**self, **stored})
        after.run = stored.run if isinstance(stored, Value) else None  # a plain value comes from the database
        return after


@dataclass(frozen=True, slots=True)
class Job:
    """What the workflow's steps work with, and the steps themselves. Built once, before DBOS launches."""

    doors: Doors
    inbox: Inbox
    records: Records
    at_work: AtWork

    def register(self) -> None:
        """Tell DBOS the workflow. Its name and the order of its steps are a contract with what is in flight."""

        @DBOS.workflow(name=WORKFLOW)
        def answer_ticket(ticket_id: int, attempt: int, first_at: str) -> str:
            run_id = known(DBOS.workflow_id)
            with self.at_work.on(run_id, ticket_id):
                return self._all_steps(run_id, ticket_id, attempt, first_at)

    def _all_steps(self, run_id: str, ticket_id: int, attempt: int, first_at: str) -> str:
        begun = Run(run_id, ticket_id, datetime.fromisoformat(first_at), datetime.fromisoformat(first_at), attempt)
        value = Value.of(begun).then("prepare", self._step("prepare", self._prepare))
        for step in STEPS[1:]:
            if _what(value) == "":
                value = _until_settled(step, self._step(step, partial(self._stages, step)), value)
        if _what(value) == "person":
            value = _until_settled(HAND_OVER, self._step(HAND_OVER, self._hand_over), value)
        if _what(value) in ("later", "again"):
            return DBOS.run_step(_options("postpone"), self._postpone, value)
        if outcome := value.get(OUTCOME):
            return str(outcome)
        return DBOS.run_step(_options("finish"), self._finish, value)

    def _step(self, name: str, work: Callable[[Run], Run]) -> Callable[[Value], Value]:
        """``work`` on what the step before has left. A run that nothing troubles ends with its last step: each one
        more costs the database as much as all that we write for a ticket."""

        def step(value: Value) -> Value:
            run = value.read()
            about = {"run_id": run.id, "ticket_id": run.ticket_id}
            with structlog.contextvars.bound_contextvars(**about), self.at_work.step(run.id, run.ticket_id, name):
                done = work(run)
                stored = Value.of(done, run if name != "prepare" else None)
                if name == STEPS[-1] and done.trouble is None:
                    stored[OUTCOME] = self._end(done)
                return stored

        return step

    def _prepare(self, run: Run) -> Run:
        history = self.inbox.claim(run.ticket_id, run.id) or History(run.first_at, run.attempt)
        begun = Run(run.id, run.ticket_id, self.doors.clock.now(), history.first_at, history.attempt)
        if self.doors.switches.stopped():
            return replace(begun, trouble=Trouble(SWITCH, "sending is stopped", "later", STOPPED_WAIT))
        if history.deaths >= MOST_DEATHS:
            says = f"{history.deaths} workers have died at work on this ticket"
            return replace(begun, trouble=Trouble("worker", says, "person"))
        return perform("prepare", begun, self.doors)

    def _stages(self, step: Step, run: Run) -> Run:
        if not run.fits:
            return replace(run, trouble=OTHER_VERSION)
        return perform(step, replace(run, version=VERSION), self.doors)

    def _postpone(self, value: Value) -> str:
        run = value.read()
        if receipt := posted_without_fields(run, self.doors.outbox):
            return self._finish(Value.of(replace(run, trouble=None, receipt=receipt)))
        now = self.doors.clock.now()
        wait = _wait(run.trouble, run.attempt)
        self.records.keep(run, now)
        answer = self.inbox.postpone(run.id, run.ticket_id, now, wait, _history(run, now, wait))
        log.info("postponed", run_id=run.id, ticket_id=run.ticket_id, seconds=wait, answer=answer)
        return "postponed"

    def _hand_over(self, run: Run) -> Run:
        return for_a_person(run, self.doors)

    def _finish(self, value: Value) -> str:
        run = value.read()
        if "receipt" in run.unread:  # whatever it was, the ticket and our outbox know what became of it
            return self._postpone(value)
        return self._end(run)

    def _end(self, run: Run) -> Outcome:
        outcome = _outcome(run)
        now = self.doors.clock.now()
        lane = run.permit.lane if run.permit and run.draft else None
        self.records.finish(run, outcome, now, lane)
        RUNS.labels(outcome, run.receipt.delivered if run.receipt else "nothing").inc()
        log.info("finished", run_id=run.id, ticket_id=run.ticket_id, outcome=outcome)
        return outcome


def _until_settled(name: str, step: Callable[[Value], Value], value: Value) -> Value:
    """The step's value, once it isn't ``later`` any more, or would be for longer than the run has patience."""
    tries, waited = 0, 0.0
    value = value.then(name, step)
    while _what(value) == "later":
        wait = _wait(value.read().trouble, tries)
        tries, waited = tries + 1, waited + wait
        if waited > PATIENCE:
            break
        DBOS.sleep(wait)
        value = value.then(name, step)
    return value


def _options(name: str) -> StepOptions:
    """A step raises only when the database does: it is tried again for some minutes, and after that the watchdog
    rings the ticket anew."""
    return {
        "name": name,
        "retries_allowed": True,
        "max_attempts": 8,
        "interval_seconds": 1.0,
        "backoff_rate": 2.0,
    }


def _what(value: Value) -> str:
    """What follows from a step; a word that another version of the program has for it means: begin anew."""
    trouble = value.get("trouble")
    what = str(trouble["what"]) if trouble else ""
    return what if what in ("", "later", "person", "final") else "again"


def _wait(trouble: Trouble | None, tries: int) -> float:
    told = trouble.retry_after if trouble else None
    return float(told) if told else float(min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** min(tries, 10)))


def _history(run: Run, now: datetime, wait: float) -> History:
    """What the next attempt is told of this one. The time for which sending was stopped counts for nothing, and
    whoever was told how long to wait has used up no attempt."""
    if run.trouble is not None and run.trouble.place == SWITCH:
        return History(min(now, run.first_at + (now - run.started_at) + timedelta(seconds=wait)), run.attempt)
    waited = run.trouble is not None and run.trouble.retry_after is not None
    return History(run.first_at, run.attempt if waited else run.attempt + 1)


def _outcome(run: Run) -> Outcome:
    if run.receipt is not None and run.receipt.delivered != "nothing":
        return "answered"
    return "superseded" if run.receipt and is_superseded(run.receipt.reason) else "decided"
