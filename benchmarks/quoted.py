"""How often the words that a sentence is held against carry it: where they should, and where they must not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from router.grounding.agreement import disagreement
from router.grounding.named import Source
from router.grounding.sentences import sentences
from router.grounding.words import alike, content
from router.guard.signs import Embed
from router.guard.support import stated

QUOTED = 3
"""So many sentences of a source stand in for the quotes that a model would name."""


def beside_originals(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Each changed text held against the words it was changed from."""
    passed: dict[bool, list[bool]] = {True: [], False: []}
    for row in rows:
        quotes = [Source(one) for one in sentences(row["original"])]
        passed[bool(row["grounded"])].append(not any(disagreement(one, quotes) for one in stated(row["answer"])))
    return {
        "edits": len(passed[False]),
        "edits_caught": percent(1 - float(np.mean(passed[False] or [0.0]))),
        "rephrasings": len(passed[True]),
        "rephrasings_held_back": percent(1 - float(np.mean(passed[True] or [0.0]))),
    }


def carried(rows: Sequence[Mapping[str, Any]], chosen: Iterable[bool], embed: Embed) -> float:
    """The share of these answers' sentences that the sentences nearest to them carry."""
    found = [
        not disagreement(one, _nearest(one, [part for text in row["contexts"] for part in sentences(text)], embed))
        for row, wanted in zip(rows, chosen, strict=True)
        for one in (stated(row["answer"]) if wanted else ())
    ]
    return percent(float(np.mean(found or [0.0])))


def _nearest(said: str, there: Sequence[str], embed: Embed) -> list[Source]:
    """The sentences that a careful writer would quote: near, with many words in common."""
    vectors = embed([said, *there])
    words = alike(frozenset(content(said)))
    common = [len(words & alike(frozenset(content(one)))) / max(1, len(words)) for one in there]
    nearness = [float(vectors[0] @ vector) + share for vector, share in zip(vectors[1:], common, strict=True)]
    return [Source(there[at]) for at in np.argsort(-np.array(nearness), kind="stable")[:QUOTED]]


def percent(share: float) -> float:
    """0 to 100, with one digit."""
    return round(float(share) * 100, 1)
