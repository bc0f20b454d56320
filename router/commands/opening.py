"""What every command begins with: the settings and the database, or plain words about what is wrong with them."""

from __future__ import annotations

import getpass
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import click

from router.settings import Settings, SettingsInvalid, read_settings

if TYPE_CHECKING:
    from router.wiring import Store


def settings_or_exit(only: Collection[str] = ()) -> Settings:
    """The settings (of these variables alone, where any are named), or what is wrong with them and exit code 1."""
    try:
        return read_settings(only)
    except SettingsInvalid as invalid:
        raise click.ClickException(f"the settings can't be used:\n{invalid}") from invalid


def store_or_exit() -> Store:
    """The database, made if it isn't there yet, or why it can't be opened."""
    from router.store.database import set_up_database  # here, not above: most commands for leads need no database
    from router.wiring import open_store

    settings = settings_or_exit()
    try:
        set_up_database(settings)
        return open_store(settings, connections=1)
    except SettingsInvalid as invalid:
        raise click.ClickException(str(invalid)) from invalid


def author() -> str:
    """Who is at the keyboard, for the audit lines."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user often has no name
        return "unknown"


def rules_folder() -> Path:
    """Where the rules are, by the settings."""
    return settings_or_exit().rules
