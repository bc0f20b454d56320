"""Choosing a matcher's figures by examples that were left out of its training. Needs SciPy and scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from retrieval.matching.matcher import Lesson, Sign
from retrieval.matching.scores import Blend, Evidence, log_softmax, signal
from retrieval.types import Levels

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]

WEIGHTS = (0.0, 0.15, 0.3, 0.45)
WIDTHS = (0.03, 0.05, 0.1)
COLDEST, HOTTEST = 0.4, 3.0
"""Temperatures between which one is chosen: examples that are all found when left out prove no certainty."""
RIGHT = 0.98
"""Of what is accepted at the level ``sure``."""
WORTH = 0.67
"""Of what is suggested at the level ``suggest``, when every second message has no template."""
KEPT = 0.95
"""Of the examples left out that the level ``ours`` keeps."""
LEAST_WORTH = 0.33
"""The least level ``suggest``: a draft that is wrong twice as often as right only costs time."""
SURE_BY_ITSELF = 0.98
"""The level ``sure`` when too few examples speak for any."""
WEAK = 1e6
"""The C of a regression that is hardly held back."""
FLATTEST = 0.05
"""The least slope of the sign: more signal never means less ours."""


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Examples asked while they were left out: the evidence for each, the label it should have, its row.

    The labels below ``topics`` are topics. ``repeated`` says whether the topic has other examples to be found by.
    """

    evidence: Evidence
    labels: NDArray[np.int64]
    topics: int
    rows: NDArray[np.int64]
    repeated: Flags

    @property
    def of_ours(self) -> Flags:
        """Questions with a template that can be found."""
        return np.asarray((self.labels < self.topics) & self.repeated)

    @property
    def of_nobody(self) -> Flags:
        """Questions without a template."""
        return np.asarray(self.labels == self.topics)


def choose_blend(answers: Answers) -> Blend:
    """The blend under which the right topics of our own examples are likeliest."""
    asked = answers.evidence.of(answers.of_ours)
    labels = answers.labels[answers.of_ours]
    blends = [_heated(Blend(weight, width, 1.0), asked, labels) for weight, width in _blends()]
    return min(blends, key=lambda found: found[1])[0]


def _blends() -> list[tuple[float, float]]:
    return [(0.0, WIDTHS[0]), *product(WEIGHTS[1:], WIDTHS)]


def _heated(blend: Blend, asked: Evidence, labels: NDArray[np.int64]) -> tuple[Blend, float]:
    """The blend at its best temperature, and the mean loss there."""
    cool = blend.log_probabilities(asked)
    rows = np.arange(len(labels))

    def loss(log_temperature: float) -> float:
        return -float(log_softmax(cool / np.exp(log_temperature))[rows, labels].mean())

    found = minimize_scalar(loss, bounds=(np.log(COLDEST), np.log(HOTTEST)), method="bounded")
    return replace(blend, temperature=float(np.exp(found.x))), float(found.fun)


def choose_sign(answers: Answers, blend: Blend) -> Sign:
    """The sign that tells our examples from questions without a template.

    Those are the given ones and, where there are several topics, the examples again as if their own weren't there.
    Both kinds count alike, and together as much as our examples.
    """
    ours, *others = (group.signals for group in _groups(answers, blend) if len(group.signals))
    if not others:
        return Sign(1.0, float(np.quantile(ours, 1 - KEPT)))
    signals = np.concatenate([ours, *others])
    weights = np.concatenate(
        [np.full(len(ours), 1.0), *(np.full(len(one), len(ours) / len(one) / len(others)) for one in others)]
    )
    model = LogisticRegression(C=WEAK).fit(signals[:, None], np.arange(len(signals)) < len(ours), weights)
    slope = max(float(model.coef_[0, 0]), FLATTEST)
    return Sign(slope, -float(model.intercept_[0]) / slope)


def choose_levels(answers: Answers, blend: Blend, sign: Sign) -> Levels:
    """Levels that hold for examples left out, for given questions without a template, and for hidden topics."""
    asked, given, hidden = _groups(answers, blend)
    middle = float(np.quantile(asked.signals, 1 - KEPT))
    kept = [group.of(group.signals >= middle) for group in (asked, given, hidden)]
    sure = lowest_level(kept[:2], (1.0, 1.0), RIGHT) or SURE_BY_ITSELF
    shares = [1 / max(len(group.tops), 1) for group in (asked, given, hidden)]
    others = sum(len(group.tops) > 0 for group in (given, hidden)) or 1
    suggest = lowest_level(kept, (shares[0], shares[1] / others, shares[2] / others), WORTH) or sure
    return Levels(min(max(suggest, LEAST_WORTH), sure), sure, float(sign.of(np.array([middle]))[0]))


def lowest_level(groups: Sequence[_Tops], shares: Sequence[float], right: float) -> float:
    """The lowest probability from which so much of what is accepted is right; 0 when there is none.

    A text of a group counts as much as its share. One mistake more is counted than was seen, so that a level which
    few texts speak for is not believed.
    """
    tops = np.concatenate([group.tops for group in groups])
    weights = np.concatenate([np.full(len(group.tops), share) for group, share in zip(groups, shares, strict=True)])
    good = np.concatenate([group.right for group in groups]) * weights
    order = np.argsort(-tops, kind="stable")
    share = np.cumsum(good[order]) / (np.cumsum(weights[order]) + shares[0])
    enough = np.flatnonzero(share >= right)
    return float(tops[order][enough[-1]]) if len(enough) else 0.0


def learned(lesson: Lesson, answers: Answers, blend: Blend, levels: Levels, sign: Sign) -> Lesson:
    """The lesson with how well the examples left out did at these levels."""
    asked, given, _ = _groups(answers, blend)
    kept = sign.of(asked.signals) >= levels.ours
    return replace(
        lesson,
        asked=len(asked.tops),
        right=float(asked.right.mean()),
        sure=float((kept & (asked.tops >= levels.sure)).mean()),
        kept=float(kept.mean()),
        caught=float((sign.of(given.signals) < levels.ours).mean()) if len(given.tops) else 0.0,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Tops:
    """For each text the best topic's probability, whether it is the right topic, and the signal that it is ours."""

    tops: Numbers
    right: Flags
    signals: Numbers

    def of(self, rows: Flags) -> _Tops:
        return _Tops(self.tops[rows], self.right[rows], self.signals[rows])


def _groups(answers: Answers, blend: Blend) -> tuple[_Tops, _Tops, _Tops]:
    """Our own examples; given questions without a template; our own as if their topic weren't there."""
    ours, nobody = answers.of_ours, answers.of_nobody
    own, labels = answers.evidence.of(ours), answers.labels[ours]
    hidden = own.without(labels) if answers.topics > 1 else own.of(np.zeros(len(labels), dtype=bool))
    nowhere = np.full(len(hidden.nearest), -1)
    return (
        _tops(own, labels, answers.topics, blend),
        _tops(answers.evidence.of(nobody), answers.labels[nobody], answers.topics, blend),
        _tops(hidden, nowhere, answers.topics, blend),
    )


def _tops(evidence: Evidence, labels: NDArray[np.int64], topics: int, blend: Blend) -> _Tops:
    found = blend.log_probabilities(evidence)
    own = found[:, :topics]
    return _Tops(np.exp(own.max(axis=1)), own.argmax(axis=1) == labels, signal(found, evidence, topics))
