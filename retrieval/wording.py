"""Passages in the order in which they answer: by meaning, and by how much of the question's own wording they hold.

The model alone misses rare words, such as a name or a form's number. So the nearest passages are ordered again by their
cosine, raised by the share of the question's wording that stands in them. Wording is compared in runs of four letters,
which forgives endings and slips. A run counts by how few of the candidates hold it: no statistics are kept, and nothing
is learnt from what somebody else may see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

CANDIDATES = 50
"""Passages fetched for each text, to be ordered."""
WEIGHT = 1.5
"""With all of the question's wording in it, a passage is worth 2.5 times its cosine."""
RUN = 4
OFTEN = 1.2
"""How slowly a run counts more when it stands there again, as BM25 has it ..."""
LENGTH = 0.75
"""... and how much less it counts in a long passage."""
KEPT = 4096
"""Passages whose runs are kept in memory, about 5 KB each: counting them is the slow part."""

Runs = NDArray[np.uint32]
Counts = NDArray[np.int64]

WORD = re.compile(r"\w+")
MIXED = np.array([16_777_619**place % 2**32 for place in range(RUN)], dtype=np.uint32)
"""Four letters as one number; two runs hardly ever have the same."""


def worths(text: str, passages: Sequence[str], cosines: Sequence[float]) -> list[float]:
    """What each passage is worth as an answer to the text; only the order of these figures means something."""
    raised = np.asarray(cosines) * (1 + WEIGHT * np.asarray(shares(text, passages)))
    return [float(worth) for worth in raised]


def shares(text: str, passages: Sequence[str]) -> list[float]:
    """The share of the text's wording that each passage holds, 0 to 1; runs that most of them hold count little."""
    asked, _ = _runs(text)
    if not asked.size or not passages:
        return [0.0] * len(passages)
    counted = [_runs(passage) for passage in passages]
    times = np.array([_times(asked, *own) for own in counted], dtype=np.float64)
    lengths = np.array([counts.sum() for _, counts in counted])
    holding = (times > 0).sum(axis=0)
    rare = np.log1p((len(passages) - holding + 0.5) / (holding + 0.5))
    slowed = OFTEN * (1 - LENGTH + LENGTH * lengths / max(lengths.mean(), 1.0))
    return [float(share) for share in (times / (times + slowed[:, None])) @ rare / rare.sum()]


def _times(asked: Runs, runs: Runs, counts: Counts) -> Counts:
    """How often each run asked for stands among the counted ones."""
    if not runs.size:
        return np.zeros(len(asked), dtype=np.int64)
    places = np.minimum(np.searchsorted(runs, asked), len(runs) - 1)
    return np.where(runs[places] == asked, counts[places], 0)


@lru_cache(maxsize=KEPT)
def _runs(text: str) -> tuple[Runs, Counts]:
    """All runs of four letters and blanks in the text's words, in order, each with how often it stands there."""
    words = WORD.findall(text.lower())
    letters = np.frombuffer(f" {' '.join(words)} ".encode("utf-32-le"), dtype=np.uint32)
    if not words or len(letters) < RUN:
        return np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.int64)
    runs = np.lib.stride_tricks.sliding_window_view(letters, RUN) @ MIXED
    return np.unique(runs, return_counts=True)
