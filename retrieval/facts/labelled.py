"""What an amount or a percentage is of, by the words before it, and whether a source gives that another figure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.facts.fact import Fact
from retrieval.facts.rounding import rounds_to

LABELLED = frozenset({"amount", "percentage"})
_WORD = re.compile(r"[^\W\d_][\w'’&-]*")
_STOP = re.compile(r"[.!?]\s+(?=[A-ZÄÖÜ])")
_CLAUSE_ENDS = re.compile(r"[.!?;]\s+(?=[A-ZÄÖÜ])|[,:]\s")
_BETWEEN = (
    "of was is were are be been to by at from about approximately around roughly nearly almost over under up down in"
    " the a an our its their your with for and expected reached reach totaled totalled came reported increased"
    " decreased grew grow rose fell improved declined than more less least most exceed surpass will amounts comes"
)
_PASSED_OVER = frozenset(_BETWEEN.split())
"""Words that may stand between a label and its figure."""
_EACH = re.compile(
    r"\s+(?:per|for each|for every)\s(?:(?:diluted|basic|ordinary|common)\s)?(?P<thing>[^\W\d_]{3,})\b", re.I
)
_SHORT = {"share": ("eps",)}
"""What says the same in short."""
_MOST_PASSED = 6
_LABEL_WORDS = 2
_NEAR = 140


def label_before(before: str) -> tuple[str, ...]:
    """The two words that name the figure, in the clause right before it: "net profit" of "net profit of $5"."""
    words = [word.lower() for word in _WORD.findall(_CLAUSE_ENDS.split(before[-_NEAR:])[-1])]
    passed = 0
    while words and words[-1] in _PASSED_OVER and passed < _MOST_PASSED:
        words.pop()
        passed += 1
    label = words[-_LABEL_WORDS:]
    return tuple(label) if passed and len(label) == _LABEL_WORDS and not {*label} & _PASSED_OVER else ()


def words_near(before: str, after: str) -> frozenset[str]:
    """The words around a figure in its sentence."""
    before, after = _STOP.split(before[-_NEAR:])[-1], _STOP.split(after[:_NEAR])[0]
    return frozenset(word.lower() for word in _WORD.findall(f"{before} {after}"))


def each_behind(after: str) -> str:
    """What an amount is for each of: ``share`` in "$5 per diluted share"."""
    match = _EACH.match(after)
    return match["thing"].lower() if match else ""


def is_of_another(fact: Fact, others: Iterable[Fact], *, exact: bool = False) -> bool:
    """A source with a net profit of $5, or $5 per share, carries no $8 of something else for them."""
    if fact.kind not in LABELLED:
        return False
    same = [other for other in others if (other.kind, other.unit) == (fact.kind, fact.unit)]
    equal = [other.near for other in same if other.value == fact.value or rounds_to(fact, other, exact=exact)]
    if fact.label and any(other.label == fact.label for other in same):
        return not any({*fact.label} <= near for near in equal)
    if fact.each and any(other.each == fact.each for other in same):
        return not any({fact.each, *_SHORT.get(fact.each, ())} & near for near in equal)
    return False
