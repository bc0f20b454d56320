"""Spans of time as people say them."""

from __future__ import annotations

from datetime import timedelta

_SIZES = (("day", "d", 86_400), ("hour", "h", 3_600), ("minute", "min", 60), ("second", "s", 1))


def short(span: timedelta) -> str:
    """Such as ``3 min``: in the largest unit that it fills, rounded down."""
    number, _, letters = _largest(span)
    return f"{number} {letters}"


def spoken(span: timedelta) -> str:
    """The same in words, such as ``1 hour`` or ``3 minutes``."""
    number, name, _ = _largest(span)
    return f"{number} {name}{'' if number == 1 else 's'}"


def _largest(span: timedelta) -> tuple[int, str, str]:
    seconds = max(0, int(span.total_seconds()))
    name, letters, size = next(one for one in _SIZES if seconds >= one[2] or one[2] == 1)
    return seconds // size, name, letters
