"""``runs``: what the workers are doing, which run is stuck where, and how to help it."""

from __future__ import annotations

import click

from router.commands.runs.listing import list_, show
from router.commands.runs.mending import cancel, retry, settle


@click.group()
def runs() -> None:
    """The runs over tickets: where each is, what troubles it, ring again, cancel, settle."""


for command in (list_, show, retry, cancel, settle):
    runs.add_command(command)
