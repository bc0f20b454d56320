"""One line of what the doctor says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

State = Literal["ok", "warning", "broken"]
SHORTEST_SECRET = 6
HIDDEN = "•••"
WITHOUT_DATABASE = "can't be told without the database"


@dataclass(frozen=True, slots=True)
class Line:
    """``what`` was looked at, what it ``says``, and how to ``mend`` it, empty when there is nothing to mend."""

    state: State
    what: str
    says: str
    mend: str = ""


def ok(what: str, says: str) -> Line:
    return Line("ok", what, says)


def warning(what: str, says: str, mend: str) -> Line:
    return Line("warning", what, says, mend)


def broken(what: str, says: str, mend: str) -> Line:
    return Line("broken", what, says, mend)


def untold(what: str) -> Line:
    """What only the database knows, while it can't be asked."""
    return warning(what, WITHOUT_DATABASE, "mend the database first")


def without_secrets(lines: Iterable[Line], secrets: Iterable[str]) -> list[Line]:
    """The same with every secret cut out: what another program said may hold one."""
    cut = sorted((one for one in secrets if len(one) >= SHORTEST_SECRET), key=len, reverse=True)

    def clean(text: str) -> str:
        for secret in cut:
            text = text.replace(secret, HIDDEN)
        return text

    return [replace(line, says=clean(line.says), mend=clean(line.mend)) for line in lines]
