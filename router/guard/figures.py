"""Every fact of a draft must stand in a source, or be the customer's own and marked so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.facts.carried import carried
from retrieval.facts.fact import Fact
from retrieval.facts.names import names_in
from retrieval.facts.plain import Sentence, sentences
from retrieval.facts.reading import facts_in
from router.guard.echoes import is_echo
from router.guard.facts_claims import LONGEST_MESSAGE, following_of
from router.guard.facts_sums import worked_out
from router.types import Finding

PUBLIC_ONLY = frozenset({"link", "e-mail address", "handle", "phone or account number"})
"""Kinds that must stand in the company's own texts: the customer's record is no source for them."""
_OPENS = re.compile(
    r"\W*(?P<name>[A-ZÄÖÜ][a-zäöüß]{2,})(?=['’]s\b|\s(?:is|was|has|had|have|will|would|told|said|says|may|might"
    r"|can|could|did|does|and|from|of|called|hat|ist|war|sagte|wird)\b)"
)


def uncarried(
    text: str, ours: Sequence[str], record: Sequence[str], message: str, names: str, products: Sequence[str] = ()
) -> Iterator[Finding]:
    """The facts of a plain text that nothing carries. ``names`` lists in words what was searched.

    A name of ``products`` needs no source; whose it is and who may see it is for others to check.
    """
    found = sentences(text)
    people = [*names_in(text), *_opening_names(found, message)]
    for place, sentence in enumerate(found):
        following = following_of(found, place)
        for fact in [*facts_in(sentence.text), *_within(people, sentence)]:
            sources = ours if fact.kind in PUBLIC_ONLY else [*ours, *record]
            sources = [*sources, *products] if fact.kind == "name" else sources
            before = sentence.text[: fact.start]
            if not carried(fact, sources, exact=True) and not is_echo(fact, sentence.text, before, message, following):
                yield _finding(fact, sentence, names, message, sources)


def _opening_names(found: Sequence[Sentence], message: str) -> Iterator[Fact]:
    """Words that begin a sentence, and that the customer writes with a capital only: Ravi, whom the mail names."""
    for sentence in found:
        match = _OPENS.match(sentence.text)
        name = match["name"] if match else ""
        if match and re.search(rf"\b{name}\b", message) and not re.search(rf"\b{name.lower()}\b", message):
            start = sentence.start + match.start("name")
            yield Fact("name", name.lower(), "", name, start, start + len(name))


def _within(people: Sequence[Fact], sentence: Sentence) -> Iterator[Fact]:
    """The names of one sentence, placed in it."""
    for one in people:
        if sentence.start <= one.start < sentence.end:
            start, end = one.start - sentence.start, one.end - sentence.start
            yield Fact(one.kind, one.value, one.unit, one.word, start, end)


def _finding(fact: Fact, sentence: Sentence, names: str, message: str, sources: Sequence[str]) -> Finding:
    wanted = f"the {fact.kind} {_in_words(fact)}"
    says = f"Looked for {wanted} in {names}: it stands in none of them."
    if how := worked_out(fact, sources):
        says += f" It may have been worked out ({how}): arithmetic is for a person."
    if carried(fact, [message[:LONGEST_MESSAGE]]):
        says += (
            f" Only the customer's message has it, and “{sentence.text.strip()[:120]}” doesn't mark it as their words"
            " or gives in to them."
        )
    return Finding(fact.kind, fact.word, says)


def _in_words(fact: Fact) -> str:
    if fact.kind in ("name", "named number"):
        return f"“{fact.word}”"
    return f"{fact.bound} {fact.measure}{f' a {fact.per}' if fact.per else ''}".strip()
