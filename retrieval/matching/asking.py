"""Examples asked as if a customer had written them and they were no examples. Needs scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from retrieval.embedding import Vectors
from retrieval.matching.calibration import choose_blend
from retrieval.matching.scores import Blend
from retrieval.matching.training import FEW_ASKED, ONE_THREAD, left_out, taught


@dataclass(frozen=True, slots=True)
class Guess:
    """The topic that an example was taken for, empty for a question without a template, and how probable that was."""

    topic: str
    probability: float


def guesses(examples: Vectors, topics: Sequence[str], unanswered: Vectors) -> dict[int, Guess]:
    """By the place of each example what it is taken for when it is left out, fold by fold.

    Those in languages that the model doesn't understand are not asked, nor is the only example of a topic.
    """
    if not len(topics):
        return {}
    everything = taught(examples, topics, unanswered)
    with threadpool_limits(limits=ONE_THREAD, user_api="blas"):
        answers = left_out(everything, len(everything.labels))
        asked = answers.of_ours
        blend = choose_blend(answers) if asked.sum() >= FEW_ASKED else Blend()
    if not asked.any():
        return {}
    found = blend.log_probabilities(answers.evidence.of(asked))
    names = (*everything.topics, "")
    places = everything.order[answers.rows[asked]]
    best = found.argmax(axis=1)
    return {
        int(place): Guess(names[top], float(np.exp(found[row, top])))
        for row, (place, top) in enumerate(zip(places, best, strict=True))
    }
