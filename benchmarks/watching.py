"""What a running program uses: processor seconds, memory, open files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

MEBIBYTE = 1024 * 1024


def below(pid: int) -> list[int]:
    """This process and all that came from it."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    children = [int(one) for task in tasks for one in (task / "children").read_text().split()]
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
