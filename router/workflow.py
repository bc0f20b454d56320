"""The durable job of one bell: four steps, each recorded by DBOS, and what follows when one of them has trouble.

The body is deterministic: it reads nothing but what its steps returned, so a run that was cut off by a crash goes on
the way it went. Step values are the run as JSON (:mod:`router.run`).
"""

from __future__ import annotations

from collections.abc import Callable
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
from router.run import Run, Trouble, known
from router.stages.moved import is_superseded
from router.steps import perform
from router.store.inbox import WORKFLOW, History, Inbox, Outcome
from router.store.records import Records

SHORTEST_WAIT, LONGEST_WAIT = 2.0, 300.0
MOST_DEATHS = 5
"""Workers that may die at work on a ticket before a person gets it: it may be what kills them."""

HAND_OVER = "hand over"
OTHER_VERSION = Trouble("worker", "another version of the program began this run: it begins anew", "again")

log = structlog.get_logger()
Value = dict[str, Any]


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
        value: Value = DBOS.run_step(_options("prepare"), self._step("prepare", self._prepare), begun.to_json())
        if _what(value) == "later":
            return DBOS.run_step(_options("postpone"), self._postpone, value)
        for step in STEPS[1:]:
            if _what(value) == "":
                value = _until_settled(step, self._step(step, partial(self._stages, step)), value)
        if _what(value) == "again":
            return DBOS.run_step(_options("postpone"), self._postpone, value)
        if _what(value) == "person":
            value = _until_settled(HAND_OVER, self._step(HAND_OVER, self._hand_over), value)
        return DBOS.run_step(_options("finish"), self._finish, value)

    def _step(self, name: str, work: Callable[[Run], Run]) -> Callable[[Value], Value]:
        """``work`` on what the step before has left."""

        def step(value: Value) -> Value:
            run = Run.from_json(value)
            about = {"run_id": run.id, "ticket_id": run.ticket_id}
            with structlog.contextvars.bound_contextvars(**about), self.at_work.step(run.id, run.ticket_id, name):
                return work(run).to_json()

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
        return perform(step, run, self.doors) if run.fits else replace(run, trouble=OTHER_VERSION)

    def _postpone(self, value: Value) -> str:
        run = Run.from_json(value)
        now = self.doors.clock.now()
        wait = _wait(run.trouble, run.attempt)
        self.records.keep(run, now)
        answer = self.inbox.postpone(run.id, run.ticket_id, now, wait, _history(run, now, wait))
        log.info("postponed", run_id=run.id, ticket_id=run.ticket_id, seconds=wait, answer=answer)
        return "postponed"

    def _hand_over(self, run: Run) -> Run:
        return for_a_person(run, self.doors)

    def _finish(self, value: Value) -> str:
        run = Run.from_json(value)
        if "receipt" in run.unread:  # whatever it was, the ticket and our outbox know what became of it
            return self._postpone(value)
        outcome = _outcome(run)
        now = self.doors.clock.now()
        lane = run.permit.lane if run.permit and run.draft else None
        self.records.finish(run, outcome, now, lane)
        RUNS.labels(outcome, run.receipt.delivered if run.receipt else "nothing").inc()
        log.info("finished", run_id=run.id, ticket_id=run.ticket_id, outcome=outcome)
        return outcome


def _until_settled(name: str, step: Callable[[Value], Value], value: Value) -> Value:
    """The step's value, once it isn't ``later`` any more."""
    tries = 0
    value = DBOS.run_step(_options(name), step, value)
    while _what(value) == "later":
        DBOS.sleep(_wait(Run.from_json(value).trouble, tries))
        tries += 1
        value = DBOS.run_step(_options(name), step, value)
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
