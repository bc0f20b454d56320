"""What a running program uses: processor seconds, memory, open files, and in which code the processor was."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

MEBIBYTE = 1024 * 1024
SAMPLES_A_SECOND = 50

# A stack is read from its newest call backwards, and the first of these decides: SQLAlchemy called by the engine is the
# engine's, JSON read for a request is HTTP's.
KINDS = (
    ("embedding", r"retrieval/(embedding|minilm|vectors)\.py|torch/|tokenizers/|transformers/"),
    (
        "http",
        r"requests/|urllib3/|http/client\.py|httpx/|httpcore/|groq/|ssl\.py|socket\.py|h11/|anyio/|http/server\.py",
    ),
    ("index", r"pymilvus/|grpc/|retrieval/milvus\.py|google/protobuf/"),
    ("engine", r"dbos/|sqlalchemy/|psycopg/|psycopg_binary/|sqlite3/|router/store/"),
    ("own", r"(^|[ (/])(router|retrieval)/"),
)
_KINDS = [(name, re.compile(pattern)) for name, pattern in KINDS]


def below(pid: int) -> list[int]:
    """This process and all that came from it."""
    children = [int(one) for task in _tasks(pid) for one in (task / "children").read_text().split()]
    return [pid, *(one for child in children for one in below(child))]


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor time of these processes so far; one that is gone counts nothing."""
    return sum(map(_cpu_seconds, pids))


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pids: Iterable[int]) -> float:
    """Resident memory together, in MiB; what they share is counted for each."""
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
    return round(pages * os.sysconf("SC_PAGE_SIZE") / MEBIBYTE, 1)


def open_files(pids: Iterable[int]) -> int:
    """Open files and sockets together."""
    return sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in pids)


class Sampling:
    """py-spy beside a process: looks at its threads many times a second, at those alone that are on a processor.

    With ``gil`` at those alone that hold Python's lock.
    """

    def __init__(self, pid: int, file: Path, *, gil: bool = False) -> None:
        self._file = file
        command = ["record", "--pid", str(pid), "--rate", str(SAMPLES_A_SECOND), "--format", "raw", "-o", str(file)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        command += ["--duration", "unlimited", "--nonblocking", "--full-filenames", *(["--gil"] if gil else [])]
        self._process = subprocess.Popen([_py_spy(), *command], **quiet)  # type: ignore[call-overload]

    def stop(self) -> Counter[str]:
        """How many samples fell into each kind of code."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(timeout=60)
        counted: Counter[str] = Counter()
        for line in self._file.read_text(encoding="utf-8").splitlines():
            stack, _, times = line.rpartition(" ")
            counted[kind_of(stack.split(";"))] += int(times)
        return counted


def kind_of(stack: Iterable[str]) -> str:
    """Whose code it was: ``stack`` is from the first call to the newest, each as ``name (file:line)``."""
    for frame in reversed(list(stack)):
        for name, pattern in _KINDS:
            if pattern.search(frame):
                return name
    return "other"


def shares(counted: Counter[str]) -> dict[str, float]:
    """Per cent of all samples, by kind."""
    total = sum(counted.values()) or 1
    return {name: round(100 * counted[name] / total, 1) for name in (*(name for name, _ in KINDS), "other")}


def _py_spy() -> str:
    import sys

    return str(Path(sys.executable).with_name("py-spy"))


def _tasks(pid: int) -> Iterable[Path]:
    return Path(f"/proc/{pid}/task").iterdir()
