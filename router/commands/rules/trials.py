"""``rules trials``: what the rules on trial would have done."""

from __future__ import annotations

import json
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table

from router.commands.opening import settings_or_exit, store_or_exit
from router.commands.rules.replaying import DAYS, LAST, Watch, live_or_exit, stored_records
from router.replay.telling import link, number
from router.replay.trials import Trial, Trials

EXAMPLES = 3


@click.command()
@LAST
@DAYS
@click.option("--json", "machine", is_flag=True, help="The same for machines, with all tickets.")
def trials(last: int | None, days: int | None, machine: bool) -> None:
    """Sum up the rules on trial: how often each would have decided, and against which rule."""
    desk_url, store = settings_or_exit().freshdesk_url, store_or_exit()
    counted = Trials(live_or_exit(store))
    for stored in stored_records(store, last, days, Watch()):
        counted.add(stored.record)
    found = counted.summed()
    if machine:
        click.echo(json.dumps({"decisions": counted.decisions, "trials": [asdict(one) for one in found]}, indent=2))
    elif not found:
        click.echo("No rule is on trial: write `trial: yes` in a rule and publish it.")
    else:
        click.echo(f"Rules on trial, over {number(counted.decisions, 'past decision')}:")
        Console(highlight=False).print(_table(found, desk_url))


def _table(found: tuple[Trial, ...], desk_url: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("rule on trial", "looked at", "would have decided", "instead of", "tickets"):
        table.add_column(name, justify="right" if name in ("looked at", "would have decided") else "left")
    for one in found:
        table.add_row(f"{one.rule} ({one.file})", f"{one.reached:,}", f"{one.would:,}")
        for other in one.against:
            named = ", ".join(link(desk_url, ticket) or str(ticket) for ticket in other.tickets[:EXAMPLES])
            table.add_row("", "", f"{other.count:,}", f"{other.rule} ({other.decision})", named)
    return table
