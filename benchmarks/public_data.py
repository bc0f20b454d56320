"""Rows of labelled data as JSON lines, and what to do where they are missing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

FOLDER = "BENCH_DATA"
USUAL = "../shared/data"
COMES_FROM = "its README names the public repositories and licences that each file is from"


def rows_of(data: Path | str, *fields: str) -> list[Mapping[str, Any]]:
    """The rows of a file, each with these fields. A bare name is looked for in ``BENCH_DATA``.

    A missing file, a line that is no JSON object and a missing field are told as a ``click.ClickException``.
    """
    path = _found(Path(data))
    return [_checked(path, number, line, fields) for number, line in _lines(path)]


def _found(data: Path) -> Path:
    folder = Path(os.environ.get(FOLDER, USUAL))
    for path in (data, folder / data):
        if path.is_file():
            return path
    raise click.ClickException(
        f"{data} is not there, nor in {folder}. Set {FOLDER} to the folder with the public data; {COMES_FROM}."
    )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def _checked(path: Path, number: int, line: str, fields: tuple[str, ...]) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise click.ClickException(f"{path}:{number}: no JSON: {error}") from error
    missing = [field for field in fields if not isinstance(row, dict) or field not in row]
    if missing:
        raise click.ClickException(f"{path}:{number}: has no {' and no '.join(missing)}")
    checked: Mapping[str, Any] = row
    return checked
