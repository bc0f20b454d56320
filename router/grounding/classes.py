"""The class of each sentence of a finished text, and why: ours, documented by quotes, courtesy, or inferred.

A quote is widened to the whole sentences it was cut from before it is believed: what was left out may turn it round.
Where it stands in its passage more than once, the sentence must agree with every place. When in doubt the sentence is
inferred: such a draft is a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Protocol

from retrieval.facts.plain import stands_in
from retrieval.facts.reading import facts_in
from retrieval.types import Passage
from router.grounding.agreement import disagreement
from router.grounding.named import Source
from router.grounding.places import heading_of, places_in
from router.grounding.sentences import is_courtesy, sentences, whole_sentences
from router.grounding.words import content
from router.types import Grounding, Grounds, Quote

FEWEST_WORDS = 2
"""A quote with less than so many words and figures that say something can be found in any text."""

OURS, COURTESY = "our own words", "a greeting, thanks or a closing that states nothing"
HEADING, IN_PLACE = "the heading of what is told below it", "stands there as in its source, word for word"
CARRIED = "carried by what it quotes"


class Claimed(Protocol):
    """A sentence, and the words of a passage it is said to rest on."""

    @property
    def sentence(self) -> str: ...

    @property
    def passage(self) -> str: ...

    @property
    def quote(self) -> str: ...


def sources_of(passages: Sequence[Passage]) -> dict[str, Source]:
    """The texts that may be quoted by the ids of their passages, each with the headings and products over it."""
    return {
        one.id: Source(one.text, " > ".join([one.title, one.heading, *one.products]), heading_of(one), one.whole)
        for one in passages
    }


def grounds_of(text: str, ours: str, claims: Sequence[Claimed], passages: Mapping[str, Source]) -> tuple[Grounds, ...]:
    """Every sentence of a finished text. ``ours`` is the template as it reads without any word of a model's."""
    known, said = set(sentences(ours)), sentences(text)
    places = places_in(said, tuple(passages.values()))
    return tuple(
        Grounds(one, "template", OURS)
        if one in known
        else Grounds(one, "courtesy", HEADING)
        if at in places.headings
        else _grounds(one, claims, passages, at in places.told)
        for at, one in enumerate(said)
    )


def ours_alone(text: str) -> tuple[Grounds, ...]:
    """The sentences of a text that holds no word of a model's."""
    return tuple(Grounds(one, "template", OURS) for one in sentences(text))


def unjudged(text: str) -> tuple[Grounds, ...]:
    """The sentences of a text of quotes for the agent."""
    return tuple(
        Grounds(one, "inferred", "quoted for the agent; nobody has judged whether it answers")
        for one in sentences(text)
    )


def worst(grounds: Sequence[Grounds]) -> Grounding:
    """The class of a draft: that of its worst sentence. Courtesy alone answers nothing."""
    kinds = {one.kind for one in grounds}
    if "inferred" in kinds or not kinds - {"courtesy"}:
        return "inferred"
    return "template" if kinds == {"template"} else "documented"


def _grounds(sentence: str, claims: Sequence[Claimed], passages: Mapping[str, Source], in_place: bool) -> Grounds:
    if is_courtesy(sentence):
        return Grounds(sentence, "courtesy", COURTESY)
    mine = [claim for claim in claims if _speaks_of(claim, sentence)]
    quotes = tuple(dict.fromkeys(Quote(claim.passage, claim.quote) for claim in mine))
    missing = next(_missing(sentence, quotes, passages, in_place), "")
    if missing:
        return Grounds(sentence, "inferred", missing, quotes)
    return Grounds(sentence, "documented", IN_PLACE if in_place else CARRIED, quotes, in_place)


def _speaks_of(claim: Claimed, sentence: str) -> bool:
    return any(part in sentence or sentence in part for part in sentences(claim.sentence))


def _missing(sentence: str, quotes: Sequence[Quote], passages: Mapping[str, Source], in_place: bool) -> Iterator[str]:
    """What is missing. Words that stand as in their source say what it says, whatever they are."""
    if not quotes:
        yield "no quote"
        return
    for quote in quotes:
        yield from _unfit(quote, sentence, passages)
    if not in_place:
        yield from filter(None, (disagreement(sentence, sources) for sources in _places(quotes, passages)))


def _unfit(quote: Quote, sentence: str, passages: Mapping[str, Source]) -> Iterator[str]:
    if quote.passage not in passages:
        yield f"names passage {quote.passage}, which wasn't found"
    elif quote.words not in passages[quote.passage].text:
        yield "the quote doesn't stand there"
    elif len({*content(quote.words), *facts_in(quote.words)}) < FEWEST_WORDS and not stands_in(sentence, quote.words):
        yield "the quote is too short to mean anything"


def _places(quotes: Sequence[Quote], passages: Mapping[str, Source]) -> Iterator[list[Source]]:
    """The quotes in their whole sentences: a list for each place where a quote stands more than once."""
    widened = [
        [
            Source(one, passages[quote.passage].about)
            for one in whole_sentences(quote.words, passages[quote.passage].text)
        ]
        for quote in quotes
    ]
    for place in zip_longest(*widened):
        yield [found or all_of_it[0] for found, all_of_it in zip(place, widened, strict=True)]
