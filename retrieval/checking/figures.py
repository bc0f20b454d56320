"""Which facts of a text are figures: those that an article has to carry."""

from __future__ import annotations

import re

from retrieval.facts.fact import IN_A_ROW, Fact
from retrieval.facts.reading import facts_in

KINDS = frozenset({"amount", "percentage", "duration", "time", "date"})
ONE = re.compile(r"one\b", re.IGNORECASE)
"""No figure: "one day" may mean any day, and German has the same word for "one" and "a"."""


def figures_in(text: str) -> list[Fact]:
    """Numbers with a unit beside them, and days like the 7th, in their order. Places count in ``plain(text)``."""
    return [
        fact for fact in facts_in(text) if (fact.kind in KINDS or fact.unit == IN_A_ROW) and not ONE.match(fact.word)
    ]
