"""Starts the real programs and the stand-ins as processes of their own, and ends them again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import requests

PATIENCE = 300.0
"""Seconds a program may take to come up: the worker loads the embedding model, and at its first start builds the index.
One that ends is told of at once."""


class ProgramFailed(Exception):
    """A program ended or didn't come up. The text names it and where its words stand."""


@dataclass
class Programs:
    """A set of processes with one log file each under ``folder``."""

    folder: Path
    environment: Mapping[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *arguments: str) -> None:
        """Start ``python -m ARGUMENTS``."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self._log(name), "ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.environment},
                start_new_session=True,  # Ctrl-C goes to us alone; we end them in order
            )

    def wait_for(self, name: str, url: str) -> None:
        """Wait until the address answers with 200."""

        def answers() -> bool:
            return requests.get(url, timeout=2).ok

        self.wait_until(name, answers)

    def wait_until(self, name: str, ready: Callable[[], bool]) -> None:
        """Wait until the program is ready; one that ends or takes too long raises."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.check(name)
            with suppress(requests.RequestException):
                if ready():
                    return
            time.sleep(0.1)
        raise ProgramFailed(f"{name} was not ready within {PATIENCE:.0f} s: see {self._log(name)}")

    def check(self, name: str) -> None:
        """Raise when the program has ended."""
        code = self.running[name].poll()
        if code is not None:
            raise ProgramFailed(
                f"{name} ended with code {code}:\n{self._last_words(name)}\n(all of it: {self._log(name)})"
            )

    def stop(self) -> None:
        """End all, the last started first: politely, then not."""
        for name in reversed(list(self.running)):
            self.end(name)

    def end(self, name: str) -> None:
        """End one."""
        process = self.running.pop(name)
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _last_words(self, name: str) -> str:
        return "\n".join(self._log(name).read_text(errors="replace").splitlines()[-15:])


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
