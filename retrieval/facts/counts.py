"""How plain counts, places in a row and multiples are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.facts.fact import IN_A_ROW, Shape
from retrieval.facts.numbers import DIGITS, NUMBER, SCALE, value_of, written

_MULTIPLE = re.compile(rf"(?P<n>{DIGITS})\s?x\b|\b(?P<n2>{NUMBER}) times\b", re.I)
_LIST_MARK = re.compile(r"^[ \t>]*(?:step\s+)?\d{1,2}[.):](?=\s)", re.I | re.M)
_ORDINAL = re.compile(r"\b(?P<n>\d{1,3})(?:st|nd|rd|th)\b|(?<=\bzum )(?P<n2>\d{1,2})\.(?=\s|$)", re.I)
_COUNT = re.compile(rf"(?P<n>{NUMBER})(?:\s?(?P<scale>{SCALE})\b)?", re.I)
FEWEST_COUNTED = 3


def multiples(text: str) -> Iterator[Shape]:
    """How many times as much."""
    for match in _MULTIPLE.finditer(text):
        yield Shape(*match.span(), written(value_of(match["n"] or match["n2"])))


def counts(text: str) -> Iterator[Shape]:
    """Plain numbers above three, and all that aren't whole. A list's own numbers count nothing."""
    text = _LIST_MARK.sub(lambda mark: "\x00" * len(mark.group()), text)
    for match in _ORDINAL.finditer(text):
        yield Shape(*match.span(), str(int(match["n"] or match["n2"])), IN_A_ROW)
    text = _ORDINAL.sub(lambda ordinal: "\x00" * len(ordinal.group()), text)
    for match in _COUNT.finditer(text):
        value = value_of(match["n"], match["scale"] or "")
        if value > FEWEST_COUNTED or value != value.to_integral_value():
            yield Shape(*match.span(), written(value))
