"""``python -m router``: the programs, and the commands for leads and for the one on call."""

from __future__ import annotations

import getpass

import click

from router.commands.later import LaterGroup
from router.commands.opening import settings_or_exit, store_or_exit
from router.logs import set_up_logs
from router.settings import SettingsInvalid

COMMANDS = {
    "rules": "router.commands.rules:rules",
    "tickets": "router.commands.tickets:tickets",
    "runs": "router.commands.runs:runs",
    "doctor": "router.commands.doctor:doctor",
    "rejected": "router.commands.rejected:rejected",
    "sweep": "router.commands.sweep:sweep",
    "privacy": "router.commands.privacy:privacy",
    "costs": "router.commands.costs:costs",
    "status": "router.commands.status:status",
    "import": "router.commands.imports:imports",
}


@click.group(cls=LaterGroup, commands_at=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Answers Freshdesk tickets from your own templates and knowledge base."""


@cli.command()
def web() -> None:
    """Serve the webhook and the ops pages."""
    from router.store.database import set_up_database
    from router.web.program import serve

    settings = settings_or_exit()
    set_up_logs(settings.log_level)
    try:
        set_up_database(settings)
        serve(settings)
    except SettingsInvalid as invalid:
        raise click.ClickException(str(invalid)) from invalid


@cli.command()
def worker() -> None:
    """Answer the tickets that rang."""
    settings = settings_or_exit()
    set_up_logs(settings.log_level)
    from router.store.slots import NoFreeSlotError
    from router.working.program import work

    try:
        work(settings)
    except (SettingsInvalid, NoFreeSlotError) as invalid:
        raise click.ClickException(str(invalid)) from invalid


@cli.command()
def stop() -> None:
    """Halt all sending within seconds. Tickets wait; nothing is lost."""
    _switch("stopped")
    click.echo("Sending is stopped. Tickets that ring wait until: python -m router start")


@cli.command()
def start() -> None:
    """Resume sending. What waited is read anew and answered."""
    _switch("started")
    click.echo("Sending is on. Tickets that waited are answered within about ten seconds.")


@cli.command()
def key() -> None:
    """Print a new key for ROUTER_PRIVACY_KEY."""
    from cryptography.fernet import Fernet

    click.echo(Fernet.generate_key().decode())


def _switch(value: str) -> None:
    from router.store.switches import SENDING

    store = store_or_exit()
    store.switches.set(SENDING, value, getpass.getuser(), store.clock.now())
