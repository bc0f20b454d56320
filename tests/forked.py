"""Programs as processes of their own, forked from one that has imported what they need. To import it takes seconds of
the processor's time for each, torch alone two; what a program then does is the same."""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import chdir
from functools import cache
from multiprocessing import forkserver, get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
GIVEN_UP_AFTER = 300.0
FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["tests.preloaded"])


class Forked:
    """A program that was begun, with as much of ``subprocess.Popen`` as tests need."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process
        self.pid = int(process.pid or 0)

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if (code := self.poll()) is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0.0)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def begin(module: str, *arguments: str, env: Mapping[str, str], cwd: Path = ROOT, out: Path | None = None) -> Forked:
    """``python -m module arguments``. What it says goes to the files ``stdout`` and ``stderr`` in ``out``, if any."""
    _imported()
    # As a daemon one that a test forgets is told to stop when the tests are over, and not waited for.
    process = FORKS.Process(target=_be, args=(module, arguments, dict(env), cwd, out), name=module, daemon=True)
    process.start()
    return Forked(process)


@cache
def _imported() -> None:
    """Begin the one that is forked, in the folder where it finds what it imports."""
    with chdir(ROOT):
        forkserver.ensure_running()


def run(module: str, *arguments: str, env: Mapping[str, str], cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """The same until its end, as ``subprocess.run`` tells it."""
    with TemporaryDirectory() as folder:
        code = _ended(begin(module, *arguments, env=env, cwd=cwd, out=Path(folder)))
        said = ((Path(folder) / name).read_text(encoding="utf-8") for name in ("stdout", "stderr"))
        return subprocess.CompletedProcess([module, *arguments], code, *said)


def _ended(program: Forked) -> int:
    try:
        return program.wait(GIVEN_UP_AFTER)
    except subprocess.TimeoutExpired:
        program.kill()
        raise


def _be(module: str, arguments: Sequence[str], env: Mapping[str, str], cwd: Path, out: Path | None) -> None:
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    for number, name in ((1, "stdout"), (2, "stderr")) if out else ():
        os.dup2(os.open(out / name, os.O_WRONLY | os.O_CREAT, 0o600), number)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
