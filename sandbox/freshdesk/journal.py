"""What was read of each thread and what was posted to it, in order: so a test can tell who knew what at a post."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import Literal

_THREAD = re.compile(r"/api/v2/tickets/(\d+)(/reply|/notes)?")


@dataclass(frozen=True, slots=True)
class Line:
    """A view of a ticket, or a post to it. ``newest`` is the newest entry of the thread then, 0 for the description."""

    what: Literal["read", "reply", "note"]
    ticket: int
    newest: int


class Journal:
    """Kept in memory since the last reset."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lines: list[Line] = []

    def lines(self) -> list[Line]:
        with self._lock:
            return list(self._lines)

    def write(self, line: Line) -> None:
        with self._lock:
            self._lines.append(line)


def line_of(method: str, path: str, status: int, newest: int) -> Line | None:
    """The line for an API call that was served, if it is about a thread."""
    found = _THREAD.fullmatch(path)
    if found is None or status not in (200, 201):
        return None
    ticket = int(found.group(1))
    if method == "GET" and not found.group(2):
        return Line("read", ticket, newest)
    if method == "POST" and found.group(2):
        return Line("reply" if found.group(2) == "/reply" else "note", ticket, newest)
    return None


def ticket_in(path: str) -> int:
    """The ticket that the path is about, 0 for none."""
    found = _THREAD.fullmatch(path)
    return int(found.group(1)) if found else 0
