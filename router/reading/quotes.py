"""Which lines of a text are quoted mail, and where quoted mail begins.

Patterns look at single lines or at a few lines joined, never at a whole mail, so that no mail can make them slow.
"""

from __future__ import annotations

import re

from router.reading.attributions import attribution_at
from router.reading.headers import header_at, is_separator

_INITIALS = re.compile(r"^[A-Z]{1,3}>(?:\s|$)")
_ANSWERS_INSIDE = re.compile(
    r"\b(?:in-?line|in (?:red|blue|green|bold|capitals)|(?:see|find|reply|replies|answers?|answered|comments?|details?)"
    r"[\w ,]{0,30} (?:below|inside|underneath|between))\b|\bmarked (?:red|blue|green)\b"
    r"|\b(?:unten|darunter) (?:im text|rot|blau)\b|\bsiehe unten\b|\bantworten (?:im text|unten)\b",
    re.IGNORECASE,
)


def is_quoted(line: str) -> bool:
    """Whether the line carries the usual mark of quoted mail."""
    return line.lstrip().startswith(">") or bool(_INITIALS.match(line))


def quote_begins(lines: list[str], at: int) -> int:
    """How many lines from here on only say that quoted mail follows; 0 when none follows."""
    if is_quoted(lines[at]) or not lines[at].strip():
        return 0
    return attribution_at(lines, at) or int(header_at(lines, at) or is_separator(lines[at]))


def answers_inside(own: str) -> bool:
    """Whether the words above an unmarked quote say that answers stand inside it."""
    return bool(_ANSWERS_INSIDE.search(own))
