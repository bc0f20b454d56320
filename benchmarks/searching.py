"""Searches from a process of its own, as a worker's are, with query vectors at hand."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.embedding import Vectors
from retrieval.settings import Settings
from retrieval.types import Hits
from retrieval.vectors import PROBE
from router.adapters.index import KnowledgeIndex

THREADS = 2
PAUSE = 0.02
"""Seconds between two searches of a thread: a worker has other things to do, and a closed loop measures itself."""
EDITION = "edition-"


@dataclass
class Seen:
    """What the searches came to. ``seconds`` are of the search alone; ``slowest`` is with the look at the state."""

    seconds: list[float] = field(default_factory=list)
    slowest: float = 0.0
    failed: list[str] = field(default_factory=list)
    mixed: int = 0

    def p(self, percent: float) -> float:
        """Milliseconds that so many percent of the searches stayed below."""
        return round(float(np.percentile(self.seconds, percent)) * 1000, 1) if self.seconds else 0.0


class AtHand:
    """An embedder whose vectors were made before: text ``7`` has the vector in row 7, the known text that in row 0."""

    def __init__(self, name: str, vectors: Vectors) -> None:
        self.name = name
        self.vectors = vectors

    def embed(self, texts: Sequence[str]) -> Vectors:
        return self.vectors[[0 if text == PROBE else int(text) for text in texts]]


@contextmanager
def searching(settings: Settings, vectors: Vectors) -> Iterator[Seen]:
    """Search all the while; what was seen is filled in at the end."""
    spawn = multiprocessing.get_context("spawn")
    ready, over, answers = spawn.Event(), spawn.Event(), spawn.Queue()
    process = spawn.Process(target=_search_on, args=(settings, vectors, ready, over, answers), daemon=True)
    process.start()
    if not ready.wait(120):
        raise RuntimeError("the searches did not begin")
    seen = Seen()
    try:
        yield seen
    finally:
        over.set()
        found = answers.get(timeout=120)
        process.join(30)
        seen.seconds, seen.slowest, seen.failed, seen.mixed = found


def _search_on(settings: Settings, vectors: Vectors, ready: Event, over: Event, answers: Any) -> None:
    index = KnowledgeIndex(settings, embedder=AtHand(settings.embedding_model, vectors))
    seen = Seen()
    _one(index, 0, Seen())
    ready.set()
    threads = [
        threading.Thread(target=_loop, args=(index, number, len(vectors), over, seen)) for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.put((seen.seconds, seen.slowest, seen.failed, seen.mixed))


def _loop(index: KnowledgeIndex, start: int, count: int, over: Event, seen: Seen) -> None:
    turn = start
    while not over.is_set():
        turn += 1
        _one(index, turn % count, seen)
        time.sleep(PAUSE)


def _one(index: KnowledgeIndex, question: int, seen: Seen) -> None:
    begun = time.perf_counter()
    try:
        held = index.state().collection
        at = time.perf_counter()
        hits = index.search([str(question)], ["shared", "IM"], held)
    except Exception as error:  # whatever it is, a customer would have waited
        seen.failed.append(f"{type(error).__name__}: {error}"[:300])
        return
    now = time.perf_counter()
    seen.seconds.append(now - at)
    seen.slowest = max(seen.slowest, now - begun)
    seen.mixed += len(editions_of(hits)) != 1


def editions_of(hits: Hits) -> set[str]:
    """The editions that the hits come from; each lies in a folder of its own, which stands in every document."""
    paths = [hit.template.path for hit in hits.templates] + [hit.passage.path for hit in hits.passages]
    return {next((part for part in Path(path).parts if part.startswith(EDITION)), "") for path in paths}
