"""Which template carries the reply, which passages may stand beside it, and whether the product is clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.types import SHARED, Passage, PassageHit, Template, TemplateHit


@dataclass(frozen=True, slots=True)
class WriteLimits:
    """Cosines a find must reach, and how far a template must be ahead of the next one on another topic."""

    template_floor: float = 0.62
    template_margin: float = 0.03
    passage_floor: float = 0.45
    most_passages: int = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """The template, None when none is good enough; ``reason`` says why it was taken or what was in the way."""

    template: Template | None
    reason: str


def choose_template(hits: Sequence[TemplateHit], limits: WriteLimits) -> Choice:
    """The best template, if it is good enough and no other topic comes close."""
    if not hits:
        return Choice(None, "no template was found")
    best = max(hits, key=lambda hit: hit.score)
    if best.score < limits.template_floor:
        return Choice(None, f"the best template, {best.template.id}, scored {best.score:.2f}: too low")
    other = max((hit for hit in hits if hit.template.topic != best.template.topic), key=_score, default=None)
    if other is not None and best.score - other.score < limits.template_margin:
        return Choice(None, f"templates {best.template.id} and {other.template.id} came too close to each other")
    return Choice(best.template, f"template {best.template.id} scored {best.score:.2f}")


def unclear_products(template: Template, hits: Sequence[TemplateHit], named: Sequence[str]) -> tuple[str, ...]:
    """The products whose siblings of the template say something else, when the message names no product.

    Empty when it is clear which product is meant. A sibling counts whatever its score: how near its examples are
    says nothing about which product is meant.
    """
    if named or template.audience == SHARED:
        return ()
    siblings = {
        hit.template.audience
        for hit in hits
        if (hit.template.topic, hit.template.language) == (template.topic, template.language)
        and hit.template.audience != SHARED
        and hit.template.body != template.body
    }
    return tuple(sorted({template.audience, *siblings})) if siblings else ()


def usable_passages(
    hits: Sequence[PassageHit], template: Template | None, named: Sequence[str], limits: WriteLimits
) -> tuple[Passage, ...]:
    """The best passages. Beside a template only those of its product, so that no figure of another one slips in."""
    good = [hit.passage for hit in sorted(hits, key=_score, reverse=True) if hit.score >= limits.passage_floor]
    if template is not None:
        allowed = {SHARED, *([template.audience] if template.audience != SHARED else named)}
        good = [one for one in good if one.audience in allowed and set(one.products) <= allowed]
    return tuple(good[: limits.most_passages])


def mixed_products(passages: Sequence[Passage], named: Sequence[str]) -> tuple[str, ...]:
    """The products whose figures stand side by side in these passages, when the message names none of them."""
    products = sorted({product for passage in passages for product in passage.products})
    return tuple(products) if len(products) > 1 and not named else ()


def audience_of(passages: Sequence[Passage]) -> str:
    """For whom a text from these passages is: the products' audiences, joined by a comma, else everybody."""
    audiences = sorted({passage.audience for passage in passages} - {SHARED})
    return ", ".join(audiences) or SHARED


def _score(hit: TemplateHit | PassageHit) -> float:
    return hit.score
