"""How remarks about rules are shown: to people, to machines, and beside the lines of a pull request."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

from router.rulebook.lint.remark import Remark, Severity

_KINDS: dict[Severity, str] = {"error": "error", "warning": "warning", "information": "notice"}


def placed(remark: Remark, folder: Path) -> Remark:
    """The remark with its file as seen from here: rules stand in ``folder``, templates are named whole."""
    path = Path(remark.file) if remark.file.endswith(".md") else folder / remark.file
    here = Path.cwd()
    if path.is_absolute() and path.is_relative_to(here):
        path = path.relative_to(here)
    return replace(remark, file=str(path))


def as_json(remarks: Iterable[Remark]) -> str:
    """A list, an entry a remark."""
    return json.dumps([asdict(remark) for remark in remarks], indent=2, ensure_ascii=False)


def as_annotation(remark: Remark) -> str:
    """A line that GitHub shows beside the rule. https://docs.github.com/actions/reference/workflow-commands"""
    place = f"file={_property(remark.file)},line={remark.line},col={remark.column}"
    return f"::{_KINDS[remark.severity]} {place}::{_escaped(remark.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
