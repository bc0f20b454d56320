"""A further command as a lead can type it: for the folder that they are working in."""

from __future__ import annotations

import shlex
from pathlib import Path

from router.settings import SettingsInvalid, read_settings


def to_type(command: str, folder: Path) -> str:
    """A command of ``rules``; the folder is named where it is another than the one that is taken without a word."""
    where = "" if _is_usual(folder) else f" --rules {shlex.quote(str(folder))}"
    return f"python -m router rules {command}{where}"


def _is_usual(folder: Path) -> bool:
    try:
        return folder.resolve() == read_settings().rules.resolve()
    except SettingsInvalid:
        return False
