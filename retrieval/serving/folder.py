"""The server's data folder between two runs: how it stopped, and what a crash may have left in it.

Everything here is called by the process that holds the folder's lock, never before.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet  # type: ignore[import-untyped]

STOPPED_CLEANLY = "stopped-cleanly"
OWNER = "owner.json"
SET_ASIDE = "set-aside"
ALIASES = "aliases.json"
BEING_DROPPED = "being-dropped"
"""Lies in a collection's folder from the moment its removal begins."""


def clean_up(folder: Path) -> list[str]:
    """Remove what can't be trusted, and say what was removed, in words.

    A collection without ``schema.json`` is what is left of a drop, and blocks its name for ever. Index files are
    written in place in the background: after a crash one may be there by half, and the collection would never load
    again. They are built anew from the rows. Aliases that can't be read would make every collection look broken.
    """
    mark = folder / STOPPED_CLEANLY
    clean = mark.exists()
    mark.unlink(missing_ok=True)
    removed = [f"{path.name}, the rest of a collection that was dropped" for path in _remove(_half_dropped(folder))]
    if not _readable(folder / ALIASES):
        removed.append(f"the list of aliases, which can't be read; it is now {_aside(folder, folder / ALIASES)}")
    if not clean:
        for path in _remove(folder.glob("collections/*/partitions/*/indexes")):
            removed.append(f"index files of {path.parent.name} in {path.parents[2].name}; they are built anew")
    return removed


def set_aside(folder: Path, collection: str) -> Path:
    """Move a collection that can't be opened out of the server's sight; where it is now."""
    return _aside(folder, folder / "collections" / collection)


def set_aside_unreadable(folder: Path, collection: str) -> list[Path]:
    """Move those files of rows that can't be read out of a collection, so that the others still can; where they are."""
    files = sorted(folder.glob(f"collections/{collection}/partitions/*/data/*.parquet"))
    return [_aside(folder, file) for file in files if not _holds_rows(file)]


def remove_index_files(folder: Path, collection: str) -> None:
    """Remove the files that are built anew from the rows."""
    list(_remove(folder.glob(f"collections/{collection}/partitions/*/indexes")))


def mark_clean_stop(folder: Path) -> None:
    """Leave the mark that everything was written. Last of all."""
    (folder / STOPPED_CLEANLY).write_text(_now() + "\n", encoding="utf-8")


def write_owner(folder: Path, port: int, threads: int) -> None:
    """Say which process serves this folder, where, and with how many threads a search."""
    owner = {"pid": os.getpid(), "port": port, "since": _now(), "threads": threads}
    with suppress(OSError):  # on a full disk too the index can be searched
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


def _half_dropped(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.glob("collections/*")):
        if path.is_dir() and (not (path / "schema.json").exists() or (path / BEING_DROPPED).exists()):
            yield path


def _readable(aliases: Path) -> bool:
    try:
        return not aliases.exists() or isinstance(json.loads(aliases.read_text(encoding="utf-8")), dict)
    except ValueError:
        return False


def _holds_rows(file: Path) -> bool:
    try:
        pyarrow.parquet.read_table(file)
    except Exception:  # whatever half a file makes the reader raise
        return False
    return True


def _aside(folder: Path, path: Path) -> Path:
    place = folder / SET_ASIDE / path.relative_to(folder)
    if place.is_dir():
        shutil.rmtree(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    return path.replace(place)


def _remove(paths: Iterator[Path]) -> Iterator[Path]:
    for path in list(paths):
        shutil.rmtree(path)
        yield path


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
