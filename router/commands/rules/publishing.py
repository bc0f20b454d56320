"""``rules publish``: the folder's rules become the ones in force."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from router.commands.opening import store_or_exit
from router.commands.rules.checking import checked
from router.commands.rules.options import RULES, TEMPLATES


@click.command()
@RULES
@TEMPLATES
def publish(folder: Path, templates: Path) -> None:
    """Check the rules and put them in force for all workers. With a mistake nothing changes."""
    checked(folder, templates)
    store = store_or_exit()
    in_force = store.rule_sets.publish(folder, getpass.getuser(), store.clock.now())
    click.echo(f"in force for all workers: {in_force.sha256[:12]}; runs that have begun end with the rules they had")
