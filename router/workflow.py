"""The durable job of one bell: four steps, each recorded by DBOS, and what follows when one of them has trouble.

The body is deterministic: it reads nothing but what its steps returned, so a run that was cut off by a crash goes on
the way it went. Step values are the run as JSON (:mod:`router.run`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog
from dbos import DBOS, StepOptions

from router.doors import STOPPED_WAIT, SWITCH, Doors
from router.pipeline import STEPS, Step
from router.rescue import for_a_person
from router.run import Run, Trouble, known
from router.stages.deliver import SUPERSEDED
from router.steps import perform
from router.store.inbox import WORKFLOW, Inbox, Outcome
from router.store.records import Records

SHORTEST_WAIT, LONGEST_WAIT = 2.0, 300.0

log = structlog.get_logger()
Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """What the workflow's steps work with, and the steps themselves. Built once, before DBOS launches."""

    doors: Doors
    inbox: Inbox
    records: Records

    def register(self) -> None:
        """Tell DBOS the workflow. Its name and the order of its steps are a contract with what is in flight."""

        @DBOS.workflow(name=WORKFLOW)
        def answer_ticket(ticket_id: int, attempt: int, first_at: str) -> str:
            run_id = known(DBOS.workflow_id)
            value: Value = DBOS.run_step(_step("prepare"), self._prepare, run_id, ticket_id, attempt, first_at)
            if _what(value) == "later":
                return DBOS.run_step(_step("postpone"), self._postpone, value)
            for step in STEPS[1:]:
                if _what(value) == "":
                    value = _until_settled(step, self._step(step), value)
            if _what(value) == "person":
                value = _until_settled("hand over", self._hand_over, value)
            return DBOS.run_step(_step("finish"), self._finish, value)

    def _prepare(self, run_id: str, ticket_id: int, attempt: int, first_at: str) -> Value:
        with structlog.contextvars.bound_contextvars(run_id=run_id, ticket_id=ticket_id):
            self.inbox.claim(ticket_id, run_id)
            begun = Run(run_id, ticket_id, self.doors.clock.now(), datetime.fromisoformat(first_at), attempt)
            if self.doors.switches.stopped():
                return replace(begun, trouble=Trouble(SWITCH, "sending is stopped", "later", STOPPED_WAIT)).to_json()
            return perform("prepare", begun, self.doors).to_json()

    def _step(self, step: Step) -> Callable[[Value], Value]:
        def work(value: Value) -> Value:
            run = Run.from_json(value)
            with structlog.contextvars.bound_contextvars(run_id=run.id, ticket_id=run.ticket_id):
                return perform(step, run, self.doors).to_json()

        return work

    def _postpone(self, value: Value) -> str:
        run = Run.from_json(value)
        now = self.doors.clock.now()
        stopped = run.trouble is not None and run.trouble.place == SWITCH
        attempt, first_at = (run.attempt, now) if stopped else (run.attempt + 1, run.first_at)
        wait = _wait(run.trouble, run.attempt)
        self.records.keep(run, now)
        answer = self.inbox.postpone(run.id, run.ticket_id, now, wait, attempt, first_at)
        log.info("postponed", run_id=run.id, ticket_id=run.ticket_id, seconds=wait, answer=answer)
        return "postponed"

    def _hand_over(self, value: Value) -> Value:
        run = Run.from_json(value)
        with structlog.contextvars.bound_contextvars(run_id=run.id, ticket_id=run.ticket_id):
            return for_a_person(run, self.doors).to_json()

    def _finish(self, value: Value) -> str:
        run = Run.from_json(value)
        outcome = _outcome(run)
        now = self.doors.clock.now()
        if outcome == "superseded":
            # The customer's newer words have a bell of their own, unless it never rang.
            self.inbox.ring(run.ticket_id, now, 0.0, "hand")
        lane = run.permit.lane if run.permit and run.draft else None
        self.records.finish(run, outcome, now, lane)
        log.info("finished", run_id=run.id, ticket_id=run.ticket_id, outcome=outcome)
        return outcome


def _until_settled(name: str, step: Callable[[Value], Value], value: Value) -> Value:
    """The step's value, once it isn't ``later`` any more."""
    tries = 0
    value = DBOS.run_step(_step(name), step, value)
    while _what(value) == "later":
        DBOS.sleep(_wait(Run.from_json(value).trouble, tries))
        tries += 1
        value = DBOS.run_step(_step(name), step, value)
    return value


def _step(name: str) -> StepOptions:
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
    trouble = value.get("trouble")
    return str(trouble["what"]) if trouble else ""


def _wait(trouble: Trouble | None, tries: int) -> float:
    told = trouble.retry_after if trouble else None
    return float(told) if told else float(min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** min(tries, 10)))


def _outcome(run: Run) -> Outcome:
    if run.receipt is not None and run.receipt.delivered != "nothing":
        return "answered"
    return "superseded" if run.receipt and run.receipt.reason == SUPERSEDED else "decided"
