"""What one word that a rule asks for says about another: which texts and lists can fit both."""

from __future__ import annotations

from dataclasses import dataclass

from router.rulebook.conditions import Check
from router.rulebook.operators import EMPTY, MATCHES, OPPOSITES
from router.rulebook.words import has_word

_IS, _STARTS, _ENDS, _CONTAINS, _WORD = "is", "starts with", "ends with", "contains", "contains word"
_ONLY, _HAS = "is exactly these", "has"
_OPEN_SIDES = {_IS: (False, False), _STARTS: (False, True), _ENDS: (True, False), _CONTAINS: (True, True)}
"""Whether letters may stand before and behind the word."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a text or a list may fit. ``word`` is in its form for comparing; the same ``exact`` compares."""

    how: str
    word: str | frozenset[str]
    exact: bool


def asked_by(check: Check) -> tuple[Asked, ...]:
    """The things of which a value must fit one, or none where the check has a "not". Nothing for ``is empty``."""
    operator = OPPOSITES.get(check.operator, check.operator)
    words = [word for word in check.wanted if isinstance(word, str)]
    if operator == EMPTY:
        return ()
    if check.fact.type != "list":
        return tuple(Asked(_IS if operator == "is any of" else operator, word, check.exact) for word in words)
    if operator == _IS:
        return (Asked(_ONLY, frozenset(words), check.exact),)
    return tuple(Asked(_HAS, word, check.exact) for word in words)


def includes(asked: Asked, other: Asked) -> bool:
    """Whether everything that fits ``asked`` fits ``other`` too. False when that isn't certain."""
    if asked == other:
        return True
    if asked.exact != other.exact or MATCHES in (asked.how, other.how):
        return False
    if isinstance(asked.word, frozenset):
        return other.how == _HAS and other.word in asked.word
    return isinstance(other.word, str) and asked.how != _HAS and _text_includes(asked.how, asked.word, other)


def excludes(asked: Asked, other: Asked) -> bool:
    """Whether nothing fits both. False when that isn't certain."""
    if asked.exact != other.exact or MATCHES in (asked.how, other.how):
        return False
    if asked.how in (_IS, _ONLY):
        return not includes(asked, other)
    if other.how in (_IS, _ONLY):
        return not includes(other, asked)
    return asked.how == other.how and _apart(asked, other)


def _apart(asked: Asked, other: Asked) -> bool:
    one, two = asked.word, other.word
    if isinstance(one, frozenset) or isinstance(two, frozenset):
        return False
    if asked.how == _STARTS:
        return not one.startswith(two) and not two.startswith(one)
    return asked.how == _ENDS and not one.endswith(two) and not two.endswith(one)


def _text_includes(how: str, word: str, other: Asked) -> bool:
    wanted = str(other.word)
    before, behind = _OPEN_SIDES.get(how, (True, True))
    if other.how == _CONTAINS:
        return wanted in word
    if other.how == _WORD:
        return has_word(word if how == _WORD else _within(word, wanted, before=before, behind=behind), wanted)
    if other.how == _STARTS:
        return not before and word.startswith(wanted)
    if other.how == _ENDS:
        return not behind and word.endswith(wanted)
    return not before and not behind and word == wanted


def _within(word: str, wanted: str, *, before: bool, behind: bool) -> str:
    """The word where letters hang on it, which is the worst that a search for whole words can meet."""
    letter = next(letter for letter in map(chr, range(0x4E00, 0x9FFF)) if letter not in wanted)
    return f"{letter if before else ''}{word}{letter if behind else ''}"
