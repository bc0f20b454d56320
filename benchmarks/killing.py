"""Rebuilds killed at random moments: is the live index as it was, and does the next run clean up?"""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path
from typing import Any

from retrieval.history import versions_now
from retrieval.index import Index
from retrieval.milvus import Milvus
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from tests.knowledge import HashedWords, settings_for
from tests.rebuilding import rebuild_apart

SEED = 4
LONGER = 1.1
"""Kills are spread over a rebuild's usual time and a little more, so that some come too late."""


def kill_rebuilds(folder: Path, uri: str, kills: int) -> dict[str, Any]:
    """Kill so many, and count what went wrong. After each the live version is searched, then a rebuild cleans up."""
    settings = settings_for(folder, uri, "killed")
    words = HashedWords()
    chance = random.Random(SEED)  # noqa: S311
    rebuild(settings, embedder=words)
    usual = _seconds_of_one(settings)
    found = {"kills": kills, "kills_in_time": 0, "live_harmed": 0, "not_cleaned_up": 0}
    for number in range(kills):
        _change(settings, number)
        live = Milvus.of(settings).target(settings.index_alias)
        killed = _killed_after(chance.uniform(0, usual * LONGER), settings)
        found["kills_in_time"] += killed
        found["live_harmed"] += not _sound(settings, words, live if killed else "")
        rebuild(settings, embedder=words)
        standings = {one.standing for one in versions_now(Milvus.of(settings), settings.index_alias)}
        found["not_cleaned_up"] += not standings <= {"live", "before"}
    return found


def _seconds_of_one(settings: Settings) -> float:
    process = rebuild_apart(settings)
    _wait_for_begin(process)
    begun = time.perf_counter()
    process.communicate()
    return time.perf_counter() - begun


def _killed_after(seconds: float, settings: Settings) -> bool:
    """Whether it was killed before it ended by itself."""
    process = rebuild_apart(settings)
    _wait_for_begin(process)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()
    return process.returncode != 0


def _wait_for_begin(process: subprocess.Popen[str]) -> None:
    if process.stdout is None or process.stdout.readline() != "begins\n":
        raise RuntimeError("the rebuild did not begin")


def _sound(settings: Settings, words: HashedWords, before: str) -> bool:
    """Whether the live version answers, and is the one before, or a new one that had just gone live."""
    index = Index(Milvus.of(settings), words, settings.index_alias)
    state = index.state()
    hits = index.search(["When can I call you?"], ["shared", "IM"], state.collection, templates=9, passages=9)
    # Killed right after its alias moved, the new version is live, proven and whole.
    newer = not before or state.collection >= before
    return state.problem == "" and newer and len(hits.templates) == 2 and len(hits.passages) == 4


def _change(settings: Settings, number: int) -> None:
    file = settings.kb_dir / "bank-account.md"
    text = file.read_text(encoding="utf-8").rstrip("\n")
    file.write_text(f"{text.split(' Edition')[0]} Edition {number}.\n", encoding="utf-8")
