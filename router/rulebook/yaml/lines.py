"""The lines of a YAML file as they were written, and slips that one line alone shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Protocol

Place = tuple[int, int]
"""Line and column, both from 0 as the YAML reader counts."""
Slip = tuple[int, int, str]
"""The same with what is wrong there."""

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_GLUED = re.compile(r"(?:- +)*([A-Za-z][\w .-]*:)(?=[^\s:/])")
_DASH = re.compile(r" *(?:- +)*-(?=[^\W\d]|['\"])")


def source_lines(text: str) -> Sequence[str]:
    """The lines as the YAML reader counts them."""
    return _BREAK.split(text)


class _Mark(Protocol):
    line: int
    column: int


def place(mark: _Mark | None) -> Place:
    return (mark.line, mark.column) if mark is not None else (0, 0)


def start(lines: Sequence[str], line: int) -> str:
    return lines[line] if 0 <= line < len(lines) else ""


def glued_key(text: str) -> str:
    """``owner:`` where a text is a key without a blank behind its colon, empty where it isn't."""
    found = _GLUED.match(text)
    return found[1] if found else ""


def blank_missing(lines: Sequence[str], line: int, column: int | None = None) -> Slip | None:
    text = start(lines, line)
    begins = len(text) - len(text.lstrip()) if column is None else column
    key = glued_key(text[begins:])
    return (line, begins + text[begins:].index(key), f'a blank is missing after "{key}"') if key else None


def dash_missing_a_blank(lines: Sequence[str], line: int) -> Slip | None:
    found = _DASH.match(start(lines, line))
    return (line, found.end() - 1, "a blank is missing after the dash") if found else None


def is_odd_blank(letter: str) -> bool:
    """Whether it looks like a blank at the start of a line and is none for YAML."""
    return unicodedata.category(letter) in ("Zs", "Cf") and letter != " "


def odd_blank(lines: Sequence[str], line: int) -> Slip | None:
    for column, letter in enumerate(start(lines, line)):
        if is_odd_blank(letter):
            return line, column, said_of_odd_blank(letter)
        if letter != " ":
            return None
    return None


def said_of_odd_blank(letter: str) -> str:
    name = unicodedata.name(letter, "a sign without a name").lower()
    return f"this isn't a plain blank ({name}); write plain blanks at the start of the line"
