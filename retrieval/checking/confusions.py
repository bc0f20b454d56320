"""Which templates are mistaken for which: each example is asked while the matcher does not know it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from retrieval.checking.finding import Place
from retrieval.checking.library import Library
from retrieval.embedding import Embedder, Vector, Vectors, finite
from retrieval.matching.matcher import foreign_topic
from retrieval.types import Template

NOTHING = "a question without a template"


@dataclass(frozen=True, slots=True)
class Example:
    """An example question, whose it is, and where it stands."""

    text: str
    place: Place
    template: Template


@dataclass(frozen=True, slots=True)
class Mistake:
    """An example that was taken for another topic's: how probable that was, and the example there that is nearest."""

    text: str
    place: Place
    probability: float
    nearest: str
    whose: str
    where: Place | None


@dataclass(frozen=True, slots=True)
class Confusion:
    """A template whose examples are taken for another topic's. ``of`` is how many it was asked with."""

    template: str
    topic: str
    of: int
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class Confusions:
    """All of them, the most frequent first. ``asked`` examples were left out, ``right`` of them found their topic."""

    asked: int
    right: int
    found: tuple[Confusion, ...]


def confusions(library: Library, unanswered: Sequence[str], embedder: Embedder, languages: Sequence[str]) -> Confusions:
    """Ask each example in a language that the model understands, as if it were not there."""
    from retrieval.matching.asking import guesses  # brings scikit-learn

    examples = [Example(text, place, one.template) for one in library.templates for text, place in one.examples()]
    texts = [one.text for one in examples] + list(unanswered)
    if not texts:
        return Confusions(0, 0, ())
    vectors = finite(embedder.embed(texts))
    topics = [_topic(one.template, languages) for one in examples]
    own, others = vectors[: len(examples)], vectors[len(examples) :]
    guessed = guesses(own, topics, others)
    wrong = {at: guess for at, guess in guessed.items() if guess.topic != topics[at]}
    asked = Counter(examples[at].template.id for at in guessed)
    pairs: dict[tuple[str, str], list[Mistake]] = defaultdict(list)
    for at, guess in sorted(wrong.items()):
        near = _nearest(own[at], own, [topic == guess.topic for topic in topics])
        pairs[examples[at].template.id, guess.topic].append(_mistake(examples[at], guess.probability, examples, near))
    found = [Confusion(name, topic, asked[name], tuple(mistakes)) for (name, topic), mistakes in pairs.items()]
    found.sort(key=lambda one: (-len(one.mistakes), one.template, one.topic))
    return Confusions(len(guessed), len(guessed) - len(wrong), tuple(found))


def _topic(template: Template, languages: Sequence[str]) -> str:
    understood = template.language in languages
    return template.topic if understood else foreign_topic(template.topic, template.language)


def _nearest(vector: Vector, vectors: Vectors, among: Sequence[bool]) -> int | None:
    """The place of the nearest of some examples, None when there are none."""
    return int(np.where(among, vectors @ vector, -2.0).argmax()) if any(among) else None


def _mistake(one: Example, probability: float, examples: Sequence[Example], near: int | None) -> Mistake:
    other = examples[near] if near is not None else None
    return Mistake(
        one.text,
        one.place,
        probability,
        other.text if other else "",
        other.template.id if other else "",
        other.place if other else None,
    )


def in_words(told: Confusions) -> str:
    """A table of templates, each pair with its examples."""
    if not told.asked:
        return "no example can be left out: write at least two for each topic"
    share = told.right / told.asked
    lines = [f"{told.right} of {told.asked} examples ({share:.1%}) find their topic when they are left out"]
    for one in told.found:
        lines.append(f"\n{one.template} is taken for {one.topic or NOTHING}: {len(one.mistakes)} of {one.of} examples")
        lines += [f"  {line}" for mistake in one.mistakes for line in _lines(mistake)]
    return "\n".join([*lines, *_advice(told)])


def _lines(mistake: Mistake) -> Iterator[str]:
    yield f'{mistake.probability:4.0%}  "{mistake.text}" ({mistake.place})'
    if mistake.whose:
        yield f'      nearest there: "{mistake.nearest}" of {mistake.whose}'


def _advice(told: Confusions) -> list[str]:
    if not told.found:
        return []
    return [
        "\nAn example in words that two topics share helps neither: say it in words that one of them has, or move it.",
        "Where a topic is taken for another again and again, write more examples for it, or join the two.",
    ]


def as_json(told: Confusions) -> dict[str, object]:
    """The same for machines. A ``topic`` that is empty stands for a question without a template."""
    return {
        "asked": told.asked,
        "right": told.right,
        "confusions": [
            {
                "template": one.template,
                "topic": one.topic,
                "of": one.of,
                "examples": [asdict(mistake) for mistake in one.mistakes],
            }
            for one in told.found
        ],
    }
