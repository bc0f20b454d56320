"""``doctor``: looks at everything the service depends on, and says how to mend what is wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace

import click

from router.commands.doctor.checks import all_lines
from router.doctor.line import WITHOUT_DATABASE, Line, broken, without_secrets
from router.settings import SettingsInvalid, read_settings

COLOURS = {"ok": "green", "warning": "yellow", "broken": "red"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def doctor(as_json: bool) -> None:
    """Look at every connection, key, right, model, index, rule and clock. Exit code 1 when something is broken.

    Nothing is changed and nothing is posted; about twenty of the account's calls are used. No secret is printed.
    """
    try:
        settings = read_settings()
    except SettingsInvalid as invalid:
        lines = [broken("settings", line, "see the README's table of settings") for line in str(invalid).splitlines()]
    else:
        lines = without_secrets(all_lines(settings), _secrets(settings))
    click.echo(json.dumps([asdict(line) for line in lines], indent=2, ensure_ascii=False) if as_json else _told(lines))
    if any(line.state == "broken" for line in lines):
        sys.exit(1)


def _secrets(settings: object) -> list[str]:
    """Every value that the settings keep secret, and the password in a database's address."""
    values = [one for value in vars(settings).values() for one in (value if isinstance(value, tuple) else (value,))]
    secret = [one.get_secret_value() for one in values if hasattr(one, "get_secret_value")]
    passwords = [one.partition("://")[2].rpartition("@")[0].partition(":")[2] for one in secret if "://" in one]
    return [*secret, *passwords]


def _told(lines: Sequence[Line]) -> str:
    told = [text for line in _untold_as_one(lines) for text in _lines(line)]
    counts = [sum(line.state == state for line in lines) for state in ("broken", "warning")]
    return "\n".join([*told, "", f"{counts[0]} broken, {counts[1]} to look at, of {len(lines)}"])


def _untold_as_one(lines: Sequence[Line]) -> list[Line]:
    """Ten lines about one database that is down hide the others: they are told together, where the first stood."""
    untold = [line for line in lines if line.says == WITHOUT_DATABASE]
    if not untold:
        return list(lines)
    together = replace(untold[0], what=", ".join(dict.fromkeys(line.what for line in untold)))
    return [together if line is untold[0] else line for line in lines if line is untold[0] or line not in untold]


def _lines(line: Line) -> list[str]:
    says = line.says.replace("\n", f"\n{'':9}")
    head = f"{click.style(f'{line.state:8}', fg=COLOURS[line.state])} {line.what}: {says}"
    return [head, f"{'':9}→ {line.mend}"] if line.mend else [head]
