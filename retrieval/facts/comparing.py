"""Times that only stand there to be compared with: the 2019 of "up from 2019" says nothing of what happened in 2020."""

from __future__ import annotations

import re

from retrieval.facts.fact import Compared, Kind

TIMES = frozenset({"period", "date", "year"})
_BETWEEN = (
    r"(?:\W*(?:[\d.,]+|millions?|billions?|thousand|lakhs?|crores?|bn|mn?|k|per|cents?|basis|points?|diluted|shares?"
    r"|dollars?|euros?|rupees?|the|an?|in|for|of|to|and|at|same|last|prior|previous|comparable|corresponding|year"
    r"|quarter|period|months?|ended|loss|profit|fiscal))*\W*$"
)
"""What may stand between a comparing word and the time: figures, and words that say which time."""
_CLOSELY = re.compile(
    r"\b(?:compar(?:ed|ison|isons|ing) (?:to|with)|versus|vs\.?|relative to|against|than|(?:up|down) from"
    rf"|from(?=\W*\d)|im Vergleich (?:zu[rm]?|mit)|gegenüber|als){_BETWEEN}",
    re.I,
)
_LOOSELY = re.compile(
    r"\b(?:compar\w+|versus|vs|relative|against|than|from|over|since|prior|previous|earlier|last|Vergleich|gegenüber"
    r"|als|seit)\b",
    re.I,
)
_NEAR = 90
_FAR = 400
_SENTENCE_ENDS = re.compile(r"[.!?;]\s+(?=[A-ZÄÖÜ])")


def comparison(kind: Kind, before: str) -> Compared:
    """How near a comparing word stands before a time in its sentence."""
    if kind not in TIMES:
        return ""
    near = _SENTENCE_ENDS.split(before[-_FAR:])[-1]
    if _CLOSELY.search(near[-_NEAR:]):
        return "closely"
    return "loosely" if _LOOSELY.search(near) else ""
