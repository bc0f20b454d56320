"""How a reply is written: figures that may not be changed, and the greeting and closing that all others have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from retrieval.checking.figures import figures_in
from retrieval.checking.finding import Finding, Place, error, warning
from retrieval.checking.library import Library, Written
from retrieval.facts.plain import plain

MANY = 4
"""Templates of one language from which they have a custom."""
USUAL = 0.9
"""The share of them that keep it."""


def check_exact_figures(library: Library, today: date) -> Iterator[Finding]:
    """Figures of a guided reply that the model would be free to reword."""
    for written in library.templates:
        if written.template.writing == "guided":
            for line, place in written.lines():
                for words in _free(line, written.template.exact):
                    says = f'"{words}" may be reworded, since the reply is guided and "exact" doesn\'t hold it;'
                    yield error(place, f"{says} copy its sentence into exact, or make the reply locked")


def _free(line: str, exact: tuple[str, ...]) -> list[str]:
    line, exact = plain(line), tuple(map(plain, exact))
    kept = [(at, at + len(words)) for words in exact if (at := line.find(words)) >= 0]
    kept += [(0, len(line)) for words in exact if line in words]
    return [
        figure.word
        for figure in figures_in(line)
        if not any(start <= figure.start and figure.end <= end for start, end in kept)
    ]


def check_greeting_and_closing(library: Library, today: date) -> Iterator[Finding]:
    """Replies that begin or end otherwise than all others of their language."""
    for language in sorted({one.template.language for one in library.templates}):
        found = [one for one in library.templates if one.template.language == language]
        for what, place_of in (("begins", _first), ("ends", _last)):
            custom = _custom([place_of(one)[0] for one in found])
            for one in found:
                line, place = place_of(one)
                if custom and line != custom:
                    yield warning(place, f'this reply {what} with "{line[:40]}", all others with "{custom}"')


def _first(written: Written) -> tuple[str, Place]:
    return next(written.lines())


def _last(written: Written) -> tuple[str, Place]:
    return list(written.lines())[-1]


def _custom(lines: list[str]) -> str:
    line, times = Counter(lines).most_common(1)[0]
    return line if len(lines) >= MANY and times >= min(USUAL * len(lines), len(lines) - 1) else ""
