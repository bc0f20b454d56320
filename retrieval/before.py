"""What a rebuild finds: the live version's documents and golden results, and every vector that may be copied."""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from retrieval.embedding import Vector
from retrieval.errors import IndexDamaged
from retrieval.milvus import Milvus
from retrieval.rows import Row
from retrieval.vectors import same_weights
from retrieval.versions import (
    FORMAT,
    RECORD_ID,
    RECORD_PARTITION,
    Proof,
    Record,
    partitions_of,
    read_proof,
    read_record,
)

LOG = logging.getLogger(__name__)

Document = tuple[str, str, str]
"""Kind, audience and id of a template or an article."""
FIELDS = ("kind", "audience", "document", "id", "payload")


@dataclass(frozen=True, slots=True)
class Model:
    """The model in use: its name, and its vector of a known text when vectors of other weights are to be noticed."""

    name: str
    probe: Vector | None = None

    def made(self, record: Record, probe: Vector | None) -> bool:
        """Whether the vectors of a version with this record and probe are this model's own."""
        if record.model != self.name or record.format != FORMAT:
            return False
        if self.probe is None:
            return True
        return probe is not None and same_weights(probe, self.probe)


@dataclass(frozen=True, slots=True)
class Before:
    """The live version as a rebuild finds it; empty when there is none, or nobody can be asked.

    ``documents`` holds a hash of each document. ``vectors`` are by row id: an id is made of the text, so the same id
    with the same model is the same vector.
    """

    collection: str = ""
    record: Record | None = None
    proof: Proof | None = None
    documents: Mapping[Document, str] = field(default_factory=dict)
    vectors: Mapping[str, Vector] = field(default_factory=dict)


def look_back(milvus: Milvus, live: str, others: Collection[str], model: Model, wanted: Collection[str]) -> Before:
    """Read the live version, and the newest of the others too while vectors of wanted rows are missing.

    What can't be read is left out: it is embedded again.
    """
    record = _record_of(milvus, live) if live else None
    documents, found = _read(milvus, live, record, model) if record else ({}, {})
    vectors = dict(found)
    for name in sorted(others, reverse=True):
        other = _record_of(milvus, name) if not vectors.keys() >= set(wanted) else None
        if other and other.model == model.name:
            vectors = {**_read(milvus, name, other, model)[1], **vectors}
    return Before(live, record, read_proof(milvus, live) if record else None, documents, vectors)


def hashes_of(rows: Iterable[Row]) -> dict[Document, str]:
    """A hash of each document, over its texts and everything stored beside them."""
    return _hashes((row.kind, row.audience, row.document, row.id, row.payload) for row in rows)


def _record_of(milvus: Milvus, collection: str) -> Record | None:
    try:
        return read_record(milvus, collection)
    except IndexDamaged as damage:
        LOG.info("nothing is copied from %s: %s", collection, damage)
        return None


def _read(
    milvus: Milvus, collection: str, record: Record, model: Model
) -> tuple[dict[Document, str], dict[str, Vector]]:
    probe = next((_vector(row) for row in _own_rows(milvus, collection) if row["id"] == RECORD_ID), None)
    ours = model.made(record, probe)
    stored: list[tuple[str, ...]] = []
    vectors: dict[str, Vector] = {}
    for row in _all_rows(milvus, collection, record, (*FIELDS, "vector") if ours else FIELDS):
        stored.append(tuple(str(row[name]) for name in FIELDS))
        if ours and np.isfinite(vector := _vector(row)).all():
            vectors[str(row["id"])] = vector
    return _hashes(stored), vectors


def _own_rows(milvus: Milvus, collection: str) -> Iterable[Mapping[str, Any]]:
    return _partition(milvus, collection, RECORD_PARTITION, ("id", "vector"))


def _all_rows(milvus: Milvus, collection: str, record: Record, fields: Collection[str]) -> Iterator[Mapping[str, Any]]:
    present = set(milvus.partitions(collection))
    for partition in sorted(present & set(partitions_of(record.counts).values())):
        yield from _partition(milvus, collection, partition, fields)


def _partition(milvus: Milvus, collection: str, partition: str, fields: Collection[str]) -> Iterator[Mapping[str, Any]]:
    try:
        yield from milvus.read(collection, [partition], list(fields))
    except IndexDamaged as damage:
        LOG.warning("%s of %s can't be read whole and is embedded again: %s", partition, collection, damage)


def _vector(row: Mapping[str, Any]) -> Vector:
    return np.asarray(row["vector"], dtype=np.float32)


def _hashes(rows: Iterable[tuple[str, ...]]) -> dict[Document, str]:
    lines: dict[Document, list[str]] = defaultdict(list)
    for kind, audience, document, name, payload in rows:
        lines[kind, audience, document].append(f"{name}\0{payload}")
    return {key: hashlib.sha256("\0".join(sorted(found)).encode()).hexdigest() for key, found in lines.items()}
