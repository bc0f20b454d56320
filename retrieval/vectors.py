"""The vectors of a new version: copied from the live one where the text is the same, embedded where it isn't."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

import numpy as np

from retrieval.embedding import Embedder, Vectors, finite
from retrieval.errors import IndexDamaged, VersionGone
from retrieval.milvus import Milvus
from retrieval.rows import Row
from retrieval.versions import FORMAT, live, partitions_of, read_record

LOG = logging.getLogger(__name__)

BATCH = 64
Known = dict[str, Sequence[float]]
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


def silent(what: str, done: int, total: int) -> None:
    """A progress that nobody watches."""


def known_vectors(milvus: Milvus, alias: str, model: str) -> Known:
    """Vectors of the live version by row id; none when there is no version, or another model made it.

    A row's id is made of its text, so the same id with the same model is the same vector.
    """
    try:
        collection = live(milvus, alias)
        record = read_record(milvus, collection)
        if record.model != model or record.format != FORMAT:
            return {}
        partitions = set(partitions_of(record.counts).values()) & set(milvus.partitions(collection))
        rows = milvus.read(collection, sorted(partitions), ["id", "vector"])
        found = {str(row["id"]): row["vector"] for row in rows}
    except VersionGone:
        return {}
    except IndexDamaged as damage:
        LOG.info("nothing is copied from the live version: %s", damage)
        return {}
    return {name: vector for name, vector in found.items() if np.isfinite(vector).all()}


def vectors_for(rows: Sequence[Row], known: Known, embedder: Embedder, report: Progress = silent) -> Vectors:
    """One vector a row, in the rows' order."""
    missing = [place for place, row in enumerate(rows) if row.id not in known]
    embedded: dict[int, Sequence[float]] = {}
    for start in range(0, len(missing), BATCH):
        places = missing[start : start + BATCH]
        vectors = finite(embedder.embed([rows[place].embedded for place in places]))
        embedded.update(zip(places, vectors.tolist(), strict=True))
        report("embedding", start + len(places), len(missing))
    found = [embedded[place] if place in embedded else known[row.id] for place, row in enumerate(rows)]
    return finite(np.asarray(found, dtype=np.float32))
