"""The second look at the segment wall: what stands only in other audiences' texts must not stand in a reply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from retrieval.facts.carried import carried
from retrieval.facts.plain import plain, sentences, words_of
from retrieval.facts.reading import facts_in
from router.guard.products import NamesIn, names_by_word
from router.types import Finding

RUN = 6
"""So many words in a row are no accident."""

Runs = frozenset[tuple[str, ...]]


def leaks(
    draft_text: str,
    allowed_texts: Sequence[str],
    outside_texts: Sequence[str],
    names_not_visible: Sequence[str] = (),
    names_in: NamesIn | None = None,
) -> tuple[Finding, ...]:
    """Runs of words, and figures beside a product's name, that come from texts this customer may not see.

    ``names_not_visible`` are products outside what the customer may see; ``names_in`` finds products in a sentence.
    """
    found = [*_word_runs(draft_text, allowed_texts, outside_texts)]
    found += _figures(
        draft_text,
        allowed_texts,
        outside_texts,
        frozenset(names_not_visible),
        names_in or names_by_word(names_not_visible),
    )
    return tuple(found)


def _word_runs(draft_text: str, allowed: Sequence[str], outside: Sequence[str]) -> Iterator[Finding]:
    words = words_of(draft_text)
    theirs, ours = _runs(tuple(outside)), tuple(allowed)
    end = 0
    for start in range(len(words) - RUN + 1):
        run = tuple(words[start : start + RUN])
        if start >= end and run in theirs and run not in _runs(ours):  # those are others at each ticket
            end = start + RUN
            says = f"“{' '.join(run)}” stands only in texts for products that this customer may not see."
            yield Finding("segment wall", " ".join(run), says)


@lru_cache(maxsize=64)
def _runs(texts: tuple[str, ...]) -> Runs:
    return frozenset(
        tuple(words[start : start + RUN])
        for words in (words_of(text) for text in texts)
        for start in range(len(words) - RUN + 1)
    )


def _figures(
    draft_text: str,
    allowed: Sequence[str],
    outside: Sequence[str],
    hidden: frozenset[str],
    names_in: NamesIn,
) -> Iterator[Finding]:
    for sentence in sentences(plain(draft_text)):
        names = hidden & {*names_in(sentence.text), *names_in(sentence.heading)}
        for fact in facts_in(sentence.text) if names else ():
            if carried(fact, outside) and not carried(fact, allowed):
                says = (
                    f"“{fact.word}” beside {', '.join(sorted(names))} stands only in texts this customer may not see."
                )
                yield Finding("segment wall", fact.word, says)
