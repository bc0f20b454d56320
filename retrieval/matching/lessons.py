"""What a matcher learns from, out of everything that a new version is to hold."""

from __future__ import annotations

import numpy as np

from retrieval.embedding import Embedder, Vectors
from retrieval.matching.matcher import Matcher
from retrieval.vectors import Progress, embed_all
from retrieval.wanted import Wanted


def teach(wanted: Wanted, vectors: Vectors, embedder: Embedder, report: Progress) -> Matcher:
    """A matcher taught the examples. ``vectors`` are those of the rows."""
    from retrieval.matching.training import train  # brings scikit-learn, which only a rebuild needs

    report("learning", 0, 1)
    unanswered = np.asarray(embed_all(wanted.unanswered, embedder), dtype=np.float32)
    lessons = wanted.lessons
    matcher = train(vectors[list(lessons)], list(lessons.values()), unanswered)
    report("learning", 1, 1)
    return matcher
