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
_CHANGE_IN = re.compile(
    r"\s(?:[^\W\d_]+\s)?(?:increase|decrease|growth|rise|decline|improvement|drop|reduction|gain) (?:in|of)\s"
    r"(?:(?:the|our|its|their)\s)?",
    re.I,
)
_SHORT = {"share": ("eps",)}
"""What says the same in short."""
_MOST_PASSED = 6
_LABEL_WORDS = 2
_NEAR = 140


def label_of(before: str, after: str) -> tuple[str, ...]:
    """The two words that name a figure: net profit, in "net profit of $5" and in "5 % growth in net profit"."""
    return _label_before(before) or _label_behind(after)


def _label_before(before: str) -> tuple[str, ...]:
    words = _words(_CLAUSE_ENDS.split(before[-_NEAR:])[-1])
    passed = 0
    while words and words[-1] in _PASSED_OVER and passed < _MOST_PASSED:
        words.pop()
        passed += 1
    return _as_label(words[-_LABEL_WORDS:]) if passed else ()


def _label_behind(after: str) -> tuple[str, ...]:
    match = _CHANGE_IN.match(after)
    words = _words(_CLAUSE_ENDS.split(after[match.end() : match.end() + _NEAR])[0]) if match else []
    return _as_label(words[:_LABEL_WORDS])


def _words(text: str) -> list[str]:
    return [word for word in map(str.lower, _WORD.findall(text)) if word != "per"]


def _as_label(words: list[str]) -> tuple[str, ...]:
    return tuple(words) if len(words) == _LABEL_WORDS and not {*words} & _PASSED_OVER else ()


def words_ahead(before: str) -> frozenset[str]:
    """The words of the clause that a figure ends."""
    return frozenset(_words(_CLAUSE_ENDS.split(before[-_NEAR:])[-1]))


def words_near(before: str, after: str) -> frozenset[str]:
    """The words around a figure in its sentence."""
    before, after = _STOP.split(before[-_NEAR:])[-1], _STOP.split(after[:_NEAR])[0]
    return frozenset(word.lower() for word in _WORD.findall(f"{before} {after}"))


def each_behind(after: str) -> str:
    """What an amount is for each of: ``share`` in "$5 per diluted share"."""
    match = _EACH.match(after)
    return match["thing"].lower() if match else ""


def _is_of_another_range(fact: Fact, same: Iterable[Fact]) -> bool:
    """4 to 7 % and 3 to 5 % don't carry 3 to 7 %."""
    partners = {other.partner for other in same if other.value == fact.value}
    return bool(fact.partner and partners) and not {"", fact.partner} & partners


def is_of_another(fact: Fact, others: Iterable[Fact], *, exact: bool = False) -> bool:
    """A source with a net profit of $5, or $5 per share, carries no $8 of something else for them."""
    if fact.kind not in LABELLED:
        return False
    same = [other for other in others if (other.kind, other.unit) == (fact.kind, fact.unit)]
    if _is_of_another_range(fact, same):
        return True
    equal = [other for other in same if other.value == fact.value or rounds_to(fact, other, exact=exact)]
    if fact.label and any(other.label == fact.label for other in same):
        return not any({*fact.label} <= other.near and other.each in ("", fact.each) for other in equal)
    if fact.each and any(other.each == fact.each for other in same):
        names = {fact.each, *_SHORT.get(fact.each, ())}
        return not any(other.each == fact.each or names & other.ahead for other in equal)
    return False
