"""``runs list`` and ``runs show``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

import click

from router.ages import short
from router.commands.opening import store_or_exit
from router.commands.signs import standing_of
from router.store.runs import STATES, Runs, RunSeen, State, StepTaken
from router.wiring import Store

OPEN: tuple[State, ...] = ("running", "waiting", "failed")
SHORT = 8
"""So much of a run's id is enough to name it."""
COLUMNS = ("run", "ticket", "state", "step", "since", "attempt", "worker")


def runs_of(store: Store) -> Runs:
    """The runs of this database."""
    return Runs(store.engine, store.client)


@click.command("list")
@click.option("--state", type=click.Choice(list(STATES)), help="Only these; without it all but the finished.")
@click.option("--ticket", type=click.IntRange(min=1), help="Only this ticket's, in every state.")
@click.option("--limit", default=200, show_default=True, help="How many of each state, newest first.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(state: State | None, ticket: int | None, limit: int, as_json: bool) -> None:
    """Which run is where: waiting for its turn, at work, or ended in an error."""
    store = store_or_exit()
    found = runs_of(store).of_ticket(ticket) if ticket else runs_of(store).seen([state] if state else OPEN, limit)
    rows = [(one, one.trouble or _earlier_trouble(store, one)) for one in found if state in (None, one.state)]
    now = store.clock.now()
    if as_json:
        click.echo(json.dumps([run_as_json(one, trouble) for one, trouble in rows], indent=2, ensure_ascii=False))
    elif rows:
        click.echo("\n".join(_lines(rows, now)))
    else:
        click.echo("No run waits, is at work or has failed." if state is None else f"No run is {state}.")


@click.command()
@click.argument("run")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(run: str, as_json: bool) -> None:
    """One run: each step with its time, the ticket's bells and posts, and what to do."""
    store = store_or_exit()
    one = found_or_exit(store, run)
    steps = runs_of(store).steps(one.run)
    bells, posts = store.inbox.of_ticket(one.ticket), store.outbox.of_ticket(one.ticket)
    stands = standing_of(one.ticket, store, store.records.of_ticket(one.ticket))
    if as_json:
        told = run_as_json(one, one.trouble) | {
            "steps": [asdict(step) for step in steps],
            "bells": [{"at": at, "rung_by": by, "run": taken, "outcome": end} for at, by, taken, end in bells],
            "posts": [{"kind": p.kind, "state": p.state, "at": p.changed_at, "reference": p.reference} for p in posts],
            "stands": str(stands),
        }
        click.echo(json.dumps(told, indent=2, ensure_ascii=False, default=str))
        return
    click.echo(f"Run {one.run} of ticket {one.ticket}: {one.state}, {one.step or 'not begun'}")
    for step in steps:
        click.echo(f"  {_clock(step.began)}  {_took(step)}  {step.name}{f': {step.trouble}' if step.trouble else ''}")
    click.echo("Bells")
    for at, by, taken, end in bells:
        click.echo(
            f"  {_clock(at)}  {by}: {end or ('at work' if taken else 'waits')}{' (this run)' * (taken == one.run)}"
        )
    click.echo("\n".join(["Posts", *(f"  {_clock(p.changed_at)}  {p.kind} {p.reference}: {p.state}" for p in posts)]))
    click.echo(f"\n{stands}")


def found_or_exit(store: Store, run: str) -> RunSeen:
    """The run whose id begins so, or why there is none."""
    found = runs_of(store).find(run)
    if not found:
        raise click.ClickException(f"no run {run} is known: `runs list` names them, `tickets show` tells of older ones")
    if len(found) > 1:
        raise click.ClickException(f"more than one run begins with {run}: {found[0].run}, {found[1].run} ...")
    return found[0]


def run_as_json(one: RunSeen, trouble: str) -> dict[str, object]:
    """A run for machines."""
    told = asdict(one) | {"trouble": trouble}
    return told | {"since": one.since.isoformat(), "until": one.until.isoformat() if one.until else None}


def _earlier_trouble(store: Store, one: RunSeen) -> str:
    """A run that waits because the one before it was postponed tells that one's trouble.

    Its number of attempts doesn't tell whether it was: waiting for a limit or a key counts as none.
    """
    records = store.records.of_ticket(one.ticket) if one.state == "waiting" else []
    if not records or records[-1].receipt is not None:
        return ""
    trouble = records[-1].trouble
    return f"{trouble.place}: {trouble.says}" if trouble else ""


def _lines(rows: Sequence[tuple[RunSeen, str]], now: datetime) -> Iterator[str]:
    """A table as wide as its values. A trouble takes a line of its own, whole, so that it can be searched for."""
    cells = [COLUMNS, *(_cells(one, now) for one, _ in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(COLUMNS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    yield click.style(lines[0], bold=True)
    for line, (_, trouble) in zip(lines[1:], rows, strict=True):
        yield line
        if trouble:
            yield f"{'':{SHORT}}  {trouble}"


def _cells(one: RunSeen, now: datetime) -> tuple[str, ...]:
    begins = f"begins in {short(one.until - now)}" if one.until and one.until > now else one.step
    attempt = f"{one.attempts}{f' ({one.recoveries}× taken over)' if one.recoveries else ''}"
    return one.run[:SHORT], str(one.ticket), one.state, begins, short(now - one.since), attempt, one.worker


def _clock(at: datetime | None) -> str:
    return f"{at:%m-%d %H:%M:%S}" if at else " " * 14


def _took(step: StepTaken) -> str:
    return f"{(step.ended - step.began).total_seconds():7.2f} s" if step.began and step.ended else " " * 9
