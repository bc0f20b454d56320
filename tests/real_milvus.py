"""``python -m tests.real_milvus``: the contract tests for search, wall and swap on a real Milvus 2.3.5 of one's own.

The server lives in an environment and a folder of its own, below ``REAL_MILVUS_HOME`` (``var/real-milvus``). It listens
on all interfaces while it runs. Where it can't be had, the tests are skipped and say so.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType

import pytest

from retrieval.milvus import Milvus
from tests.knowledge import ROOT, answers, free_port, wait_until

TESTS = ("test_search_wall.py", "test_swap.py", "test_mend.py")
NEEDED = ("milvus==2.3.5", "setuptools<80")
START = 180.0
"""Seconds."""
SERVE = """
import sys
from milvus import MilvusServer, MilvusServerConfig
server = MilvusServer(MilvusServerConfig(data_dir=sys.argv[1], proxy_port=int(sys.argv[2])))
server.start()
server.wait()
"""


class CannotBeHad(Exception):
    """There is no real Milvus on this machine; the text says why."""


class RealMilvus:
    """A real Milvus as processes of its own, its data in a folder that is removed afterwards."""

    def __init__(self, home: Path | None = None) -> None:
        self.home = home or Path(os.environ.get("REAL_MILVUS_HOME", ROOT / "var" / "real-milvus"))
        self.port = free_port()
        self._data = tempfile.TemporaryDirectory(prefix="real-milvus-")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> RealMilvus:
        python = _python(self.home)
        command = [str(python), "-c", SERVE, self._data.name, str(self.port)]
        # A group of its own: the server is the child of the process that starts it.
        self._process = subprocess.Popen(
            command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            wait_until(self._ready, START)
        except BaseException as error:
            self.__exit__(None, None, None)
            raise CannotBeHad(f"it does not start: {error}") from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._data.cleanup()

    def _ready(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise AssertionError("the process ended")
        return answers(Milvus(self.uri, timeout=2.0))


def _python(home: Path) -> Path:
    """The environment that holds the server, made when it isn't there."""
    python = home / "venv" / "bin" / "python"
    if python.exists() and _runs([str(python), "-c", "import milvus"]):
        return python
    home.mkdir(parents=True, exist_ok=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *NEEDED]
    if not _runs([sys.executable, "-m", "venv", str(home / "venv")]) or not _runs(pip):
        raise CannotBeHad(f"{' and '.join(NEEDED)} could not be installed below {home}")
    return python


def _runs(command: list[str]) -> bool:
    return subprocess.run(command, check=False).returncode == 0


def main() -> int:
    """Run the tests; the exit code of pytest."""
    tests = [str(ROOT / "tests" / "contract" / "retrieval" / name) for name in TESTS]
    try:
        with RealMilvus() as server:
            os.environ["REAL_MILVUS_URI"] = server.uri
            return int(pytest.main(["-k", "real", "-v", *tests]))
    except CannotBeHad as why:
        print(f"skipped, a real Milvus can't be had here: {why}", file=sys.stderr)
        return int(pytest.main(["-k", "real", "-rs", *tests]))


if __name__ == "__main__":
    sys.exit(main())
