"""The matcher of one version: what it was taught, and its judgement of texts."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import Vectors
from retrieval.matching.scores import Blend, Evidence, Examples, Scores, log_softmax, signal
from retrieval.types import Levels

FOREIGN = "\t"


def foreign_topic(topic: str, language: str) -> str:
    """The name of a topic's examples in a language that the model doesn't understand: they are a topic apart.

    So they are found in their own words, and neither take from what the others say nor add to it.
    """
    return f"{topic}{FOREIGN}{language}"


@dataclass(frozen=True, slots=True)
class Sign:
    """How the signal becomes a probability that a text is ours: a half at ``middle``."""

    slope: float = 0.8
    middle: float = -6.0

    def of(self, signals: NDArray[np.float64]) -> NDArray[np.float64]:
        """Between 0 and 1, rising with the signal."""
        return np.asarray(1 / (1 + np.exp(-np.clip(self.slope * (signals - self.middle), -500, 500))))


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """For each text: the probability of each topic (rows add up to 1 or less), and that the text is ours."""

    topics: tuple[str, ...]
    probabilities: Scores
    ours: NDArray[np.float64]

    def probability(self, text: int, topic: str, language: str) -> float:
        """That of a template's topic in its language; none when nothing was taught of it."""
        foreign = foreign_topic(topic, language)
        name = foreign if foreign in self.topics else topic
        return float(self.probabilities[text, self.topics.index(name)]) if name in self.topics else 0.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """How well examples found their topic when they were left out of the training, in shares of 1.

    ``examples`` were taught, ``asked`` of them could be asked when left out, ``right`` found their topic, ``sure`` were
    answered at the level of that name, ``kept`` counted as ours. ``caught`` of the ``unanswered`` questions did not.
    """

    examples: int = 0
    asked: int = 0
    right: float = 0.0
    sure: float = 0.0
    kept: float = 0.0
    unanswered: int = 0
    caught: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """All that a search needs, for queries of the model whose vectors it was taught.

    ``examples``, ``coefficients`` (one row a topic) and ``intercepts`` have one topic more than ``topics`` when there
    were questions without a template: they are the last one, which takes probability and never answers.
    """

    topics: tuple[str, ...]
    examples: Examples
    coefficients: Vectors
    intercepts: NDArray[np.float32]
    blend: Blend = field(default_factory=Blend)
    sign: Sign = field(default_factory=Sign)
    levels: Levels = field(default_factory=Levels)
    lesson: Lesson = field(default_factory=Lesson)
    _means: Vectors = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_means", self.examples.means())

    def judge(self, texts: Vectors) -> Judgement:
        """The judgement of each text; one that was taught nothing finds nothing probable and nothing ours."""
        if not self.topics:
            return Judgement((), np.empty((len(texts), 0)), np.zeros(len(texts)))
        evidence = self.evidence(texts)
        found = self.blend.log_probabilities(evidence)
        ours = self.sign.of(signal(found, evidence, len(self.topics)))
        return Judgement(self.topics, np.exp(found[:, : len(self.topics)]), ours)

    def evidence(self, texts: Vectors) -> Evidence:
        """What speaks for each topic, the one without a template included."""
        straight = (texts @ self.coefficients.T + self.intercepts).astype(np.float64)
        alike = (texts @ self._means.T).astype(np.float64)
        return Evidence(log_softmax(straight), self.examples.nearest(texts), alike)


NOTHING_TAUGHT = Matcher(
    (),
    Examples(np.empty((0, 0), dtype=np.float32), np.empty(0, dtype=np.int64)),
    np.empty((0, 0), dtype=np.float32),
    np.empty(0, dtype=np.float32),
)
