"""What else was found on a draft's subject, written for holders of another product."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.types import SHARED, Passage, Template
from router.types import Draft, Found


def siblings(found: Found, draft: Draft) -> tuple[str, ...]:
    """The products between which the draft's answer differs; empty when it doesn't."""
    return _sibling_templates(found, draft) or _sibling_passages(found, draft)


def _sibling_templates(found: Found, draft: Draft) -> tuple[str, ...]:
    """The products whose template says something else about the same topic."""
    templates = [hit.template for hit in found.templates]
    used = next((one for one in templates if one.id == draft.template), None)
    if used is None or used.audience == SHARED:
        return ()
    others = [one.audience for one in templates if _same_topic(one, used) and one.body != used.body]
    return _two_or_more([used.audience, *others])


def _same_topic(one: Template, other: Template) -> bool:
    return (one.topic, one.language) == (other.topic, other.language) and one.audience != SHARED


def _sibling_passages(found: Found, draft: Draft) -> tuple[str, ...]:
    """The products whose passage under the same heading says something else and isn't used."""
    passages = [hit.passage for hit in found.passages]
    for used in (one for one in passages if one.id in draft.passages and one.products):
        others = [one for one in passages if _same_heading(one, used) and one.id not in draft.passages]
        products = _two_or_more([product for one in (used, *others) for product in one.products])
        if products:
            return products
    return ()


def _same_heading(one: Passage, other: Passage) -> bool:
    same_place = (one.article, one.heading) == (other.article, other.heading)
    return same_place and one.products != other.products and one.text != other.text


def _two_or_more(products: Sequence[str]) -> tuple[str, ...]:
    different = tuple(dict.fromkeys(products))
    return different if len(different) > 1 else ()
