"""Clocks, disk and workers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from router.doctor.line import Line, broken, ok, warning

CLOCK_MAY_DIFFER = timedelta(seconds=30)
LEAST_DISK, LITTLE_DISK = 200 * 2**20, 2 * 2**30
START_WORKER = "start one: python -m router worker (or your supervisor's unit); its log says why it ended"
ELSEWHERE = "see the line of that place here; if that one is well, look on the worker's own host"
MODELS = "deploy/README.md, “No model is asked”; templates alone go on until then"
BUDGET = "python -m router costs --since 1d --by template tells what took it; raise the budget and restart the workers"
UNUSED = "if it stays so: take it out of GROQ_MODELS and restart the workers; the next of the list answers meanwhile"
IN_USE = "in use"
SET_CLOCK = "switch on time synchronisation: timedatectl set-ntp true"


def clock(place: str, theirs: datetime | None, ours: datetime) -> Line:
    """Our clock against another's."""
    what = f"clock, against {place}"
    if theirs is None:
        return warning(what, f"{place} told no time", "compare `date -u` with a clock you trust")
    apart = abs(theirs - ours)
    if apart > CLOCK_MAY_DIFFER:
        return warning(what, f"the two are {apart.total_seconds():.0f} s apart", SET_CLOCK)
    return ok(what, f"the two are {apart.total_seconds():.0f} s apart")


def disk(folder: str, free: int, total: int) -> Line:
    """Free space where the database and the index grow, in bytes."""
    says = f"{free / 2**30:.1f} GiB of {total / 2**30:.0f} GiB are free at {folder}"
    if free < LEAST_DISK:
        return broken("disk", says, "free some: a full disk takes no bell, and web answers 503")
    return warning("disk", says, "free some, or move VAR_DIR") if free < LITTLE_DISK else ok("disk", says)


def workers(
    beats: Mapping[str, tuple[datetime, Mapping[str, Any]]], now: datetime, stale: timedelta, in_force: str | None
) -> Iterator[Line]:
    """Each sign of life, and what the living tell of their troubles."""
    alive = {name: state for name, (at, state) in beats.items() if now - at < stale}
    if not alive:
        newest = max((at for at, _ in beats.values()), default=None)
        says = f"the last sign of life is from {newest:%Y-%m-%d %H:%M} UTC" if newest else "none was ever seen"
        yield broken("worker", f"none is alive; {says}", START_WORKER)
    for name, state in alive.items():
        at, what = beats[name][0], f"worker {name}"
        if at - now > CLOCK_MAY_DIFFER:
            yield warning(what, f"its clock is {(at - now).total_seconds():.0f} s ahead of this machine's", SET_CLOCK)
        yield ok(what, f"gave a sign of life {max(0.0, (now - at).total_seconds()):.0f} s ago")
        problems = state.get("problems") or {}
        for place, says in problems.items() if isinstance(problems, Mapping) else ():
            if says:
                yield warning(what, f"{place}: {str(says).splitlines()[0]}", _mend(place, str(says)))
        yield from _models(what, state)
        if in_force and state.get("rules") not in (None, in_force):
            yield warning(what, "works by another set of rules", "wait ten seconds and look again; else restart it")


def _mend(place: str, says: str) -> str:
    if place != "model":
        return ELSEWHERE
    return BUDGET if says.startswith("the budget ") else MODELS


def _models(what: str, state: Mapping[str, Any]) -> Iterator[Line]:
    """Single models that are left alone, where others of the list still answer."""
    models, problems = state.get("models"), state.get("problems")
    told = isinstance(problems, Mapping) and problems.get("model")
    for name, says in models.items() if isinstance(models, Mapping) and not told else ():
        if says != IN_USE:
            yield warning(what, f"model {name}: {says}", UNUSED)


def told_once(lines: Sequence[Line]) -> list[Line]:
    """Without what a worker tells in the same words as the line of the place itself, which knows better what to do."""
    known = {line.says.splitlines()[0] for line in lines if line.state != "ok" and not _of_worker(line)}
    return [line for line in lines if not (_of_worker(line) and line.says.partition(": ")[2] in known)]


def _of_worker(line: Line) -> bool:
    return line.what.startswith("worker ")
