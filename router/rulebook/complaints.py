"""What is wrong with rule files: where it stands, what it is, and the word that was probably meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class RuleError:
    """One mistake in one file. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class RulesInvalid(Exception):
    """The files can't be used. ``errors`` holds every mistake that was found, in the order of the files."""

    def __init__(self, errors: tuple[RuleError, ...]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors

    def first_lines(self, most: int = 20) -> str:
        """The mistakes as they are kept and logged: a broken file may hold a hundred thousand of them."""
        more = [f"... and {len(self.errors) - most} more"] if len(self.errors) > most else []
        return "\n".join([*(str(error) for error in self.errors[:most]), *more])


class Placed(Protocol):
    """Anything that knows where it stands in a file."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


class Complaints:
    """Collects the mistakes of one file, so that all of them can be shown at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.errors: list[RuleError] = []

    def at(self, place: Placed, message: str) -> None:
        self.add(place.line, place.column, message)

    def add(self, line: int, column: int, message: str) -> None:
        self.errors.append(RuleError(self.file, line, column, message))

    def say_more_may_show(self) -> bool:
        """Says of a file with mistakes that what hangs on it wasn't looked at, and whether it has any."""
        if not self.errors:
            return False
        said = self.errors[-1].message
        more = f"{said} {MORE_MAY_SHOW.capitalize()}" if said.endswith("?") else f"{said}; {MORE_MAY_SHOW}"
        self.errors[-1] = replace(self.errors[-1], message=more)
        return True


MORE_MAY_SHOW = "more may show when this is mended"


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """``, did you mean "..."?`` with the nearest choice, or nothing when none is near."""
    by_folded = {choice.casefold(): choice for choice in choices}
    near = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    if not near:
        return ""
    meant = by_folded[near[0]]
    return f', did you mean "{meant}"?{odd_letter(word, meant)}'


def guessed(near: str, rest: str) -> str:
    """``rest`` behind a :func:`did_you_mean`: a sentence of its own after its question mark, else after a semicolon."""
    return f"{near} {rest[:1].upper()}{rest[1:]}" if near else f"; {rest}"


def odd_letter(word: str, meant: str = "") -> str:
    """Names the first letter that only looks like one of a plain word, or can't be seen at all; nothing without one."""
    for number, letter in enumerate(word, 1):
        if not letter.isascii() and letter not in meant:
            seen = f'"{letter}", ' if letter.isprintable() else ""
            return f" (letter {number} is {seen}{unicodedata.name(letter, 'a sign without a name').lower()})"
    return ""


def one_of(choices: Iterable[str]) -> str:
    """The choices as a person would list them: ``a, b or c``."""
    words = list(choices)
    if not words:
        return "nothing, as there is none"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
