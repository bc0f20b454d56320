"""How well a text is supported by its sources: a second alarm beside the quotes, for drift. It lifts nothing.

A few signs are weighed by a small logistic regression. Its weights stand in ``support.json`` beside this file, with
how they were made. It sees what isn't spoken of in the sources at all; a small edit in a well-covered sentence it
can't see.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from router.grounding.sentences import is_courtesy, sentences
from router.guard.signs import Embed, Signs, signs_of
from router.types import Draft, Finding, Found

WEIGHTS = Path(__file__).with_name("support.json")
LEAST = ("nearest", "recall", "anywhere")
"""Signs of which the worst sentence counts beside the mean of all: one sentence from nowhere spoils a text."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign counts, and the support, 0 to 1, below which a text is weakly supported."""

    signs: Mapping[str, float]
    constant: float
    threshold: float

    def support(self, signs: Mapping[str, float]) -> float:
        """How likely it is that people would call a text with these signs faithful to its sources."""
        total = self.constant + sum(weight * signs[name] for name, weight in self.signs.items())
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


@lru_cache(maxsize=4)
def read_weights(path: Path = WEIGHTS) -> Weights:
    """The weights as they were fitted."""
    read = json.loads(path.read_text(encoding="utf-8"))
    return Weights(read["signs"], read["constant"], read["threshold"])


def stated(text: str) -> list[str]:
    """The sentences of a text that state something."""
    return [one for one in sentences(text) if not is_courtesy(one)]


def signs_together(signs: Sequence[Signs]) -> dict[str, float]:
    """The signs of a text: the mean of its sentences', and of some the worst."""
    rows = [asdict(one) for one in signs]
    mean = {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}
    return mean | {f"least {name}": min(row[name] for row in rows) for name in LEAST}


def weakly_supported(draft: Draft, found: Found, embed: Embed) -> Iterator[Finding]:
    """A finding that names the weakest of the sentences that rest on quotes, if all of them together are weak.

    They are held against the whole passages that they quote, with the headings over them.
    """
    said = [one for one in draft.grounds if one.kind == "documented"]
    quoted = {quote.passage for one in said for quote in one.quotes}
    sources = [
        f"{hit.passage.title}. {hit.passage.heading}.\n{hit.passage.text}"
        for hit in found.passages
        if hit.passage.id in quoted
    ]
    if not said or not sources:
        return
    weights = read_weights()
    signs = signs_of([one.sentence for one in said], sources, embed)
    if weights.support(signs_together(signs)) >= weights.threshold:
        return
    alone = [weights.support(signs_together([one])) for one in signs]
    weakest = min(range(len(said)), key=alone.__getitem__)
    says = (
        f"“{said[weakest].sentence}” is weakly supported by the passages it quotes ({alone[weakest]:.0%}, needed "
        f"{weights.threshold:.0%}): please read them beside it."
    )
    yield Finding("support", said[weakest].sentence, says)
