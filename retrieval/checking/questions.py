"""Golden questions: each asked once, in other words than the examples, of people who may see the answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from retrieval.checking.finding import Finding, Place, error, warning
from retrieval.checking.library import Library
from retrieval.checking.texts import key_of
from retrieval.golden import GoldenQuestion


def check_questions(library: Library, today: date) -> Iterator[Finding]:
    """Questions that prove nothing, stand twice, or expect what is meant for others."""
    examples = {key_of(text): place for one in library.templates for text, place in one.examples()}
    asked: dict[tuple[str, tuple[str, ...]], Place] = {}
    for question in library.questions:
        place = Place(library.golden_path, question.line)
        first = asked.setdefault((key_of(question.question), question.audiences), place)
        if first != place:
            yield error(place, f'"{question.question}" is asked of the same people at {first}; remove one', first)
        if example := examples.get(key_of(question.question)):
            says = f'"{question.question}" is an example of a template ({example}), so it proves nothing;'
            yield warning(place, f"{says} ask it in other words", example)
    yield from _for_others(library)


def _for_others(library: Library) -> Iterator[Finding]:
    templates = {one.template.id: {one.template.audience} for one in library.templates}
    articles: dict[str, set[str]] = defaultdict(set)
    names = {article.path: article.text("id") for article in library.articles}
    for said in library.said:
        articles[names.get(said.place.path, "")].add(said.audience)
    for question in library.questions:
        for name, audiences in ((question.template, templates), (question.article, articles)):
            if name and audiences.get(name) and not audiences[name] & set(question.audiences):
                yield error(Place(library.golden_path, question.line), _says(name, audiences[name], question))


def _says(name: str, audiences: set[str], question: GoldenQuestion) -> str:
    whom = ", ".join(question.audiences)
    return f"{name} is for {', '.join(sorted(audiences))}, and this asks as somebody who is told {whom}; correct one"
