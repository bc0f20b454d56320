"""Which template carries the reply, which passages may stand beside it, and whether the product is clear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.facts.plain import stands_in
from retrieval.types import SHARED, Passage, PassageHit, Template, TemplateHit
from router.grounding.sentences import sentences
from router.types import Found


@dataclass(frozen=True, slots=True)
class WriteLimits:
    """The cosine that a passage must reach, and how many of them a draft may rest on.

    ``passage_gap``: how far below the best one a passage may lie, when only one thing is asked. A tighter one loses
    passages that golden questions are answered from.
    """

    passage_floor: float = 0.45
    most_passages: int = 5
    passage_gap: float = 0.08


SURE_PASSAGE = 0.55
"""The cosine from which passages may answer without a look. Of 24 golden questions that they answer 23 were nearer; of
ten messages of a bank's customers, eight of which no article answers, two."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The template, None when none is good enough; ``reason`` says why it was taken or what was in the way."""

    template: Template | None
    reason: str


def choose_template(found: Found, languages: Sequence[str] = ()) -> Choice:
    """The most probable template, if it is probable enough and the message is about something of ours at all.

    Of a topic's templates one in the first of ``languages`` that any of them has is taken; without languages any.
    """
    if not found.templates:
        return Choice(None, "no template was found")
    best = max(found.templates, key=_probability)
    if best.probability < found.levels.suggest:
        return Choice(None, f"the best template, {best.template.id}, fits with {percent(best.probability)}: too low")
    if found.ours < found.levels.ours:
        doubt = f"there is a template for it at all: {percent(found.ours)}, needed {percent(found.levels.ours)}"
        return Choice(None, f"the best template is {best.template.id}, and it is doubtful that {doubt}")
    return _in_language(best, found.templates, languages)


def _in_language(best: TemplateHit, hits: Sequence[TemplateHit], languages: Sequence[str]) -> Choice:
    says = f"fits with {percent(best.probability)}"
    for language in languages or (best.template.language,):
        alike = [hit for hit in hits if _says_it_in(language, hit.template, best.template)]
        if alike:
            template = max(alike, key=lambda hit: (hit.template.id == best.template.id, hit.score)).template
            return Choice(template, f"template {template.id} {says}")
    return Choice(
        None, f"the best template, {best.template.id}, {says} and is written in {best.template.language} only"
    )


def _says_it_in(language: str, one: Template, best: Template) -> bool:
    return (one.language, one.topic, one.audience) == (language, best.topic, best.audience)


def percent(probability: float) -> str:
    """A probability as people read it; what rounds to 100 % isn't certain."""
    return f"{min(probability, 0.999) * 100:.0f} %" if probability < 0.99 else f"{min(probability, 0.999) * 100:.1f} %"


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
    hits: Sequence[PassageHit],
    template: Template | None,
    named: Sequence[str],
    limits: WriteLimits,
    several_asked: bool = False,
) -> tuple[Passage, ...]:
    """The best passages. Beside a template only those of its product, so that no figure of another one slips in.

    What lies far below the best says nothing on the question, unless several are asked; what the template or a better
    passage says word for word need not be said again.
    """
    best_first = sorted(hits, key=lambda hit: hit.score, reverse=True)
    floor = limits.passage_floor
    if best_first and not several_asked:
        floor = max(floor, best_first[0].score - limits.passage_gap)
    good = [hit.passage for hit in best_first if hit.score >= floor]
    if template is not None:
        allowed = {SHARED, *([template.audience] if template.audience != SHARED else named)}
        good = [one for one in good if one.audience in allowed and set(one.products) <= allowed]
    return _that_say_more(good, template)[: limits.most_passages]


def _that_say_more(passages: Sequence[Passage], template: Template | None) -> tuple[Passage, ...]:
    """The passages without those whose every sentence was said before, of the same product and for the same people, by
    itself or inside another one."""
    said: dict[tuple[str, ...], list[str]] = defaultdict(list)
    if template is not None:
        of = () if template.audience == SHARED else (template.audience,)
        said[template.audience, *of].append(template.body)
    more: list[Passage] = []
    for passage in passages:
        known = said[passage.audience, *passage.products]
        if not all(any(stands_in(one, text) for text in known) for one in sentences(passage.text)):
            more.append(passage)
            known.append(passage.text)
    return tuple(more)


def mixed_products(passages: Sequence[Passage], named: Sequence[str]) -> tuple[str, ...]:
    """The products whose figures stand side by side in these passages, when the message names none of them."""
    products = sorted({product for passage in passages for product in passage.products})
    return tuple(products) if len(products) > 1 and not named else ()


def audience_of(passages: Sequence[Passage]) -> str:
    """For whom a text from these passages is: the products' audiences, joined by a comma, else everybody."""
    audiences = sorted({passage.audience for passage in passages} - {SHARED})
    return ", ".join(audiences) or SHARED


def _probability(hit: TemplateHit) -> float:
    return hit.probability
