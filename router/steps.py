"""Performs the stages of one durable step, and turns every fault into words on the run.

A step never raises: what went wrong is a value on the run, so that the workflow can decide what follows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

import structlog

from router.doors import SWITCH, Doors
from router.errors import Problem, Refused, TicketGone, Unavailable, Unclear
from router.meters import STAGES, TROUBLES
from router.pipeline import PIPELINE, Step
from router.run import Run, Trouble

log = structlog.get_logger()


def perform(step: Step, run: Run, doors: Doors) -> Run:
    """The run with the step's moments added, or with its trouble."""
    run = replace(run, trouble=None)
    for stage in PIPELINE:
        if stage.step == step and run.trouble is None:
            begun = perf_counter()
            run = guarded(lambda run, add=stage.add: add(run, doors), run, doors, stage.name)  # type: ignore[misc]
            seconds = perf_counter() - begun
            run = run.took(stage.name, seconds)
            STAGES.labels(stage.name).observe(seconds)
    return run


def guarded(work: Callable[[Run], Run], run: Run, doors: Doors, place: str, *, may_give_up: bool = True) -> Run:
    """What ``work`` makes of the run, or the run with its trouble. What may not give up waits as long as it takes."""
    passing: tuple[type[Exception], ...] = (Problem, *doors.database_faults)
    try:
        return work(run)
    except passing as fault:
        problem = fault if isinstance(fault, Problem) else Unavailable("database", type(fault).__name__)
        trouble = _told(problem, run, doors, may_give_up)
        log.warning("trouble", stage=place, place=trouble.place, says=trouble.says, what=trouble.what)
    except Exception as fault:
        # A fault of ours must not leave the customer without an answer: a person gets the ticket.
        trouble = Trouble(place, f"a fault in the program: {type(fault).__name__}", "person")
        log.exception("fault", stage=place)
    TROUBLES.labels(trouble.place, trouble.what).inc()
    return replace(run, trouble=trouble)


def _told(problem: Problem, run: Run, doors: Doors, may_give_up: bool) -> Trouble:
    if isinstance(problem, Refused):
        return Trouble(problem.place, problem.says, "final" if isinstance(problem, TicketGone) else "person")
    if may_give_up and problem.place != SWITCH and doors.clock.now() - run.first_at > doors.give_up:
        return Trouble(problem.place, f"{problem.says}; given up after {doors.give_up}", "person")
    wait = problem.retry_after if isinstance(problem, Unavailable) else None
    if isinstance(problem, Unclear):
        wait = doors.settle_seconds
    return Trouble(problem.place, problem.says, "later", wait)
