"""Words of a guided template that must come out byte for byte: the model writes their mark, we write the words."""

from __future__ import annotations

from retrieval.types import Template
from router.writing.fences import neutralised

MARK = "[keep "


def with_marks(template: Template) -> str:
    """The body as the model reads it, each exact passage inside its mark: ``[keep 1: the words]``."""
    pieces, done = [], 0
    for start, number, words in _places(template):
        pieces += [template.body[done:start], f"{MARK}{number}: {words}]"]
        done = start + len(words)
    return "".join([*pieces, template.body[done:]])


def with_words(text: str, template: Template) -> str:
    """The model's text with the exact words in place of their marks, whether the words stand in the mark or not."""
    for number, words in enumerate(template.exact, start=1):
        for inside in (f": {words}", f": {neutralised(words)}", ""):
            text = text.replace(f"{MARK}{number}{inside}]", words)
    return text


def lost(text: str, template: Template) -> tuple[int, ...]:
    """The numbers of the exact passages that the finished text lacks."""
    return tuple(number for number, words in enumerate(template.exact, start=1) if words not in text)


def _places(template: Template) -> list[tuple[int, int, str]]:
    """Where each exact passage begins; one that begins inside another is kept with it."""
    found = ((template.body.find(words), number, words) for number, words in enumerate(template.exact, start=1))
    places: list[tuple[int, int, str]] = []
    for start, number, words in sorted(found, key=lambda one: (one[0], -len(one[2]))):
        if start >= (places[-1][0] + len(places[-1][2]) if places else 0):
            places.append((start, number, words))
    return places
