"""``status``: what the service does right now, on one page for the one on call."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import click

from router.ages import spoken
from router.commands.opening import store_or_exit

Told = Mapping[str, Any]
LABEL = 16
"""Columns of the names at the left."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, as the ops address tells it at /status.")
def status(as_json: bool) -> None:
    """What the service does right now: problems, sending, rules, what waits, limits, workers.

    Exit code 1: there is a problem.
    """
    from router.wiring import StoredState

    store = store_or_exit()
    state = StoredState(store).status()
    click.echo(json.dumps(state, indent=2, ensure_ascii=False) if as_json else in_words(state, store.clock.now()))
    if state["problems"]:
        sys.exit(1)


def in_words(state: Told, now: datetime) -> str:
    """The state as lines of text, its problems first."""
    problems = [f"Problem: {problem}" for problem in state["problems"]]
    return "\n".join([*(problems or ["No problem."]), "", *_lines(state, now)])


def _lines(state: Told, now: datetime) -> Iterator[str]:
    yield _line("sending", state["sending"] if state["sending"] == "on" else "STOPPED: python -m router start")
    yield _line("rules", (state["rules"]["in_force"] or "none")[:12])
    for lane in state["lanes_by_hand"]:
        yield _line("lane by hand", f"{lane['what']}: {lane['lane']}, by {lane['by']}, {_since(lane['since'], now)}")
    waits = state["oldest_bell_seconds"]
    yield _line("bells that wait", f"the oldest for {waits:.0f} s" if waits else "none")
    for says, tickets in state["tickets_that_wait"].items():
        yield _line("tickets wait", f"{tickets}: {says}")
    yield _line("replies", f"{state['replies_in_an_hour']} within the last hour")
    if calls := state["freshdesk_calls_left"]:
        yield _line("Freshdesk", f"{calls['left']:,} of {calls['of']:,} calls left, {_since(calls['told_at'], now)}")
    for span, spent in state["model_spending"].items():
        budget = "" if spent["budget"] == "none" else f", budget {spent['budget']}"
        yield _line(f"model, {span}", f"{spent['tokens']:,} tokens, {spent['money']}{budget}")
    yield _line("sweep", _sweep(state["sweep"], now))
    if not state["workers"]:
        yield _line("workers", "none")
    for name, worker in state["workers"].items():
        yield from _worker(name, worker, now)


def _sweep(sweep: Told, now: datetime) -> str:
    if not sweep or not sweep["ended_at"]:
        return (sweep and sweep["problem"]) or "none has ended yet"
    found, problem = sweep["found"], f"; {sweep['problem']}" if sweep["problem"] else ""
    seen = f"{found.get('looked', 0)} tickets looked at, {found.get('rung', 0)} rung"
    return f"{_since(sweep['ended_at'], now)}: {seen}{problem}"


def _worker(name: str, worker: Told, now: datetime) -> Iterator[str]:
    """Other versions of the program may tell more or less of themselves."""
    began = [f"began {_since(worker['since'], now)}"] if "since" in worker else []
    yield _line("worker", ", ".join([name, *([worker["slot"]] if "slot" in worker else []), *began]))
    if "index" in worker:
        yield _line("  index", f"{worker['index'] or 'none'} ({worker.get('embedding_model', '')})")
    models = worker.get("models", {})
    for model, says in models.items() if isinstance(models, Mapping) else [("", models)]:
        yield _line("  model", f"{model}: {says}" if model else says)


def _since(told: str, now: datetime) -> str:
    return f"{spoken(now - datetime.fromisoformat(told))} ago"


def _line(name: str, says: str) -> str:
    return f"{name:<{LABEL}} {says}".rstrip()
