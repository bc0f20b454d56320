"""Teaching a matcher when the index is built: from example vectors and their topics. Needs scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from retrieval.embedding import Vectors
from retrieval.matching.calibration import Answers, choose_blend, choose_levels, choose_sign, learned
from retrieval.matching.matcher import FOREIGN, NOTHING_TAUGHT, Lesson, Matcher
from retrieval.matching.scores import Evidence, Examples, nothing_known

Labels = NDArray[np.int64]

STRENGTH = 30.0
"""The regression's C: how closely it follows the examples. The temperature makes up for too much and too little."""
ITERATIONS = 500
ONE_THREAD = 1
"""So small a regression only waits for other threads, and tickets beside a rebuild need theirs."""
FOLDS = 10
LEAST_FOLDS = 2
FEW_ASKED = 30
"""Below so many examples left out nothing is chosen by them: the usual figures stay."""
ENOUGH_ASKED = 2000
"""So many examples left out are enough to choose by: with more of them only some folds are asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """Example vectors in the order of their topics. ``labels`` are places in ``topics``; one more has no template.

    ``order`` has the place of each among those that were given, questions without a template after the examples.
    """

    vectors: Vectors
    labels: Labels
    topics: tuple[str, ...]
    order: Labels

    @property
    def columns(self) -> int:
        """Topics, and the one of questions without a template if there are any."""
        return int(self.labels[-1]) + 1

    @property
    def foreign(self) -> NDArray[np.bool_]:
        """Rows in a language that the model doesn't understand: how they do says nothing of the others."""
        places = [at for at, topic in enumerate(self.topics) if FOREIGN in topic]
        return np.isin(self.labels, places)

    def of(self, rows: NDArray[np.bool_]) -> Taught:
        """Some of the rows, under the same labels."""
        return Taught(self.vectors[rows], self.labels[rows], self.topics, self.order[rows])


def taught(examples: Vectors, topics: Sequence[str], unanswered: Vectors) -> Taught:
    """Everything in order. Vectors are rounded as they will be stored, so that a stored matcher judges the same."""
    names = tuple(sorted(set(topics)))
    place = {name: at for at, name in enumerate(names)}
    labels = np.array([*(place[topic] for topic in topics), *[len(names)] * len(unanswered)], dtype=np.int64)
    order = np.argsort(labels, kind="stable")
    together = np.concatenate([examples, unanswered]) if len(unanswered) else examples
    return Taught(together[order].astype(np.float16).astype(np.float32), labels[order], names, order)


def train(examples: Vectors, topics: Sequence[str], unanswered: Vectors) -> Matcher:
    """A matcher for these examples, with blend, sign and levels chosen by examples that were left out.

    ``unanswered`` are questions that no template answers, possibly none. The same input gives the same matcher.
    """
    if not len(topics):
        return NOTHING_TAUGHT
    with threadpool_limits(limits=ONE_THREAD, user_api="blas"):
        return _trained(taught(examples, topics, unanswered))


def _trained(everything: Taught) -> Matcher:
    matcher = _plain(everything)
    answers = left_out(everything, ENOUGH_ASKED)
    given = int((everything.labels == len(everything.topics)).sum())
    lesson = Lesson(len(everything.labels) - given, unanswered=given)
    if answers.of_ours.sum() < FEW_ASKED:
        return replace(matcher, lesson=lesson)
    blend = choose_blend(answers)
    sign = choose_sign(answers, blend)
    levels = choose_levels(answers, blend, sign)
    return replace(matcher, blend=blend, sign=sign, levels=levels, lesson=learned(lesson, answers, blend, levels, sign))


def left_out(everything: Taught, enough: int) -> Answers:
    """What would speak for each topic if an example weren't there: fold by fold, at least ``enough`` in all.

    The only example of a topic is asked too; nothing can find it. Those in foreign languages are not asked.
    """
    folds = np.where(everything.foreign, -1, _folds(everything.labels))
    wanted = min(FOLDS, max(LEAST_FOLDS, -(-enough * FOLDS // len(folds))))
    rows, found = [], []
    for fold in range(wanted):
        asked = folds == fold
        if asked.any() and not asked.all():
            rows.append(np.flatnonzero(asked))
            found.append(_evidence(everything.of(~asked), everything.columns, everything.vectors[asked]))
    places = np.concatenate(rows) if rows else np.empty(0, dtype=np.int64)
    repeated = np.bincount(everything.labels)[everything.labels] > 1
    return Answers(Evidence.joined(found), everything.labels[places], len(everything.topics), places, repeated[places])


def _folds(labels: Labels) -> Labels:
    """A fold for each row, so that each topic is spread evenly over all of them. Chance, but always the same."""
    chance = np.random.default_rng(0)
    folds = np.empty(len(labels), dtype=np.int64)
    for label in np.unique(labels):
        rows = chance.permutation(np.flatnonzero(labels == label))
        folds[rows] = (np.arange(len(rows)) + int(chance.integers(FOLDS))) % FOLDS
    return folds


def _evidence(rest: Taught, columns: int, texts: Vectors) -> Evidence:
    present, labels = np.unique(rest.labels, return_inverse=True)
    found = _plain(Taught(rest.vectors, labels, tuple(map(str, present)), rest.order)).evidence(texts)
    whole = nothing_known(len(texts), columns)
    whole.regression[:, present] = found.regression
    whole.nearest[:, present] = found.nearest
    whole.means[:, present] = found.means
    return whole


def _plain(rest: Taught) -> Matcher:
    starts = np.searchsorted(rest.labels, np.arange(rest.columns))
    coefficients, intercepts = _regression(rest)
    return Matcher(rest.topics, Examples(rest.vectors, starts), coefficients, intercepts)


def _regression(rest: Taught) -> tuple[Vectors, NDArray[np.float32]]:
    """One row of coefficients a topic. Each topic counts alike, however many examples it has."""
    size = rest.vectors.shape[1]
    if rest.columns == 1:
        return np.zeros((1, size), dtype=np.float32), np.zeros(1, dtype=np.float32)
    model = LogisticRegression(C=STRENGTH, max_iter=ITERATIONS)
    model.fit(rest.vectors, rest.labels, sample_weight=_weights(rest))
    straight, start = model.coef_, model.intercept_
    if rest.columns == 2:  # then scikit-learn has one row, which tells the second from the first
        straight, start = np.concatenate([straight * 0, straight]), np.concatenate([start * 0, start])
    return straight.astype(np.float32, order="C"), start.astype(np.float32)


def _weights(rest: Taught) -> NDArray[np.float64]:
    """The number of examples says nothing of how often something is asked; questions without a template have no topic
    in common, so each of them counts as one example of any topic.
    """
    counts = np.bincount(rest.labels).astype(np.float64)
    ours = counts[: len(rest.topics)]
    weights = np.ones(len(counts))
    weights[: len(ours)] = ours.mean() / ours
    return np.asarray(weights[rest.labels])
