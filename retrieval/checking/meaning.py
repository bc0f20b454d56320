"""Examples by meaning: two topics that ask the same, and templates that nobody would find. Needs the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.checking.audiences import Audiences
from retrieval.checking.finding import Finding, Place, error, warning
from retrieval.checking.library import Library, Written
from retrieval.checking.texts import key_of
from retrieval.embedding import Embedder, Vectors, finite
from retrieval.types import Template

ALIKE = 0.85
"""Cosine from which two questions ask the same."""
NEAR = 0.80
"""Cosine from which they come close: whatever is asked in such words, one topic is hardly ahead of the other."""
FOUND = 0.2
"""The least share of a template's examples that must find it when they are asked as a customer's question."""
FEWEST = 3
"""Examples that a template must have before its share says anything."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An example question, and where it stands."""

    text: str
    place: Place
    template: Template


def check_meaning(library: Library, embedder: Embedder, languages: Sequence[str]) -> list[Finding]:
    """All that the vectors of the examples tell. ``languages`` are those that the model understands."""
    asked = [Asked(text, place, one.template) for one in library.templates for text, place in one.examples()]
    if not asked:
        return []
    vectors = finite(embedder.embed([one.text for one in asked]))
    alike = vectors @ vectors.T
    return [*_pairs(asked, alike), *_hardly_found(library, asked, alike, languages)]


def _pairs(asked: Sequence[Asked], alike: Vectors) -> Iterator[Finding]:
    for at, other in np.argwhere(np.triu(alike > NEAR, k=1)):
        one, two = asked[at], asked[other]
        same_words = key_of(one.text) == key_of(two.text)  # told by the check of the words
        if one.template.topic != two.template.topic and not same_words:
            yield _pair(one, two, float(alike[at, other]))


def _pair(one: Asked, two: Asked, score: float) -> Finding:
    tell, how = (error, "means the same as") if score > ALIKE else (warning, "comes close to")
    says = f'the example "{two.text}" of {two.template.id} {how} "{one.text}" of {one.template.id}'
    advice = "keep the question in one of them, or say it in words that only one topic has"
    return tell(two.place, f"{says} ({one.place}, {score:.2f} alike); {advice}", one.place)


def _hardly_found(
    library: Library, asked: Sequence[Asked], alike: Vectors, languages: Sequence[str]
) -> Iterator[Finding]:
    rivals = _Rivals(asked, alike, library.audiences)
    for written in library.templates:
        own = [at for at, one in enumerate(asked) if one.template.id == written.template.id]
        lost = [(at, rival) for at in own if (rival := rivals.nearest(at)) is not None]
        if written.template.language in languages and _too_few(len(own), len(lost)):
            yield warning(written.entry.place("examples"), _says(written, len(own), lost, asked))


def _too_few(own: int, lost: int) -> bool:
    return own >= FEWEST and own - lost < FOUND * own


def _says(written: Written, own: int, lost: Sequence[tuple[int, int]], asked: Sequence[Asked]) -> str:
    at, rival = lost[0]
    nearest = asked[rival]
    says = f"only {own - len(lost)} of {own} examples would find this template if they were asked by a customer;"
    return (
        f'{says} such as "{asked[at].text}", which is nearer to "{nearest.text}" of {nearest.template.id} '
        f"({nearest.place}). Write more in the words that customers share"
    )


class _Rivals:
    """For each example, left out of its template, the one of another topic that would be found in its place."""

    def __init__(self, asked: Sequence[Asked], alike: Vectors, audiences: Audiences) -> None:
        self.asked = asked
        self.alike = alike
        self.audiences = audiences
        self.who = np.array([one.template.audience for one in asked])

    def nearest(self, at: int) -> int | None:
        """None when every reader of the template would find it, or a sibling."""
        scopes = self.audiences.scopes_with(self.asked[at].template.audience)
        nearest = [self._best(at, np.isin(self.who, list(scope))) for scope in scopes]
        topic = self.asked[at].template.topic
        return next((best for best in nearest if self.asked[best].template.topic != topic), None)

    def _best(self, at: int, seen: np.ndarray) -> int:
        scores = np.where(seen, self.alike[at], -2.0)
        scores[at] = -3.0
        return int(scores.argmax())
