"""Whether one of many words stands in a text: the question that rules ask most."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from router.rulebook.facts import Value
from router.rulebook.words import fold, tidy

_BY_RARITY = "etaoinshrdlcumwfgypbvkjxqz"
_RARITY = {letter: place for place, letter in enumerate(_BY_RARITY)}

RUN = 4
Has = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Searched:
    """A text, and every run of letters of one length in it, so that most words need not be looked for."""

    text: str
    runs: frozenset[str]


def searched(value: Value) -> Searched:
    """A fact's text without regard to case; nothing where it isn't a text."""
    return _searched(fold(value) if isinstance(value, str) else "")


def searched_exactly(value: Value) -> Searched:
    return _searched(tidy(value) if isinstance(value, str) else "")


def _searched(text: str) -> Searched:
    return Searched(text, frozenset(_runs(text)))


def _runs(text: str) -> Iterator[str]:
    return map("".join, zip(*(text[start:] for start in range(RUN)), strict=False))


def finds_one_of(words: tuple[str, ...], has: Has) -> Callable[[Searched], str | None]:
    """Gives the first of the words that ``has`` finds in a text."""
    signs = frozenset(_sign(word) for word in words if len(word) >= RUN)
    signed = tuple((_sign(word) if len(word) >= RUN else "", word) for word in words)
    all_signed = all(sign for sign, _ in signed)

    def find(read: Searched) -> str | None:
        if all_signed and signs.isdisjoint(read.runs):
            return None
        runs, text = read.runs, read.text
        return next((word for sign, word in signed if (not sign or sign in runs) and has(text, word)), None)

    return find


def _sign(word: str) -> str:
    """The run of letters in a word that fewest other texts will have."""
    return max(_runs(word), key=lambda run: sum(_RARITY.get(letter, 0) for letter in run))
