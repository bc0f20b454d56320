"""The arithmetic that training and searching share. Numpy alone, no I/O."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import Vectors

Scores = NDArray[np.float64]
"""One row a text, one column a topic."""

LEAST = 1e-3
"""Similarities below count as this: the signal takes their logarithm."""
NONE = -1.0
"""Similarity to a topic that has no example."""
UNKNOWN = -50.0
"""Log probability of a topic that the regression was not taught."""
ROWS = 512
"""Texts compared with all examples at a time, which bounds the memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Example vectors ordered by topic; ``starts`` has the first row of each topic (none is empty)."""

    vectors: Vectors
    starts: NDArray[np.int64]

    def nearest(self, texts: Vectors) -> Scores:
        """The cosine of each topic's nearest example."""
        if not len(self.starts):
            return np.empty((len(texts), 0))
        parts = [texts[at : at + ROWS] @ self.vectors.T for at in range(0, len(texts), ROWS)]
        best = [np.maximum.reduceat(part, self.starts, axis=1) for part in parts]
        return np.concatenate(best).astype(np.float64) if best else np.empty((0, len(self.starts)))

    def means(self) -> Vectors:
        """The direction of each topic's examples taken together, of length 1; zeros where they cancel out."""
        sums = np.add.reduceat(self.vectors, self.starts, axis=0) if len(self.starts) else self.vectors[:0]
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.asarray(sums / np.where(lengths == 0, 1, lengths), dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What speaks for each topic: the regression's log probability, its nearest example and its mean (cosines)."""

    regression: Scores
    nearest: Scores
    means: Scores

    def of(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> Evidence:
        """That of some texts."""
        return Evidence(self.regression[rows], self.nearest[rows], self.means[rows])

    @classmethod
    def joined(cls, parts: Sequence[Evidence]) -> Evidence:
        """That of all texts of the parts, one after the other."""
        if not parts:
            return nothing_known(0, 0)
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__slots__))

    def without(self, topics: NDArray[np.int64]) -> Evidence:
        """As if the index had nothing of one topic, another for each text."""
        rows = np.arange(len(topics))
        hidden = Evidence(self.regression.copy(), self.nearest.copy(), self.means.copy())
        hidden.regression[rows, topics] = UNKNOWN
        hidden.nearest[rows, topics] = hidden.means[rows, topics] = NONE
        return hidden


def nothing_known(texts: int, topics: int) -> Evidence:
    """Evidence that speaks for no topic."""
    shape = (texts, topics)
    return Evidence(np.full(shape, UNKNOWN), np.full(shape, NONE), np.full(shape, NONE))


@dataclass(frozen=True, slots=True)
class Blend:
    """How the regression and the nearest examples become one probability.

    ``weight`` is the part of the nearest examples, ``width`` the difference in cosine that makes one e times likelier
    than another, ``temperature`` makes the result as sure as it is right.
    """

    weight: float = 0.3
    width: float = 0.05
    temperature: float = 0.7

    def log_probabilities(self, evidence: Evidence) -> Scores:
        """The log probability of each topic."""
        mixed = (1 - self.weight) * evidence.regression + self.weight * log_softmax(evidence.nearest / self.width)
        return log_softmax(mixed / self.temperature)


def signal(log_probabilities: Scores, evidence: Evidence, topics: int) -> NDArray[np.float64]:
    """How much a text looks like anything of ours: high when one topic is probable and near, over the first ``topics``.

    The columns after them are no topics of ours.
    """
    if not topics:
        return np.full(len(log_probabilities), -np.inf)
    near = np.log(np.clip(evidence.nearest[:, :topics].max(axis=1), LEAST, 1.0))
    alike = np.log(np.clip(evidence.means[:, :topics].max(axis=1), LEAST, 1.0))
    return np.asarray(log_probabilities[:, :topics].max(axis=1) + 3 * near + 3 * alike)


def log_softmax(scores: Scores) -> Scores:
    """Each row's logarithms of shares that add up to 1."""
    if not scores.shape[1]:
        return scores
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))
