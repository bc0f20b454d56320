"""The worker program, counting whose code its processor time goes to.

``python -m benchmarks.counting_worker FILE`` is ``python -m router worker`` and keeps the seconds by kind in FILE.
A thread's own clock is read whenever it goes from one kind to another, so waiting counts nowhere. What nobody is
charged with is the job engine's: its threads, its queue and what it does between our steps.
"""

from __future__ import annotations

import functools
import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests
import sqlalchemy as sa
from groq.resources.chat.completions import Completions

from retrieval.embedding import SentenceModel
from retrieval.milvus import Milvus
from router import workflow
from router.logs import set_up_logs
from router.run import Run
from router.settings import read_settings
from router.working.program import work

EVERY = 0.5
KINDS = ("own", "http", "embedding", "index", "database", "engine")


class Counting:
    """Seconds by kind. Inside one another the innermost is charged. Each thread adds up its own, so that none waits."""

    def __init__(self) -> None:
        self._threads: list[dict[str, float]] = []
        self._thread = threading.local()

    def around(self, kind: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, charged to this kind."""

        @functools.wraps(function)
        def charged(*arguments: Any, **named: Any) -> Any:
            outer = self._now_at(kind)
            try:
                return function(*arguments, **named)
            finally:
                self._now_at(outer)

        return charged

    def seconds(self) -> dict[str, float]:
        """So far; the rest of the process's time is the engine's."""
        told = {kind: sum(seconds[kind] for seconds in list(self._threads)) for kind in KINDS}
        return told | {"engine": max(0.0, time.process_time() - sum(told.values()))}

    def _now_at(self, kind: str) -> str:
        """From here on the thread works for this kind; the one before it."""
        now, thread = time.thread_time(), self._thread
        before: str = getattr(thread, "kind", "")
        if before:
            thread.seconds[before] += now - thread.since
        elif not hasattr(thread, "seconds"):
            thread.seconds = dict.fromkeys(KINDS, 0.0)
            self._threads.append(thread.seconds)
        thread.kind, thread.since = kind, now
        return before


def count(counting: Counting) -> None:
    """Charge everything that a worker calls."""
    places: list[tuple[Any, str, str]] = [
        (workflow, "perform", "own"),
        (workflow, "for_a_person", "own"),
        (Run, "to_json", "own"),
        (requests.Session, "request", "http"),
        (Completions, "create", "http"),
        (SentenceModel, "embed", "embedding"),
        (Milvus, "_call", "index"),
        (sa.Engine, "connect", "database"),
        *((sa.Connection, name, "database") for name in ("execute", "exec_driver_sql", "close")),
        *((sa.Transaction, name, "database") for name in ("commit", "close")),
    ]
    for owner, name, kind in places:
        setattr(owner, name, counting.around(kind, getattr(owner, name)))


def _keep_telling(counting: Counting, file: Path) -> None:
    while True:
        beside = file.with_suffix(".new")
        beside.write_text(json.dumps(counting.seconds()), encoding="utf-8")
        beside.replace(file)
        time.sleep(EVERY)


def main() -> None:
    """Work until told to stop."""
    counting = Counting()
    count(counting)
    threading.Thread(target=_keep_telling, args=(counting, Path(sys.argv[1])), daemon=True).start()
    settings = read_settings()
    set_up_logs(settings.log_level)
    work(settings)


if __name__ == "__main__":
    main()
