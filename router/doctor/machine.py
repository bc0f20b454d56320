"""Clocks, disk and workers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from router.doctor.line import Line, broken, ok, warning

CLOCK_MAY_DIFFER = timedelta(seconds=30)
LEAST_DISK, LITTLE_DISK = 200 * 2**20, 2 * 2**30
START_WORKER = "start one: python -m router worker (or your supervisor's unit); its log says why it ended"
ELSEWHERE = "see the line of that place here; if that one is well, look on the worker's own host"
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
                yield warning(what, f"{place}: {str(says).splitlines()[0]}", ELSEWHERE)
        if in_force and state.get("rules") not in (None, in_force):
            yield warning(what, "works by another set of rules", "wait ten seconds and look again; else restart it")
