"""What the sentences of a text have in common with its sources."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.facts.reading import facts_in
from router.grounding.named import NOT_THERE, Source, missing_facts, missing_names
from router.grounding.polarity import denials
from router.grounding.sentences import sentences
from router.grounding.words import alike, content

WINDOW = 3
"""Sentences of a source that may carry one sentence together."""
MOST_COUNTED = 3
"""More names or facts than that which no source has say no more."""

if TYPE_CHECKING:
    from retrieval.embedding import Vectors  # it imports numpy, which most of our programs never need

Embed = Callable[[Sequence[str]], "Vectors"]
"""One row of length 1 a text."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What one sentence has in common with its sources. The first three lie between 0 and 1.

    ``nearest``: the cosine to the nearest sentence of a source. ``recall``: how much of what it speaks of stands in the
    best three sentences in a row, rare words counting more; ``anywhere``: the same in all sources together. ``names``
    and ``facts`` count what no source has. ``denies``: it denies and its nearest sentence doesn't, or the other way.
    """

    nearest: float
    recall: float
    anywhere: float
    names: float
    facts: float
    denies: float


def signs_of(said: Sequence[str], sources: Sequence[str], embed: Embed) -> list[Signs]:
    """The signs of each sentence against the sentences of these sources, each embedded once."""
    there = [one for text in sources for one in sentences(text)]
    if not there:
        return [Signs(0.0, 0.0, 0.0, 0.0, float(min(len(facts_in(one)), MOST_COUNTED)), 0.0) for one in said]
    if not said:
        return []
    vectors, held = embed([*said, *there]), Held.of(sources)
    cosines = [vectors[len(said) :] @ vectors[at] for at in range(len(said))]
    return [
        _signs(one, there[int(row.argmax())], float(row.max()), held) for one, row in zip(said, cosines, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Held:
    """The words of the sources: in each three sentences in a row, in all of them, and how rare each is."""

    sources: tuple[Source, ...]
    windows: tuple[frozenset[str], ...]
    everywhere: frozenset[str]
    rarity: Mapping[str, float]
    unseen: float

    @staticmethod
    def of(sources: Sequence[str]) -> Held:
        """Read once for all sentences of a text."""
        cut = [[alike(frozenset(content(one))) for one in sentences(text)] for text in sources]
        windows = [
            frozenset[str]().union(*text[at : at + WINDOW])
            for text in cut
            for at in range(max(1, len(text) - WINDOW + 1))
        ]
        counted = Counter(word for text in cut for one in text for word in one)
        many = sum(len(text) for text in cut)
        rarity = {word: math.log((many + 1) / (count + 0.5)) for word, count in counted.items()}
        unseen = math.log((many + 1) / 0.5)
        return Held(tuple(Source(one) for one in sources), tuple(windows), frozenset(counted), rarity, unseen)

    def share(self, words: frozenset[str], there: frozenset[str]) -> float:
        """How much of the words stands there; 1 where there are none."""
        whole = sum(self.rarity.get(word, self.unseen) for word in words)
        return sum(self.rarity.get(word, self.unseen) for word in words & there) / whole if whole else 1.0


def _signs(said: str, nearest: str, cosine: float, held: Held) -> Signs:
    words = alike(frozenset(content(said)))
    names = sum(1 for _ in missing_names(said, held.sources))
    facts = sum(1 for says in missing_facts(said, held.sources) if says.endswith(NOT_THERE))
    return Signs(
        nearest=cosine,
        recall=max((held.share(words, window) for window in held.windows), default=0.0),
        anywhere=held.share(words, held.everywhere),
        names=float(min(names, MOST_COUNTED)),
        facts=float(min(facts, MOST_COUNTED)),
        denies=float(bool(denials(said)) != bool(denials(nearest))),
    )
