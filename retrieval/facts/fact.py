"""A fact of a text, typed and with its unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "link",
    "e-mail address",
    "handle",
    "account ending",
    "phone or account number",
    "period",
    "date",
    "amount",
    "percentage",
    "time",
    "age",
    "duration",
    "reference",
    "day",
    "frequency",
    "multiple",
    "fraction",
    "named number",
    "year",
    "count",
    "name",
]
Bound = Literal["", "at least", "at most"]
Compared = Literal["", "loosely", "closely"]
IN_A_ROW = "in a row"
"""The unit of a count like 7th."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as it stands in a text. ``value`` has one spelling for each value; ``word`` is what was written.

    ``per`` is the time that an amount or a percentage is for (``year`` in "1.5% a year"), ``periods`` the times that
    stand near it in its line. ``hedged``: said with "about", or a time of day without am or pm.
    ``compared``: a time that others are compared with, surely (``closely``) or perhaps. ``name`` is the word with a
    capital right before a count: ``MAX`` in "737 MAX 9", ``counted`` the words behind it.
    ``label`` holds the two words that name an amount or a percentage, ``each`` what it is for each of, ``ahead`` the
    words of its clause before it, ``near`` all words around it. ``partner`` is the other end of a range.
    """

    kind: Kind
    value: str
    unit: str
    word: str
    start: int
    end: int
    bound: Bound = ""
    hedged: bool = False
    per: str = ""
    periods: frozenset[str] = frozenset()
    compared: Compared = ""
    name: str = ""
    counted: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    each: str = ""
    ahead: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    partner: str = ""

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
    hedged: bool = False
