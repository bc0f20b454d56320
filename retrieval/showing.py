"""What a search found, for people and for machines."""

from __future__ import annotations

from retrieval.types import Hits


def as_json(hits: Hits) -> dict[str, object]:
    """Templates and passages with their figures, and what the version makes of them."""
    templates: list[dict[str, object]] = [
        {
            "id": hit.template.id,
            "audience": hit.template.audience,
            "score": round(hit.score, 4),
            "probability": round(hit.probability, 4),
        }
        for hit in hits.templates
    ]
    passages: list[dict[str, object]] = [
        {
            "id": hit.passage.id,
            "audience": hit.passage.audience,
            "score": round(hit.score, 4),
            "text": hit.passage.text,
        }
        for hit in hits.passages
    ]
    levels = {"suggest": hits.levels.suggest, "sure": hits.levels.sure, "ours": hits.levels.ours}
    return {
        "templates": templates,
        "passages": passages,
        "ours": round(hits.ours, 4),
        "levels": {name: round(level, 4) for name, level in levels.items()},
    }


def _by_its_levels(hits: Hits) -> str:
    """What the service would make of the first template."""
    if not hits.suggested:
        return f"no draft: that takes {hits.levels.suggest:.0%} for a template and {hits.levels.ours:.0%} for ours"
    sure = hits.suggested.probability >= hits.levels.sure
    return "sure" if sure else f"worth a draft for a person; sure from {hits.levels.sure:.0%}"


def in_words(hits: Hits) -> str:
    """A line for each template and passage."""
    lines = ["templates (probability, similarity)"]
    lines += [
        f"  {hit.probability:4.0%}  {hit.score:.3f}  {hit.template.audience:8} {hit.template.id}"
        for hit in hits.templates
    ]
    lines += [f"ours: {hits.ours:.0%}; {_by_its_levels(hits)}", "passages"]
    for passage in hits.passages:
        first = " ".join(passage.passage.text.split())[:90]
        lines.append(f"  {passage.score:.3f}  {passage.passage.audience:8} {passage.passage.id}  {first}")
    return "\n".join(lines)
