"""Whether the facts and names of a sentence stand in its quotes, each fact beside the name it was said of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.facts.carried import is_among
from retrieval.facts.fact import Fact
from retrieval.facts.plain import plain
from retrieval.facts.reading import facts_in
from router.grounding.words import FUNCTION, TOKEN, has, key, tokens

_GERMAN = r"der|die|das|und|ist|nicht|Sie|wir|ein|eine|für|mit|wenn|den|dem|zu|von|kein|keine|bitte|wird|werden|bis"
_PRODUCT = re.compile(r"(?<![\w+])(?:[A-Z][A-Z0-9]*\+?|[A-Z][a-z]+\+)(?![\w+])")
"""Capitals alone: IM, IM+, NEFT, PAN."""
NOT_THERE = "isn't in the quote"
_TO = re.compile(r"\s*(?:-|–|—|to|bis)\s*", re.IGNORECASE)
_E_MAIL = re.compile(r"\be-?mail", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A quoted sentence, and what stands over it: the title, the heading, the products of its passage.

    ``heading``: the line that a reply shows a whole passage below. ``whole``: it is all that stands below it.
    """

    text: str
    about: str = ""
    heading: str = ""
    whole: bool = False


def missing_facts(sentence: str, sources: Sequence[Source]) -> Iterator[str]:
    """Facts that no quote holds, that it holds of another name, or of a range only half of which is told."""
    for fact in facts_in(sentence):
        holders = [(source, other) for source in sources for other in facts_in(source.text) if is_among(fact, [other])]
        if not holders:
            yield f"{fact.kind} {fact.word} {NOT_THERE}"
        elif not any(_of_one_name(fact, sentence, source, other) for source, other in holders):
            yield f"the quote says {fact.word} of something else"
        elif not any(_whole(other, source, sentence) for source, other in holders):
            yield f"the quote gives a range, of which {fact.word} is a part"


def _of_one_name(fact: Fact, sentence: str, source: Source, other: Fact) -> bool:
    mine = _product_of(fact, sentence)
    theirs = _product_of(other, source.text)
    return not mine or mine == theirs or (not theirs and mine in _products(source.about)) or mine in fact.word


def _product_of(fact: Fact, text: str) -> str:
    """The product named last before the fact, else the first one behind it."""
    text = plain(text)
    before, behind = _products(text[: fact.start]), _products(text[fact.end :])
    return before[-1] if before else behind[0] if behind else ""


def _products(text: str) -> list[str]:
    return _PRODUCT.findall(text)


def _whole(other: Fact, source: Source, sentence: str) -> bool:
    """Whether both ends of a range are told, where the fact is one of them."""
    text = plain(source.text)
    return all(
        is_among(end, facts_in(sentence))
        for end in facts_in(source.text)
        if (end.kind, end.unit) == (other.kind, other.unit) and end != other and _is_range(text, end, other)
    )


def _is_range(text: str, one: Fact, other: Fact) -> bool:
    first, second = sorted((one, other), key=lambda fact: fact.start)
    return first.start == second.start or _TO.fullmatch(text[first.end : second.start]) is not None


def missing_names(sentence: str, sources: Sequence[Source]) -> Iterator[str]:
    """Names of people, products and things that no quote has. In German every noun looks like one: there only products
    are told from other words."""
    words = {word for source in sources for word in tokens(f"{source.text} {source.about}")}
    known = {word.casefold() for word in words} | {key(word) for word in words}
    for name in dict.fromkeys([*_products(_bare(sentence)), *_capitalised(sentence)]):
        if name.casefold() not in known and (name.endswith("+") or key(name) not in known):
            yield f"names {name}, no quote has it"


def _bare(text: str) -> str:
    """Without what the facts have read: a reference or a currency is no name."""
    text = plain(text)
    for fact in facts_in(text):
        text = text[: fact.start] + " " * (fact.end - fact.start) + text[fact.end :]
    return _E_MAIL.sub("email", re.sub(r"\[[^\[\]]*\]|https?://\S+", " ", text))


def _capitalised(sentence: str) -> Iterator[str]:
    if len(re.findall(rf"\b(?:{_GERMAN})\b", sentence)) >= 2 or has("Ihr|Ihre|Ihnen", sentence):
        return
    text = _bare(sentence)
    found = list(TOKEN.finditer(text))
    for at, match in enumerate(found):
        word = match.group()
        if not word[0].isupper() or word.casefold() in FUNCTION or len(word) < 2:
            continue
        begins = at == 0 or re.search(r"[:.!?“\"(>•*-]\s*$", text[: match.start()])
        pair = at + 1 < len(found) and found[at + 1].group()[0].isupper() and text[match.end() : match.end() + 1] == " "
        if not begins or (
            pair and found[at + 1].group().istitle() and found[at + 1].group().casefold() not in FUNCTION
        ):
            yield word
