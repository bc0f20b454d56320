"""``rules trials``: what the rules on trial would have done."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import click

from router.commands.opening import settings_or_exit, store_or_exit
from router.commands.rules.replaying import DAYS, LAST, Watch, live_or_exit, sets_of, stored_records
from router.replay.past import UNREADABLE
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
    live = live_or_exit(store)
    counted = Trials(live, sets_of(store, live))
    for stored in stored_records(store, last, days, Watch()):
        counted.add(stored.record)
    found = counted.summed()
    if machine:
        click.echo(json.dumps(_as_json(counted, found), indent=2))
    elif not found:
        click.echo("No rule is on trial: write `trial: yes` in a rule and publish it.")
    else:
        click.echo(f"Rules on trial, over {number(counted.decisions, 'past decision')}:")
        for line in (line for one in found for line in _lines(one, desk_url)):
            click.echo(line)
    if counted.unreadable and not machine:
        click.echo(f"\n{number(counted.unreadable, 'decision')} not counted: {UNREADABLE}")


def _as_json(counted: Trials, found: Sequence[Trial]) -> dict[str, object]:
    trials = [asdict(one) for one in found]
    return {"decisions": counted.decisions, "unreadable": counted.unreadable, "trials": trials}


def _lines(trial: Trial, desk_url: str) -> Iterator[str]:
    """A rule, and what really decided where it would have."""
    yield f"\n{click.style(trial.rule, bold=True)} ({trial.file}): {_summed(trial)}"
    yield f"  {trial.title}"
    if trial.in_force:
        yield f"  while it wasn't on trial it decided {number(trial.in_force, 'time')}; these aren't counted here"
    for other in trial.against:
        yield f"  {other.count:>5,}× instead of {other.rule} ({other.decision})"
        yield from (f"         {link(desk_url, ticket) or f'ticket {ticket}'}" for ticket in other.tickets[:EXAMPLES])


def _summed(trial: Trial) -> str:
    if not trial.reached:
        return "no ticket has come as far as this rule since it is on trial"
    would = f"would have decided {number(trial.would, 'time')}" if trial.would else "would never have decided"
    return f"{would}, looked at {number(trial.reached, 'time')}"
