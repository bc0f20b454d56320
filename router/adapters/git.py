"""The commit that a folder stands at, where it is in a git work tree. Never fails, with git or without."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

SECONDS = 5.0


def commit_of(folder: Path) -> str:
    """The commit, with a remark when the folder differs from it; empty where there is none to tell."""
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "HEAD")
    if not commit:
        return ""
    changed = _git(folder, "status", "--porcelain", "--", ".")
    return commit if changed == "" else f"{commit} with changes"


def _git(folder: Path, *words: str) -> str | None:
    """What git says, None when it can't be asked. Takes no lock that somebody at work in the folder would notice."""
    try:
        ended = subprocess.run(  # noqa: S603
            ["git", "-C", str(folder), *words],  # noqa: S607
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return ended.stdout.strip() if ended.returncode == 0 else None
