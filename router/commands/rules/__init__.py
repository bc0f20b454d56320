"""``python -m router rules``: what support leads do with their rule files, a module a command."""

from __future__ import annotations

import click

from router.commands.rules.checking import check
from router.commands.rules.explaining import explain
from router.commands.rules.history import diff, history
from router.commands.rules.lanes import lane_
from router.commands.rules.publishing import publish, rollback
from router.commands.rules.replaying import replay
from router.commands.rules.schema import schema
from router.commands.rules.testing import test
from router.commands.rules.trials import trials


@click.group()
def rules() -> None:
    """Look after the rules: check, test, try and publish them."""


rules.add_command(check)
rules.add_command(publish)
rules.add_command(lane_)
rules.add_command(history)
rules.add_command(diff)
rules.add_command(rollback)
rules.add_command(test)
rules.add_command(explain)
rules.add_command(replay)
rules.add_command(trials)
rules.add_command(schema)
