"""``tickets show``: what was decided for a ticket, and why, in words."""

from __future__ import annotations

import json

import click

from router.commands.opening import store_or_exit
from router.commands.signs import standing_of
from router.commands.telling import in_hand, tell


@click.group()
def tickets() -> None:
    """Decision records of tickets."""


@tickets.command()
@click.argument("ticket_id", type=int)
@click.option("--json", "as_json", is_flag=True, help="All runs as JSON, whole.")
@click.option("--all", "all_runs", is_flag=True, help="Every run, not just the newest.")
def show(ticket_id: int, as_json: bool, all_runs: bool) -> None:
    """Tell what was decided for TICKET_ID, by which rule, and why. Exit code 1 when there is no record."""
    store = store_or_exit()
    runs = store.records.of_ticket(ticket_id)
    if as_json:
        click.echo(json.dumps([run.to_json() for run in runs], indent=2, ensure_ascii=False))
    stands = standing_of(ticket_id, store, runs)
    if not runs:
        where = store.engine.url.render_as_string(hide_password=True)
        raise click.ClickException(f"no record of ticket {ticket_id}. {stands}\nLooked at: {where}")
    if not as_json:
        for run in runs if all_runs else runs[-1:]:
            click.echo(tell(run, stands if run is runs[-1] else None))


@tickets.command("list")
@click.option("--limit", default=20, show_default=True, help="How many runs, newest first.")
def list_(limit: int) -> None:
    """The newest runs, a line each."""
    store = store_or_exit()
    told: set[int] = set()
    for run in store.records.newest(limit):
        became = f"{run.receipt.delivered}: {run.receipt.reason}" if run.receipt else in_hand(run)
        if run.receipt is None and run.ticket_id in told:
            became = became.replace("In hand", "Tried again since", 1)
        click.echo(f"{run.started_at:%Y-%m-%d %H:%M:%S}  ticket {run.ticket_id}  {became}")
        told.add(run.ticket_id)
