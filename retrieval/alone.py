"""One at a time: the lock that whoever changes versions holds, and what the last rebuild came to."""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from retrieval.errors import RebuildFailed, RebuildRunning

LOG = logging.getLogger(__name__)

FOLDER, LOCK, LAST = "index", "rebuild.lock", "last.json"
MOST = 4000
"""Characters kept of what went wrong."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the last rebuild came to: ``live``, ``nothing changed`` or ``failed``, and the why in words."""

    at: str
    result: str
    says: str
    collection: str = ""


OUTCOME = TypeAdapter(Outcome)


@contextmanager
def alone(var_dir: Path) -> Iterator[None]:
    """Hold the lock file; the system lets it go when the process ends, however it ends."""
    path = var_dir / FOLDER / LOCK
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w", encoding="utf-8")
    except OSError as error:
        says = f"{path} can't be written ({error.strerror}); make room on the disk, or check VAR_DIR and its rights"
        raise RebuildFailed(f"{says}; the live index is as it was") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RebuildRunning("the index is being rebuilt right now; wait until that is done") from error
        yield


def remember(var_dir: Path, result: str, says: str, collection: str = "") -> None:
    """Keep what a rebuild came to, for ``status``. It is never a reason to fail."""
    outcome = Outcome(datetime.now(UTC).isoformat(timespec="seconds"), result, says[:MOST], collection)
    path = var_dir / FOLDER / LAST
    beside = path.with_suffix(f".{os.getpid()}")
    try:
        beside.write_bytes(OUTCOME.dump_json(outcome))
        beside.replace(path)
    except OSError as error:
        LOG.warning("%s could not be written: %s", path, error)


def last_outcome(var_dir: Path) -> Outcome | None:
    """What the last rebuild on this machine came to, if anybody knows."""
    try:
        return OUTCOME.validate_json((var_dir / FOLDER / LAST).read_bytes())
    except (OSError, ValidationError):
        return None
