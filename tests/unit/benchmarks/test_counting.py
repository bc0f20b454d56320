from __future__ import annotations

import threading

import pytest

from benchmarks import counting_worker
from benchmarks.counting_worker import Counting


def test_the_innermost_is_charged_and_all_threads_are_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = threading.local()

    def now() -> float:
        return getattr(clock, "now", 0.0)

    def works(seconds: float) -> None:
        clock.now = now() + seconds

    monkeypatch.setattr(counting_worker.time, "thread_time", now)
    counting = Counting()
    asks = counting.around("http", works)

    def own() -> None:
        works(1.0)
        asks(2.0)
        works(4.0)

    threads = [threading.Thread(target=counting.around("own", own)) for _ in range(2)]
    for thread in threads:
        thread.start()
        thread.join()
    told = counting.seconds()
    assert (told["own"], told["http"]) == (10.0, 4.0)
