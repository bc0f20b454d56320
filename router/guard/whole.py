"""Whether a template that a model fitted still says what it said: true sentences mislead once their limits are gone.

A whole paragraph or list item may be left out. What stays keeps its order, is said once, and keeps the sentences that
limit it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.facts.plain import sentences, words_of
from router.types import Finding

KIND = "template"
_LIMITS = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|cannot|can't|without|neither|nor|only|unless|except|if|until|before|after|"
    r"must|at most|at least|but|however|otherwise|nicht|kein\w*|nie|nur|außer|wenn|falls|bis|muss|aber|sonst)\b",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\{\{[^{}]*\}\}")


def changed(text: str, template: str) -> Iterator[Finding]:
    """What of the template's own sentences a plain draft has lost, moved or said again. ``template`` is plain too."""
    said = _spoken(text)
    paragraphs = [_sentences(line) for line in template.splitlines()]
    for paragraph in paragraphs:
        yield from _lost(paragraph, said)
    kept = [one for paragraph in paragraphs for one in paragraph if _spoken(one) in said]
    yield from _said_again(kept, said)
    yield from _moved(kept, said)


def _sentences(line: str) -> list[str]:
    """Those without a blank: what fills one is another's to check."""
    return [one.text.strip() for one in sentences(line) if words_of(one.text) and not _BLANK.search(one.text)]


def _spoken(text: str) -> str:
    return f" {' '.join(words_of(text))} "


def _lost(paragraph: Sequence[str], said: str) -> Iterator[Finding]:
    missing = [one for one in paragraph if _spoken(one) not in said]
    if len(missing) == len(paragraph):
        return
    for one in missing:
        if _LIMITS.search(one):
            says = f"“{one}” limits what the template says beside it, and the draft left it out or changed it."
            yield Finding(KIND, one, says)


def _said_again(kept: Sequence[str], said: str) -> Iterator[Finding]:
    ours = _spoken("\n".join(kept))
    for one in dict.fromkeys(kept):
        if said.count(_spoken(one)) > ours.count(_spoken(one)):
            yield Finding(KIND, one, f"“{one}” is said more often than the template says it.")


def _moved(kept: Sequence[str], said: str) -> Iterator[Finding]:
    furthest = -1
    for one in kept:
        place = said.find(_spoken(one), furthest + 1) if furthest >= 0 else said.find(_spoken(one))
        if place < 0:
            yield Finding(
                KIND, one, f"“{one}” stands elsewhere than in the template, where it may mean something else."
            )
            return
        furthest = place
