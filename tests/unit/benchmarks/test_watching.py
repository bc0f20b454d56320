from __future__ import annotations

import os
import time
from pathlib import Path

from benchmarks.counting_worker import Counting
from benchmarks.soak import Look, told
from benchmarks.watching import below, cpu_seconds, open_files


def busy(seconds: float) -> None:
    """On the processor for so long."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_processor_time_is_charged_to_the_innermost_and_waiting_to_nobody() -> None:
    counting = Counting()
    inner = counting.around("database", lambda: busy(0.06))

    def outer() -> None:
        busy(0.03)
        inner()
        time.sleep(0.3)
        busy(0.03)

    counting.around("own", outer)()
    told = counting.seconds()
    assert 0.06 <= told["own"] < 0.3
    assert 0.06 <= told["database"] < 0.3
    assert told["http"] == 0


def test_a_process_is_watched_with_what_came_from_it(tmp_path: Path) -> None:
    own = below(os.getpid())
    assert own[0] == os.getpid()
    assert cpu_seconds(own) > 0
    before = open_files([os.getpid()])
    with open(tmp_path / "file", "w", encoding="utf-8"):
        assert open_files([os.getpid()]) == before + 1


def look(minute: float, memory: float, files: int = 10) -> Look:
    """Of a service that has dealt with ten tickets a minute, each of which left 100 KB."""
    tickets = int(minute * 10)
    each = dict.fromkeys(("web", "worker", "index"), memory)
    return Look(minute, tickets, each, dict.fromkeys(each, files), tickets * 100 / 1024, {"jobs": tickets})


def test_what_grows_from_the_first_quarter_on_is_told() -> None:
    rising = told([look(minute, 100 + 5 * minute) for minute in range(21)])
    assert not rising["memory_flat"]
    assert rising["files_flat"]
    assert rising["database_kb_per_ticket"] == 100.0
    assert rising["engine_rows_per_ticket"] == {"jobs": 1.0}
    warm = told([look(minute, 100 if minute < 3 else 200, 10 + int(minute)) for minute in range(21)])
    assert warm["memory_flat"]
    assert not warm["files_flat"]
