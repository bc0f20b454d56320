"""A small company's knowledge, a tiny model for it, and a real index server of one's own: for tests."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from retrieval.embedding import Vectors
from retrieval.errors import IndexUnavailable
from retrieval.milvus import Milvus
from retrieval.settings import Settings
from tests.forked import Forked, begin

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "fixtures" / "knowledge"
LIMIT = 30.0
"""Seconds after which waiting is a failure."""


class HashedWords:
    """An embedding model that knows words and nothing else. Remembers which texts it was given."""

    def __init__(self, name: str = "hashed-words", dimension: int = 64) -> None:
        self.name = name
        self.dimension = dimension
        self.seen: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.seen.extend(texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for place, text in enumerate(texts):
            for word in re.findall(r"\w+\+?", text.lower()) or ["nothing"]:
                vectors[place, zlib.crc32(word.encode()) % self.dimension] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


class IndexServer:
    """``python -m retrieval serve`` as a process, on a free port of loopback."""

    def __init__(self, var_dir: Path, port: int | None = None) -> None:
        self.var_dir = var_dir
        self.port = port or free_port()
        self.process: subprocess.Popen[str] | Forked | None = None

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def folder(self) -> Path:
        return self.var_dir / "milvus"

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "VAR_DIR": str(self.var_dir), "MILVUS_URI": self.uri}

    def launch(self) -> subprocess.Popen[str]:
        """Start the process and don't wait for it to be ready."""
        self.process = process = subprocess.Popen(
            [sys.executable, "-m", "retrieval", "serve", "--port", str(self.port)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return process

    def begin(self) -> subprocess.Popen[str] | Forked:
        return self.launch()

    def said(self) -> str:
        """What it printed, once it has ended."""
        assert isinstance(self.process, subprocess.Popen)
        return self.process.communicate()[0]

    def start(self) -> Self:
        process = self.begin()
        milvus = Milvus(self.uri, timeout=2.0)

        def ready() -> bool:
            if process.poll() is not None:
                raise AssertionError(f"the server ended with {process.poll()}: {self.said()}")
            return answers(milvus)

        wait_until(ready)
        return self

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send the signal and wait for the process; its exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(LIMIT)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.process is not None and self.process.poll() is None:
            self.end()


class ForkedServer(IndexServer):
    """The same, for tests of what it serves and not of how it starts."""

    def begin(self) -> Forked:
        self.var_dir.mkdir(parents=True, exist_ok=True)
        arguments = ("serve", "--port", str(self.port))
        self.process = process = begin("retrieval", *arguments, env=self.environment, out=self.var_dir)
        return process

    def said(self) -> str:
        return "".join((self.var_dir / name).read_text(encoding="utf-8") for name in ("stdout", "stderr"))


def answers(milvus: Milvus) -> bool:
    """Whether the server answers now."""
    try:
        return bool(milvus.version())
    except IndexUnavailable:
        return False


def wait_until(holds: Callable[[], bool], limit: float = LIMIT) -> None:
    """Look again until it holds; fail when it doesn't within the limit."""
    until = time.monotonic() + limit
    while not holds():
        if time.monotonic() > until:
            raise AssertionError(f"did not become true within {limit} s")
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_for(folder: Path, uri: str = "http://127.0.0.1:9", alias: str = "knowledge") -> Settings:
    """Settings over a copy of the small company's knowledge in ``folder``, free to be changed."""
    if not folder.exists():
        shutil.copytree(FIXTURES, folder)
    return Settings(
        milvus_uri=uri,
        templates_dir=folder / "templates",
        kb_dir=folder / "kb",
        segments_file=folder / "segments.yaml",
        var_dir=folder / "var",
        index_alias=alias,
    )
