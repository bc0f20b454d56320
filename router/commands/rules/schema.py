"""``rules schema``: what editors need to help with the rule files."""

from __future__ import annotations

from pathlib import Path

import click

from router.commands.rules.options import RULES, there_or_exit
from router.rulebook.schema.files import schemas


@click.command()
@RULES
def schema(folder: Path) -> None:
    """Write the JSON Schemas for editors into the folder's `schema`."""
    there_or_exit(folder)
    (folder / "schema").mkdir(exist_ok=True)
    for name, text in schemas().items():
        (folder / "schema" / name).write_text(text, encoding="utf-8")
        click.echo(f"{folder}/schema/{name}")
