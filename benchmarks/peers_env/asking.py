"""One system measured in its own process: it builds its index from texts and answers queries, one after the other.

Also run by the peers' own interpreters, so it imports nothing of the project and nothing that isn't Python's own.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

WARM_UP = 20
ROUNDS = 3
PLACES = 5


@dataclass(frozen=True)
class Job:
    """Where the index server and the model are, what is laid into the index, and what is asked with which filter."""

    uri: str
    model: str
    ids: list[str]
    texts: list[str]
    segments: list[str]
    queries: list[str]
    filters: list[list[str]]


class System(Protocol):
    """A library with its own way to a Milvus. The model is loaded when it is made."""

    def build(self, ids: Sequence[str], texts: Sequence[str], segments: Sequence[str]) -> None:
        """Embed the texts and write them, so that they are found from now on."""

    def search(self, text: str, segments: Sequence[str]) -> list[str]:
        """The ids of the best five texts of these segments."""


def measure(make: Callable[[Job], System]) -> None:
    """Do the job that the first argument names, and print what it took as JSON, last."""
    job = Job(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    system = make(job)
    begun, cpu = time.perf_counter(), time.process_time()
    system.build(job.ids, job.texts, job.segments)
    build_s, build_cpu_s = time.perf_counter() - begun, time.process_time() - cpu
    asked = list(zip(job.queries, job.filters))  # noqa: B905  (another interpreter may be older)
    for text, segments in asked[:WARM_UP]:
        system.search(text, segments)
    taken, found = [], []
    cpu = time.process_time()
    for turn in range(ROUNDS):
        for text, segments in asked:
            at = time.perf_counter()
            ids = system.search(text, segments)
            taken.append(time.perf_counter() - at)
            if not turn:
                found.append(ids)
    query_cpu_s = (time.process_time() - cpu) / len(taken)
    told = {"build_s": build_s, "build_cpu_s": build_cpu_s, "taken": taken, "query_cpu_s": query_cpu_s}
    print(json.dumps({**told, "found": found, "rss_mb": resident_mb()}))


def resident_mb() -> float:
    """Memory of this process as the system counts it."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
