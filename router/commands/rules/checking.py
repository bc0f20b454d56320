"""``rules check``: everything that is wrong with the rules, and what their examples say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from router.commands.rules.options import RULES, TEMPLATES, count, folder_or_exit
from router.rulebook.example_runs import ExampleResult, run_examples
from router.rulebook.ruleset import RuleSet


@click.command()
@RULES
@TEMPLATES
def check(folder: Path, templates: Path) -> None:
    """Say everything that is wrong with the rules, and run the examples inside them."""
    checked(folder, templates)


def checked(folder: Path, templates: Path) -> None:
    """Print what is wrong; exit code 1 when something is."""
    read = folder_or_exit(folder, templates)
    _tell(folder, read, run_examples(read))


def _tell(folder: Path, read: RuleSet, results: Sequence[ExampleResult]) -> None:
    failed = [result for result in results if not result.passed]
    gaps = [result for result in results if result.passed and result.says]
    for result in (*failed, *gaps):
        click.echo(f"{folder}/{result}")
    if failed:
        click.echo(f"{len(failed)} of {count(len(results), 'example')} failed")
        raise SystemExit(1)
    rules_count = count(len(read.routing.rules), "routing rule") + ", " + count(len(read.sending.rules), "sending rule")
    gaps_count = f", {count(len(gaps), 'known gap')} among them" if gaps else ""
    examples = f"{count(len(results), 'example')} as expected{gaps_count}"
    click.echo(f"all is well: {rules_count}, {examples}; hash {read.sha256[:12]}")
