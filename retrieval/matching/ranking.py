"""Templates in order: for one text, and for a message of several texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from retrieval.types import TemplateHit, TextHits


def ranked(hits: Iterable[TemplateHit]) -> tuple[TemplateHit, ...]:
    """One text's templates, the most probable first; those of one topic by similarity, equals by id."""
    return tuple(sorted(hits, key=lambda hit: (-hit.probability, -hit.score, hit.template.id)))


def leading(by_text: Sequence[TextHits]) -> TextHits:
    """The text that speaks for the message: that of the highest worth of a template, the first of equals."""
    return max(by_text, key=lambda one: max(map(worth, one.templates), default=-1.0))


def combined(by_text: Sequence[TextHits]) -> tuple[TemplateHit, ...]:
    """The message's templates, each as the text found it where its worth is highest, in the order of their worth.

    The first text is the whole message. It has half a say in how probable a template is, since the best of many pieces
    looks surer than it is. Of equal worth, the more similar comes first, then the id decides.
    """
    whole = {hit.template.id: hit.probability for one in by_text[:1] for hit in one.templates}
    best: dict[str, TemplateHit] = {}
    for hit in _in_order(hit for one in by_text for hit in one.templates):
        best.setdefault(hit.template.id, hit)
    return _in_order(
        replace(hit, probability=(hit.probability + whole.get(name, 0.0)) / 2) for name, hit in best.items()
    )


def _in_order(hits: Iterable[TemplateHit]) -> tuple[TemplateHit, ...]:
    return tuple(sorted(hits, key=lambda hit: (-worth(hit), -hit.score, hit.template.id)))


def worth(hit: TemplateHit) -> float:
    """Probability times similarity: a greeting may be sure of something, and is near to nothing."""
    return hit.probability * max(hit.score, 0.0)
