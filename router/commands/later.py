"""Commands that are imported when they are called: checking a rule file needs neither a database nor a model."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LaterGroup(click.Group):
    """A group of commands. ``commands_at`` leads from each name to ``module:attribute``, in the order of the help."""

    def __init__(self, *given: Any, commands_at: Mapping[str, str], **more: Any) -> None:
        super().__init__(*given, **more)
        self._commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self._commands_at, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = self._commands_at.get(cmd_name)
        if place is None:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = place.partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command
