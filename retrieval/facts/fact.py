"""A fact of a text, typed and with its unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "link",
    "e-mail address",
    "date",
    "amount",
    "percentage",
    "duration",
    "time",
    "reference",
    "phone or account number",
    "day",
    "multiple",
    "count",
]
Bound = Literal["", "at least", "at most"]
IN_A_ROW = "in a row"
"""The unit of a count like 7th."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as it stands in a text. ``value`` has one spelling for each value; ``word`` is what was written."""

    kind: Kind
    value: str
    unit: str
    word: str
    start: int
    end: int
    bound: Bound = ""

    @property
    def measure(self) -> str:
        """The value with its unit: ``24 %``, ``3 business day``."""
        return f"{self.value} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class Shape:
    """What a reader took: the span, the value in its one spelling, and the unit."""

    start: int
    end: int
    value: str
    unit: str = ""
