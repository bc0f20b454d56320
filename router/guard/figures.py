"""Every fact of a draft must stand in a source, or be the customer's own and marked so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval.facts.carried import carried
from retrieval.facts.fact import Fact
from retrieval.facts.plain import Sentence, sentences
from retrieval.facts.reading import facts_in
from router.guard.echoes import LONGEST_MESSAGE, is_echo
from router.types import Finding

PUBLIC_ONLY = frozenset({"link", "e-mail address", "phone or account number"})
"""Kinds that must stand in the company's own texts: the customer's record is no source for them."""


def uncarried(text: str, ours: Sequence[str], record: Sequence[str], message: str, names: str) -> Iterator[Finding]:
    """The facts of a plain text that nothing carries. ``names`` lists in words what was searched."""
    for sentence in sentences(text):
        for fact in facts_in(sentence.text):
            sources = ours if fact.kind in PUBLIC_ONLY else [*ours, *record]
            if not carried(fact, sources) and not is_echo(fact, sentence.text, sentence.text[: fact.start], message):
                yield _finding(fact, sentence, names, message)


def _finding(fact: Fact, sentence: Sentence, names: str, message: str) -> Finding:
    wanted = f"the {fact.kind} {_in_words(fact)}"
    says = f"Looked for {wanted} in {names}: it stands in none of them."
    if carried(fact, [message[:LONGEST_MESSAGE]]):
        says += (
            f" Only the customer's message has it, and “{sentence.text.strip()[:120]}” doesn't mark it as their words."
        )
    return Finding(fact.kind, fact.word, says)


def _in_words(fact: Fact) -> str:
    return f"{fact.bound} {fact.measure}".strip()
