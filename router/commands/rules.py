"""``python -m router rules``: what support leads do with their rule files."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path

import click

from router.commands.opening import rules_folder, store_or_exit
from router.rulebook.complaints import RulesInvalid
from router.rulebook.example_runs import ExampleResult, run_examples
from router.rulebook.ruleset import RuleSet, read_folder
from router.rulebook.template_names import template_names

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group()
def rules() -> None:
    """Look after the rules."""


_RULES = click.option(
    "--rules", "folder", type=_FOLDER, default=rules_folder, show_default="ROUTER_RULES", help="The rules folder."
)
_TEMPLATES = click.option(
    "--templates", type=_FOLDER, default=Path("templates"), show_default=True, help="The templates they name."
)


@rules.command()
@_RULES
@_TEMPLATES
def check(folder: Path, templates: Path) -> None:
    """Say everything that is wrong with the rules, and run the examples inside them."""
    _checked(folder, templates)


@rules.command()
@_RULES
@_TEMPLATES
def publish(folder: Path, templates: Path) -> None:
    """Check the rules and put them in force for all workers. With a mistake nothing changes."""
    _checked(folder, templates)
    store = store_or_exit()
    in_force = store.rule_sets.publish(folder, getpass.getuser(), store.clock.now())
    click.echo(f"in force for all workers: {in_force.sha256[:12]}; runs that have begun end with the rules they had")


def _checked(folder: Path, templates: Path) -> None:
    if not folder.is_dir():
        raise click.ClickException(f"there is no folder {folder}; say where the rules are with --rules")
    try:
        read = read_folder(folder, template_names(templates))
    except RulesInvalid as invalid:
        for error in invalid.errors:
            click.echo(f"{folder}/{error}")
        click.echo(f"{_count(len(invalid.errors), 'mistake')}; the rules in force stay as they are")
        raise SystemExit(1) from invalid
    _tell(folder, read, run_examples(read))


def _tell(folder: Path, read: RuleSet, results: Sequence[ExampleResult]) -> None:
    failed = [result for result in results if not result.passed]
    gaps = [result for result in results if result.passed and result.says]
    for result in (*failed, *gaps):
        click.echo(f"{folder}/{result}")
    if failed:
        click.echo(f"{len(failed)} of {_count(len(results), 'example')} failed")
        raise SystemExit(1)
    rules_count = (
        _count(len(read.routing.rules), "routing rule") + ", " + _count(len(read.sending.rules), "sending rule")
    )
    gaps_count = f", {_count(len(gaps), 'known gap')} among them" if gaps else ""
    examples = f"{_count(len(results), 'example')} as expected{gaps_count}"
    click.echo(f"all is well: {rules_count}, {examples}; hash {read.sha256[:12]}")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
