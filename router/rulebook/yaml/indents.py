"""Lines that stand further left or right than their neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from router.rulebook.yaml.lines import Place, Slip, start

_DASHED = re.compile(r"( *)(- +)([^\s:]*)")
_KEY = re.compile(r" *[A-Za-z][\w .-]*:( |$)")


def indented_wrongly(lines: Sequence[str], place: Place, opened: Place, *, in_list: bool) -> Slip | None:
    """``opened`` is where the list or the keys began that this line doesn't fit into."""
    text = start(lines, place[0])
    indent = len(text) - len(text.lstrip(" "))
    dashed = _DASHED.match(text)
    if indent != place[1] or not (dashed or _KEY.match(text)):
        return None
    neighbours = _of_dashes(lines, place[0], dashed[3], opened[1]) if dashed else _of_keys(lines, opened, in_list)
    if neighbours == indent:
        return None
    blanks = "1 blank" if indent == 1 else f"{indent} blanks"
    return place[0], indent, f"indented by {blanks}, its neighbours by {neighbours}"


def _of_dashes(lines: Sequence[str], line: int, word: str, otherwise: int) -> int:
    """Where the dash of the nearest entry above stands that begins with the same word."""
    above = (_DASHED.match(lines[number]) for number in range(line - 1, -1, -1))
    return next((len(found[1]) for found in above if found and found[3] == word), otherwise)


def _of_keys(lines: Sequence[str], opened: Place, in_list: bool) -> int:
    """Where the keys stand: behind the dash, if these are the keys of an entry in a list."""
    dashed = _DASHED.match(start(lines, opened[0]))
    return len(dashed[1]) + len(dashed[2]) if in_list and dashed else opened[1]
