"""Whether a statement affirms or denies, and what it denies."""

from __future__ import annotations

import re

from router.grounding.clauses import Part
from router.grounding.words import content, has

_NO_DENIAL = re.compile(
    r"\b(?:no|not) (?:more|less|later|earlier|fewer) than\b|\bnot only\b|\bwhether or not\b|\bno matter\b"
    r"|\bnicht (?:mehr|weniger|später|früher) als\b|\bnicht nur\b",
    re.IGNORECASE,
)
_TWICE = re.compile(
    r"\b(?:not|n['’]t|never|nicht) (?:\w+ )?(?:without|impossible|forbidden|prohibited|unable|excluded|closed|refuse\w*"
    r"|ohne|unmöglich|verboten)\b|\bneither\b(?=.*\bnor\b)|\bweder\b(?=.*\bnoch\b)",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:no|not|never|none|cannot|without|neither|nor|nobody|nothing|unable|impossible|nowhere|hardly"
    r"|forbidden|prohibited|inactive|free of|free from"
    r"|kein\w*|nicht|nie|niemals|niemand|nichts|ohne|unmöglich|weder|verboten|untersagt)\b|n['’]t\b",
    re.IGNORECASE,
)

_NOT = re.compile(r"not|never|n['’]t|cannot|nicht|nie|niemals", re.IGNORECASE)


def turned(part: Part, quoted: Part) -> str:
    """Empty, or how the one denies what the other doesn't."""
    mine, theirs = _flips(part), _flips(quoted)
    if mine == theirs and not _elsewhere(part, quoted):
        return ""
    if mine == theirs:
        return "the quote denies something else"
    return "the quote denies, the sentence doesn't" if theirs > mine else "the sentence denies, the quote doesn't"


def denials(text: str) -> list[re.Match[str]]:
    """The words that deny, without those that undo each other."""
    return list(_DENIAL.finditer(_TWICE.sub(_undone, _NO_DENIAL.sub(lambda m: "\x00" * len(m[0]), text))))


def _undone(match: re.Match[str]) -> str:
    """``neither`` leaves its ``nor`` to count; two denials leave nothing."""
    return "\x00" * len(match[0])


def _flips(part: Part) -> int:
    """How often the statement denies. "Not until" and "not before" say "only after": there the two aren't counted."""
    count = len(denials(part.text))
    late = any(one.family in ("until", "before") for one in part.conditions)
    if count == 1 and late and denials(part.main):
        return 0
    if count == 1 and has("zero|none|free of charge|kostenlos", part.text):
        return 1
    return min(count, 2)


def _elsewhere(part: Part, quoted: Part) -> bool:
    """Whether both deny once, and what the one denies first the other affirms."""
    mine, theirs = _denied(part), _denied(quoted)
    if not mine or not theirs:
        return False
    kept = theirs[0] not in mine and theirs[0] in part.words
    return kept or (mine[0] not in theirs and mine[0] in quoted.words)


def _denied(part: Part) -> tuple[str, ...]:
    """What stands behind a "not" or "never", up to the next "and" or comma. Behind a "no" the order tells nothing."""
    found = denials(part.text)
    if len(found) != 1 or not _NOT.fullmatch(found[0][0]):
        return ()
    behind = re.split(r",|\b(?:and|und|but|if|when|until|before|after|wenn|bis)\b", part.text[found[0].end() :])[0]
    return content(behind)
