"""``python -m tests.rebuilding``: a rebuild of the small company's knowledge that dies where it is told to.

It dies by SIGKILL, as for want of memory: nothing of it runs afterwards.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pymilvus import MilvusClient

from retrieval.milvus import Milvus
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from retrieval.versions import RECORD_PARTITION
from tests import forked
from tests.knowledge import ROOT, HashedWords, settings_for

POINTS = (
    "before anything was created",
    "after create",
    "mid insert",
    "before flush",
    "after flush",
    "after the proof",
    "before the alias moves",
    "after the alias moved",
)
MOVED = POINTS[-1]


class Deadly(Milvus):
    """Ends the process at one point of a rebuild."""

    point_of_death = ""

    def create(self, collection: str, dimension: int, partitions: Sequence[str], lengths: Mapping[str, int]) -> None:
        self._at("before anything was created")
        super().create(collection, dimension, partitions, lengths)
        self._at("after create")

    def insert(self, collection: str, partition: str, rows: Sequence[Mapping[str, object]]) -> None:
        super().insert(collection, partition, rows)
        self._at("mid insert")
        if partition == RECORD_PARTITION and rows[0]["id"] == "proof":
            self._at("after the proof")

    def finish(self, collection: str) -> None:
        self._at("before flush")
        super().finish(collection)
        self._at("after flush")

    def point(self, alias: str, collection: str) -> None:
        self._at("before the alias moves")
        super().point(alias, collection)
        self._at("after the alias moved")

    def _at(self, point: str) -> None:
        if point == self.point_of_death:
            die()


class DyingAtCall(Milvus):
    """Ends the process at its n-th call of the server: at every moment between two calls, one after the other."""

    calls_left = 0

    def _call(self, call: Callable[[MilvusClient], object]) -> object:  # type: ignore[override]
        self.calls_left -= 1
        if self.calls_left == 0:
            die()
        return super()._call(call)


def die() -> None:
    """End this process as the system would, with nothing run afterwards."""
    os.kill(os.getpid(), signal.SIGKILL)


def rebuild_to_its_end(settings: Settings, *death: str) -> subprocess.CompletedProcess[str]:
    """The rebuild in a process of its own; ``death`` is ``at POINT``, ``call N`` or nothing."""
    return forked.run("tests.rebuilding", *_arguments(settings, death), env=os.environ)


def rebuild_apart(settings: Settings, *death: str) -> subprocess.Popen[str]:
    """The same, only begun, and by a new interpreter."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.rebuilding", *_arguments(settings, death)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _arguments(settings: Settings, death: Sequence[str]) -> list[str]:
    return [str(settings.templates_dir.parent), settings.milvus_uri, settings.index_alias, *death]


def main(folder: str, uri: str, alias: str, how: str = "", where: str = "") -> None:
    settings = settings_for(Path(folder), uri, alias)
    if how == "at":
        Deadly.point_of_death = where
    DyingAtCall.calls_left = int(where) if how == "call" else 0
    kind = DyingAtCall if how == "call" else Deadly
    print("begins", flush=True)
    print(rebuild(settings, embedder=HashedWords(), milvus=kind.of(settings)).collection, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
