"""What the commands of ``python -m router rules`` share: their options, and reading a folder or saying why not."""

from __future__ import annotations

from pathlib import Path

import click

from router.commands.opening import rules_folder
from router.rulebook.complaints import RulesInvalid
from router.rulebook.ruleset import RuleSet, read_folder
from router.rulebook.template_names import template_names

_FOLDER = click.Path(path_type=Path, file_okay=False)

RULES = click.option(
    "--rules", "folder", type=_FOLDER, default=rules_folder, show_default="ROUTER_RULES", help="The rules folder."
)
TEMPLATES = click.option(
    "--templates", type=_FOLDER, default=Path("templates"), show_default=True, help="The templates they name."
)


def folder_or_exit(folder: Path, templates: Path) -> RuleSet:
    """The set in the folder; with a mistake every one of them is printed, and the exit code is 1."""
    there_or_exit(folder)
    try:
        return read_folder(folder, template_names(templates))
    except RulesInvalid as invalid:
        for error in invalid.errors:
            click.echo(f"{folder}/{error}")
        click.echo(f"{count(len(invalid.errors), 'mistake')}; the rules in force stay as they are")
        raise SystemExit(1) from invalid


def there_or_exit(folder: Path) -> None:
    """Exit with 1 where there is no such folder."""
    if not folder.is_dir():
        raise click.ClickException(f"there is no folder {folder}; say where the rules are with --rules")


def count(number: int, what: str) -> str:
    """A number and a word, in the plural where it must be."""
    return f"{number} {what}{'' if number == 1 else 's'}"
