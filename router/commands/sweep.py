"""``python -m router sweep``: look through Freshdesk's list once for tickets that wait though their bell never rang."""

from __future__ import annotations

import json
import re
import sys
import time
from datetime import UTC, datetime, timedelta

import click

from router.commands.opening import settings_or_exit, store_or_exit
from router.logs import set_up_logs
from router.sweep.tally import Swept

UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
SHOWN = 20
LONG_REST = 10.0


class Since(click.ParamType[datetime]):
    """A moment in UTC, or how long ago."""

    name = "when"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        text = str(value).strip()
        if ago := re.fullmatch(r"(\d+)\s*([mhd])", text):
            return datetime.now(UTC) - int(ago[1]) * UNITS[ago[2]]
        try:
            read = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{text!r} is no moment: write 2026-11-20T10:00 (UTC), or how long ago, such as 90m, 36h or 2d")
        return read if read.tzinfo else read.replace(tzinfo=UTC)


@click.command()
@click.option("--since", type=Since(), help="From this moment on (UTC), or so long ago: 36h. Without: from the last.")
@click.option("--dry-run", is_flag=True, help="Only tell for which tickets it would ring.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def sweep(since: datetime | None, dry_run: bool, as_json: bool) -> None:
    """Ring for tickets that wait and whose bell never rang. A worker does the same every few minutes by itself.

    It takes its time: it leaves Freshdesk's calls to replies, and rings on when the bells it rang have been taken.
    """
    from router.errors import Problem
    from router.settings import SettingsInvalid
    from router.wiring import open_sweep

    settings, store = settings_or_exit(), store_or_exit()
    set_up_logs("WARNING")  # what it did is told at the end
    store.sweeps.begin(store.clock.now())
    try:
        with store.sweeps.alone(settings.var) as mine:
            if not mine:
                raise click.ClickException("a worker sweeps right now: python -m router status says how far it is")
            swept = open_sweep(settings, store, _rest, dry=dry_run).go(since)
    except SettingsInvalid as invalid:
        raise click.ClickException(str(invalid)) from invalid
    except Problem as problem:
        click.echo(
            f"{problem.place}: {problem.says}\nThe window stays where it was; what was rung stays rung.", err=True
        )
        sys.exit(1)
    click.echo(json.dumps(_figures(swept)) if as_json else _told(swept, dry_run))


def _rest(seconds: float) -> None:
    if seconds >= LONG_REST:
        click.echo(f"Waiting {seconds:.0f} seconds: others go first.", err=True)
    time.sleep(seconds)


def _figures(swept: Swept) -> dict[str, object]:
    since = swept.since.isoformat(timespec="seconds")
    return {"since": since, **swept.told(), "tickets": swept.rung, "left": dict(swept.left)}


def _told(swept: Swept, dry_run: bool) -> str:
    changed = f"{swept.listed} tickets have changed since {swept.since:%Y-%m-%d %H:%M} UTC."
    rang = f"{'It would ring' if dry_run else 'Rang'} for {len(swept.rung)}"
    shown = ", ".join(map(str, swept.rung[:SHOWN])) + (", …" if len(swept.rung) > SHOWN else "")
    left = ", ".join(f"{count} {why}" for why, count in swept.left.most_common())
    lines = [changed, f"{rang}: {shown}." if swept.rung else f"{rang}."]
    lines += [f"Left alone: {left}."] if left else []
    cost = f"It cost {swept.credits} credits of the account, and {swept.seconds:.0f} seconds."
    return "\n".join([*lines, cost])
