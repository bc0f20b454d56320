"""``python -m router rules``: what support leads do with their rule files, a module a command."""

from __future__ import annotations

import click

from router.commands.later import LaterGroup

COMMANDS = {
    "check": "checking:check",
    "test": "testing:test",
    "explain": "explaining:explain",
    "replay": "replaying:replay",
    "trials": "trials:trials",
    "lane": "lanes:lane_",
    "publish": "publishing:publish",
    "history": "history:history",
    "diff": "history:diff",
    "rollback": "publishing:rollback",
    "schema": "schema:schema",
}
"""Each command and its module, in the order in which a lead meets them."""


@click.group(cls=LaterGroup, commands_at={name: f"{__name__}.{place}" for name, place in COMMANDS.items()})
def rules() -> None:
    """Look after the rules: check, test, try and publish them."""
