"""Forks workers from a process that has imported everything: torch alone takes seconds, and no promise hangs on them.

``python -m benchmarks.chaos.nursery`` reads the name of a log file from each line of its input, forks a worker that
writes there, and answers with its process id. A worker is a process group of its own, as if it had been started.
"""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

IMPORTED = ("torch", "tokenizers", "safetensors.torch", "pymilvus", "grpc", "groq", "dbos", "retrieval.minilm")


class Child:
    """A worker, with as much of ``subprocess.Popen`` as its users need."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float = 60.0) -> int:
        end = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired("worker", timeout)
            time.sleep(0.02)
        return 0


class Nursery:
    """The process that forks them. Ends with ``close``; its workers don't."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.chaos.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | dict(environment),
            text=True,
        )

    def worker(self, log: Path) -> Child:
        """A new worker, which begins at once."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("it was started with pipes")
        self._process.stdin.write(f"{log}\n")
        self._process.stdin.flush()
        return Child(int(self._process.stdout.readline()))

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()


def main() -> None:
    """Fork a worker for each line."""
    for name in (*IMPORTED, "benchmarks.chaos.worker"):
        importlib.import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them: the system forgets each as it ends
    for line in sys.stdin:
        if pid := os.fork():
            sys.stdout.write(f"{pid}\n")
            sys.stdout.flush()
        else:
            _be_a_worker(line.strip())


def _be_a_worker(log: str) -> None:
    from benchmarks.chaos import worker

    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    empty = os.open(os.devnull, os.O_RDONLY)
    for number, one in ((0, empty), (1, file), (2, file)):
        os.dup2(one, number)
    try:
        worker.main()
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
