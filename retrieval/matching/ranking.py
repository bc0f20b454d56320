"""Templates in order: for one text, and for a message of several texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from retrieval.types import TemplateHit, TextHits


def ranked(hits: Iterable[TemplateHit]) -> tuple[TemplateHit, ...]:
    """One text's templates, the most probable first; those of one topic by similarity, equals by id."""
    return tuple(sorted(hits, key=lambda hit: (-hit.probability, -hit.score, hit.template.id)))


def leading(by_text: Sequence[TextHits]) -> TextHits:
    """The text that speaks for the message: that of the highest worth of a template, the first of equals."""
    return max(by_text, key=lambda one: max(map(worth, one.templates), default=-1.0))


def combined(by_text: Iterable[TextHits]) -> tuple[TemplateHit, ...]:
    """The message's templates, each as the text found it where its worth is highest, in the order of that worth.

    Of equal worth, the more similar comes first, then the id decides.
    """
    hits = [hit for one in by_text for hit in one.templates]
    best: dict[str, TemplateHit] = {}
    for hit in sorted(hits, key=lambda hit: (-worth(hit), -hit.score, hit.template.id)):
        best.setdefault(hit.template.id, hit)
    return tuple(best.values())


def worth(hit: TemplateHit) -> float:
    """Probability times similarity: a greeting may be sure of something, and is near to nothing."""
    return hit.probability * max(hit.score, 0.0)
