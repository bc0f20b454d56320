"""How good a ranking is, and the plain rankings that ours is compared with. Nothing is asked, apart from two models."""

from __future__ import annotations

import importlib.util
import logging
import math
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
"""One row a query, one column a passage; minus infinity where the query may not look."""

RRF = 60
"""The constant of reciprocal rank fusion, as its authors chose it."""
FUSED = 100
"""Places of a ranking that count in a fusion."""


def recall(found: Sequence[str], relevant: Sequence[str], places: int) -> float:
    """The share of the relevant ones that stand in the first places, 0 to 1."""
    wanted = set(relevant)
    return len(wanted & set(found[:places])) / len(wanted)


def ndcg(found: Sequence[str], relevant: Sequence[str], places: int) -> float:
    """Discounted gain of the first places over the best that could be, 0 to 1; each relevant one gains 1."""
    wanted = set(relevant)
    gained = sum(1 / math.log2(place + 2) for place, name in enumerate(found[:places]) if name in wanted)
    return gained / sum(1 / math.log2(place + 2) for place in range(min(places, len(wanted))))


def measured(found: Sequence[Sequence[str]], relevant: Sequence[Sequence[str]]) -> dict[str, float]:
    """Means over the queries, in percent."""
    pairs = list(zip(found, relevant, strict=True))
    return {
        "recall_at_5": round(100 * fmean(recall(names, wanted, 5) for names, wanted in pairs), 1),
        "ndcg_at_10": round(100 * fmean(ndcg(names, wanted, 10) for names, wanted in pairs), 1),
    }


def best(scores: Scores, names: Sequence[str], places: int) -> list[list[str]]:
    """The names with the highest scores, best first, a list a query; what may not be looked at is left out."""
    ordered = np.argsort(-scores, axis=1, kind="stable")[:, :places]
    return [
        [names[at] for at in row if np.isfinite(own[at])] for row, own in zip(ordered.tolist(), scores, strict=True)
    ]


def bm25(queries: Sequence[str], passages: Sequence[str], seen: NDArray[np.bool_]) -> Scores | None:
    """What the library bm25s gives each passage, or None where it isn't installed. ``seen``: who may look where."""
    if importlib.util.find_spec("bm25s") is None:
        return None
    library: Any = importlib.import_module("bm25s")
    logging.getLogger("bm25s").setLevel(logging.ERROR)  # it tells each step, whatever the program wants to hear
    quiet: Mapping[str, Any] = {"show_progress": False}
    index = library.BM25()
    index.index(library.tokenize(list(passages), **quiet), **quiet)
    words = library.tokenize(list(queries), return_ids=False, **quiet)
    scores = np.asarray([index.get_scores(own) for own in words], dtype=np.float32)
    return np.where(seen, scores, -np.inf).astype(np.float32)


def fused(rankings: Sequence[Sequence[Sequence[str]]], places: int) -> list[list[str]]:
    """Reciprocal rank fusion: a name gains 1 / (60 + its place) from each ranking."""
    return [_fused(of_one, places) for of_one in zip(*rankings, strict=True)]


def _fused(rankings: Sequence[Sequence[str]], places: int) -> list[str]:
    gained: dict[str, float] = {}
    for ranking in rankings:
        for place, name in enumerate(ranking, start=1):
            gained[name] = gained.get(name, 0.0) + 1 / (RRF + place)
    return sorted(gained, key=lambda name: (-gained[name], name))[:places]
