"""Whether one of many words stands in a text: the question that rules ask most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from router.rulebook.facts import Value
from router.rulebook.words import fold, tidy

_BY_RARITY = "etaoinshrdlcumwfgypbvkjxqz"
_RARITY = {letter: place for place, letter in enumerate(_BY_RARITY)}

Has = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Searched:
    """A text and all three letters that follow one another in it, so that most words need not be looked for."""

    text: str
    triples: frozenset[str]


def searched(value: Value) -> Searched:
    """A fact's text without regard to case; nothing where it isn't a text."""
    return _searched(fold(value) if isinstance(value, str) else "")


def searched_exactly(value: Value) -> Searched:
    return _searched(tidy(value) if isinstance(value, str) else "")


def _searched(text: str) -> Searched:
    return Searched(text, frozenset(map("".join, zip(text, text[1:], text[2:], strict=False))))


def finds_one_of(words: tuple[str, ...], has: Has) -> Callable[[Searched], str | None]:
    """Gives the first of the words that ``has`` finds in a text."""
    signs = frozenset(_rarest_triple(word) for word in words)
    all_long = all(len(word) >= 3 for word in words)

    def find(read: Searched) -> str | None:
        if all_long and signs.isdisjoint(read.triples):
            return None
        return next((word for word in words if has(read.text, word)), None)

    return find


def _rarest_triple(word: str) -> str:
    """The three letters of a word that fewest other texts will have."""
    triples = [word[start : start + 3] for start in range(max(1, len(word) - 2))]
    return max(triples, key=lambda triple: sum(_RARITY.get(letter, 0) for letter in triple))
