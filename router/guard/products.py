"""Each figure carries the product of the source it stands in: IM+'s fee is not IM's, though both may be seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.facts.carried import carried
from retrieval.facts.fact import Fact
from retrieval.facts.plain import Sentence, sentences, stands_in
from retrieval.facts.reading import facts_in
from retrieval.types import SHARED, PassageHit, Template
from router.guard.plain import read_plain
from router.types import Finding, Found

FIGURES = frozenset({"amount", "percentage", "duration", "date"})
CLOSE = 0.08
"""Passages whose cosine is so near to the best one's answer the same question."""

NamesIn = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Source:
    """A text that carries the draft, and the products whose figures stand in it (none for everybody's)."""

    name: str
    text: str
    products: frozenset[str] = frozenset()


def names_by_word(products: Sequence[str]) -> NamesIn:
    """Finds products by their names as written: longest first, never inside a word."""
    longest_first = sorted(set(products) - {SHARED}, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<![\\w]){re.escape(name)}(?![\\w+])" for name in longest_first) or r"(?!)")
    return lambda text: tuple(dict.fromkeys(pattern.findall(text)))


def wrong_products(text: str, sources: Sequence[Source], names_in: NamesIn) -> Iterator[Finding]:
    """Figures of one product that the draft gives to another. ``text`` is plain."""
    for sentence in sentences(text):
        if any(stands_in(sentence.text, source.text) for source in sources):
            continue
        for fact in facts_in(sentence.text):
            named = _named_for(fact, sentence, names_in)
            theirs = _products_of(fact, sources)
            if named and theirs and not named & theirs:
                says = (
                    f"“{fact.word}” is given as {_list(named)}'s, and of the sources used here it stands only in those "
                    f"of {_list(theirs)}."
                )
                yield Finding("product", fact.word, says)


def _products_of(fact: Fact, sources: Sequence[Source]) -> frozenset[str]:
    """The products that this figure belongs to; none when a text for everybody carries it, or no text at all."""
    carriers = [source for source in sources if carried(fact, [source.text])]
    if not carriers or not all(source.products for source in carriers):
        return frozenset()
    return frozenset().union(*(source.products for source in carriers))


def _named_for(fact: Fact, sentence: Sentence, names_in: NamesIn) -> frozenset[str]:
    """The product a sentence gives the figure to: the last one named before it, in sentences that name theirs
    afterwards the first one after it, else the heading's."""
    if fact.kind not in FIGURES and fact.kind != "count":
        return frozenset()
    everywhere = names_in(sentence.text)
    if not everywhere:
        return frozenset(names_in(sentence.heading))
    if len(everywhere) == 1 or "respectively" in sentence.text:
        return frozenset(everywhere)
    return frozenset(_nearest(fact, sentence, names_in))


def _nearest(fact: Fact, sentence: Sentence, names_in: NamesIn) -> tuple[str, ...]:
    first_figure = min(other.start for other in facts_in(sentence.text))
    if names_in(sentence.text[:first_figure]):
        return _last_named(sentence.text[: fact.start], names_in)
    return _first_named(sentence.text[fact.end :], names_in) or _last_named(sentence.text[: fact.start], names_in)


def _last_named(text: str, names_in: NamesIn) -> tuple[str, ...]:
    words = text.split(" ")
    return next((names for at in range(len(words), -1, -1) if (names := names_in(" ".join(words[at:])))), ())[-1:]


def _first_named(text: str, names_in: NamesIn) -> tuple[str, ...]:
    words = text.split(" ")
    return next((names for at in range(len(words) + 1) if (names := names_in(" ".join(words[:at])))), ())[:1]


def differs_by_product(
    text: str, template: Template | None, sources: Sequence[Source], found: Found, names_in: NamesIn
) -> Iterator[Finding]:
    """Figures that another product of this customer's has otherwise, where the customer named no product.

    A draft that names that product too has told both.
    """
    facts = [fact for fact in facts_in(text) if fact.kind in FIGURES]
    named = frozenset(names_in(text))
    rivals = [*_siblings(template, found), *_close_passages(found.passages, sources)]
    for fact in facts:
        theirs = _products_of(fact, sources)
        for rival in rivals:
            if theirs and not theirs & rival.products and not rival.products <= named and _says_otherwise(fact, rival):
                says = (
                    f"“{fact.word}” is {_list(theirs)}'s. The customer named no product, and {rival.name} says "
                    f"something else for {_list(rival.products)}: the reply has to name both, each with its own."
                )
                yield Finding("differs by product", fact.word, says)
                break


def _siblings(template: Template | None, found: Found) -> Iterator[Source]:
    if template is None:
        return
    for other in (hit.template for hit in found.templates):
        same_question = (other.topic, other.language) == (template.topic, template.language)
        if same_question and other.audience not in (template.audience, SHARED):
            yield Source(f"template {other.id}", read_plain(other.body), frozenset({other.audience}))


def _close_passages(hits: Sequence[PassageHit], sources: Sequence[Source]) -> Iterator[Source]:
    best = max((hit.score for hit in hits), default=0.0)
    for hit in hits:
        source = passage_source(hit)
        if hit.score >= best - CLOSE and source.products and source not in sources:
            yield source


def passage_source(hit: PassageHit) -> Source:
    """A passage as a source: its own products, else its audience's."""
    passage = hit.passage
    own = frozenset(passage.products) or frozenset({passage.audience}) - {SHARED}
    words = "\n".join(map(read_plain, (passage.title, passage.heading, passage.text)))
    return Source(f"passage {passage.id}", words, own)


def _says_otherwise(fact: Fact, rival: Source) -> bool:
    alike = [other for other in facts_in(rival.text) if (other.kind, other.unit) == (fact.kind, fact.unit)]
    return bool(alike) and not carried(fact, [rival.text])


def _list(names: frozenset[str]) -> str:
    return " and ".join(sorted(names))
