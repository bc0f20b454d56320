"""Versions of the index: collections of one alias, each with a record of what it should hold."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from pydantic import TypeAdapter, ValidationError

from retrieval.embedding import Vector
from retrieval.errors import IndexDamaged, VersionGone
from retrieval.matching.matcher import Lesson
from retrieval.milvus import Milvus
from retrieval.partitions import KINDS, partition_name

FORMAT = 2
"""Raise it when rows are written differently: an index of another format is rebuilt."""
RECORD_PARTITION = "version"
RECORD_ID = "version"
PROOF_ID = "proof"
LENGTHS: Mapping[str, int] = {
    "id": 128,
    "kind": 16,
    "audience": 80,
    "document": 128,
    "text": 16384,
    "payload": 65535,
}
"""Characters of each text field; the first is the key."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a version should hold, kept as a row of its own so that it lives and dies with the rest.

    ``counts`` has the rows of each kind and audience, as ``example shared``; ``before`` is the version that was live
    when this one was built; ``content`` is a hash of everything it was built from. ``matcher`` is a hash of the
    matcher's JSON, which lies in ``matcher_rows`` rows of a partition of its own; ``lesson`` says how well it learned.
    """

    model: str
    dimension: int
    built_at: str
    counts: Mapping[str, int]
    format: int = FORMAT
    before: str = ""
    content: str = ""
    matcher: str = ""
    matcher_rows: int = 0
    lesson: Lesson = field(default_factory=Lesson)


@dataclass(frozen=True, slots=True)
class Proof:
    """Written into a version when it has passed everything: only such a version may go live.

    ``answered`` and ``missed`` name the golden questions (:attr:`retrieval.golden.GoldenQuestion.key`).
    """

    proven_at: str
    answered: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()


RECORD = TypeAdapter(Record)
PROOF = TypeAdapter(Proof)


def new_name(alias: str, now: datetime | None = None) -> str:
    """A collection name that was never used before: a half-dropped one can block its name for ever."""
    moment = now or datetime.now(UTC)
    # Names sort by time, also those of one second; the last digits are chance.
    return f"{alias}_{moment:%Y%m%dt%H%M%S}_{moment.microsecond:06x}{secrets.token_hex(3)}"


def moment_of(name: str) -> datetime:
    """When the building of a version began, as its name tells."""
    return datetime.strptime(name.rsplit("_", 2)[1], "%Y%m%dt%H%M%S").replace(tzinfo=UTC)


def versions_of(alias: str, collections: Iterable[str]) -> list[str]:
    """Those of the collections that are versions of this alias, oldest first."""
    ours = re.compile(rf"{re.escape(alias)}_\d{{8}}t\d{{6}}_[0-9a-f]{{6,12}}")
    return sorted(name for name in collections if ours.fullmatch(name))


def partitions_of(counts: Mapping[str, int]) -> dict[str, str]:
    """Each kind and audience of a record with its partition: ``example IM`` and ``example_494d``."""
    return {key: partition_name(kind, key[len(kind) + 1 :]) for key in counts for kind in KINDS if _is(kind, key)}


def _is(kind: str, key: str) -> bool:
    return key.startswith(f"{kind} ")


def record_row(record: Record, probe: Sequence[float] = ()) -> dict[str, object]:
    """The record as a row. Its vector is that of a known text, so that other weights under one name are noticed."""
    return own_row(RECORD_ID, RECORD.dump_json(record).decode(), record.dimension, probe)


def proof_row(proof: Proof, dimension: int) -> dict[str, object]:
    """The proof as a row. Its vector only fills the place."""
    return own_row(PROOF_ID, PROOF.dump_json(proof).decode(), dimension, ())


def own_row(name: str, payload: str, dimension: int, vector: Sequence[float]) -> dict[str, object]:
    """A row of the version's own that nobody searches. Without a vector one is made up to fill the place."""
    texts = dict.fromkeys(LENGTHS, "") | {"id": name, "kind": RECORD_PARTITION, "payload": payload}
    return {**texts, "vector": [float(number) for number in vector] or [1.0] + [0.0] * (dimension - 1)}


def read_record(milvus: Milvus, collection: str) -> Record:
    """What the version should hold. Raises ``IndexDamaged`` when it doesn't say."""
    if RECORD_PARTITION not in milvus.partitions(collection):
        raise IndexDamaged(f"{collection} was not built by this program; run python -m retrieval rebuild")
    rows = [row for row in milvus.read(collection, [RECORD_PARTITION], ["id", "payload"]) if row["id"] == RECORD_ID]
    if len(rows) != 1:
        raise IndexDamaged(f"{collection} has lost rows; run python -m retrieval rebuild")
    try:
        return RECORD.validate_json(rows[0]["payload"])
    except ValidationError as error:
        raise IndexDamaged(f"{collection} has an unreadable record; run python -m retrieval rebuild") from error


def read_probe(milvus: Milvus, collection: str) -> Vector:
    """The vector of the known text, by the weights that this version was built with."""
    rows = milvus.read(collection, [RECORD_PARTITION], ["id", "vector"])
    found = [np.asarray(row["vector"], dtype=np.float32) for row in rows if row["id"] == RECORD_ID]
    if len(found) != 1:
        raise IndexDamaged(f"{collection} has lost rows; run python -m retrieval rebuild")
    return found[0]


def read_proof(milvus: Milvus, collection: str) -> Proof | None:
    """The proof of a version, or None when it never passed, or can't be read."""
    try:
        if RECORD_PARTITION not in milvus.partitions(collection):
            return None
        rows = list(milvus.read(collection, [RECORD_PARTITION], ["id", "payload"]))
        found = [PROOF.validate_json(row["payload"]) for row in rows if row["id"] == PROOF_ID]
    except (IndexDamaged, ValidationError):
        return None
    return found[0] if found else None


def real_counts(milvus: Milvus, collection: str, record: Record) -> dict[str, int]:
    """The rows that are really there, by the record's own keys."""
    present = set(milvus.partitions(collection))
    wanted = partitions_of(record.counts)
    return {key: milvus.count(collection, name) if name in present else 0 for key, name in wanted.items()}


def live(milvus: Milvus, alias: str) -> str:
    """The version that is searched. Raises ``IndexDamaged`` when there is none."""
    collection = milvus.target(alias)
    if not collection:
        raise IndexDamaged("there is no index yet; run python -m retrieval rebuild")
    if collection not in milvus.collections():
        raise VersionGone(f"the live version {collection} is gone; run python -m retrieval rebuild")
    return collection
