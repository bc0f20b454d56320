"""The server's data folder between two runs: how it stopped, and what a crash may have left in it.

Everything here is called by the process that holds the folder's lock, never before.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

STOPPED_CLEANLY = "stopped-cleanly"
OWNER = "owner.json"
SET_ASIDE = "set-aside"


def clean_up(folder: Path) -> list[str]:
    """Remove what can't be trusted, and say what was removed, in words.

    A collection without ``schema.json`` is what is left of a drop, and blocks its name for ever. Index files are
    written in place in the background: after a crash one may be there by half, and the collection would never load
    again. They are built anew from the rows.
    """
    mark = folder / STOPPED_CLEANLY
    clean = mark.exists()
    mark.unlink(missing_ok=True)
    removed = [f"{path.name}, the rest of a collection that was dropped" for path in _remove(_without_schema(folder))]
    if not clean:
        for path in _remove(folder.glob("collections/*/partitions/*/indexes")):
            removed.append(f"index files of {path.parent.name} in {path.parents[2].name}; they are built anew")
    return removed


def set_aside(folder: Path, collection: str) -> Path:
    """Move a collection that can't be opened out of the server's sight; where it is now."""
    place = folder / SET_ASIDE / collection
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(exist_ok=True)
    return (folder / "collections" / collection).rename(place)


def mark_clean_stop(folder: Path) -> None:
    """Leave the mark that everything was written. Last of all."""
    (folder / STOPPED_CLEANLY).write_text(_now() + "\n", encoding="utf-8")


def write_owner(folder: Path, port: int) -> None:
    """Say which process serves this folder, and where."""
    owner = {"pid": os.getpid(), "port": port, "since": _now()}
    (folder / OWNER).write_text(json.dumps(owner) + "\n", encoding="utf-8")


def remove_owner(folder: Path) -> None:
    """The process no longer serves."""
    (folder / OWNER).unlink(missing_ok=True)


def owner(folder: Path) -> str:
    """Who serves this folder, in words, as far as the file tells."""
    try:
        found = json.loads((folder / OWNER).read_text(encoding="utf-8"))
        return f"process {found['pid']} on port {found['port']} since {found['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


def _without_schema(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.glob("collections/*")):
        if path.is_dir() and not (path / "schema.json").exists():
            yield path


def _remove(paths: Iterator[Path]) -> Iterator[Path]:
    for path in list(paths):
        shutil.rmtree(path)
        yield path


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
