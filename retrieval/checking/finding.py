"""What a check found, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file; lines count from 1."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend (``error``) or to look at (``warning``). ``other`` is the second place of a pair."""

    place: Place
    says: str
    severity: Severity = "error"
    other: Place | None = None

    def __str__(self) -> str:
        mark = "warning: " if self.severity == "warning" else ""
        return f"{self.place}: {mark}{self.says}"


def error(place: Place, says: str, other: Place | None = None) -> Finding:
    """Something that must be mended."""
    return Finding(place, says, "error", other)


def warning(place: Place, says: str, other: Place | None = None) -> Finding:
    """Something that somebody should look at."""
    return Finding(place, says, "warning", other)
