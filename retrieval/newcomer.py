"""A new version, from its first row until it has proven itself. Nobody searches it before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from retrieval.embedding import Embedder, Vector, Vectors, finite
from retrieval.errors import RebuildFailed
from retrieval.golden import GoldenReport, ask_golden, probe_wall
from retrieval.index import Index
from retrieval.matching.kept import MATCHER_PARTITION, keep_matcher, matcher_is_whole
from retrieval.matching.matcher import Matcher
from retrieval.matching.stored import digest_of, pieces_of, to_json
from retrieval.milvus import Milvus
from retrieval.partitions import partition_name
from retrieval.rows import Row
from retrieval.vectors import Progress, Remembered
from retrieval.versions import (
    LENGTHS,
    RECORD_PARTITION,
    Proof,
    Record,
    partitions_of,
    proof_row,
    real_counts,
    record_row,
)
from retrieval.wanted import Wanted

BATCH = 500
NEAR = 10
SAME = 0.9999
"""Cosine from which a hit holds the very vector that was asked for."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A version under a name that was never used, what it is to hold, a vector for each row, and a matcher's JSON."""

    milvus: Milvus
    name: str
    record: Record
    wanted: Wanted
    vectors: Vectors
    matcher: str

    @classmethod
    def of(
        cls, milvus: Milvus, name: str, model: str, wanted: Wanted, vectors: Vectors, matcher: Matcher, before: str = ""
    ) -> Newcomer:
        """A version built now, with vectors of this model, while the version ``before`` is live."""
        kept = to_json(matcher)
        record = Record(
            model=model,
            dimension=vectors.shape[1],
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
            counts=wanted.counts,
            before=before,
            content=wanted.content(model),
            matcher=digest_of(kept),
            matcher_rows=len(pieces_of(kept)),
            lesson=matcher.lesson,
        )
        return cls(milvus, name, record, wanted, vectors, kept)

    def write(self, probe: Sequence[float], report: Progress) -> None:
        """All rows and the record, flushed, with its vector index, and loaded."""
        finite(self.vectors)
        partitions = [*partitions_of(self.record.counts).values(), MATCHER_PARTITION, RECORD_PARTITION]
        self.milvus.create(self.name, self.record.dimension, partitions, LENGTHS)
        done = 0
        for partition, places in self._places().items():
            for start in range(0, len(places), BATCH):
                batch = places[start : start + BATCH]
                rows = [_stored(self.wanted.rows[place], self.vectors[place]) for place in batch]
                self.milvus.insert(self.name, partition, rows)
                done += len(batch)
                report("inserting", done, len(self.wanted.rows))
        keep_matcher(self.milvus, self.name, self.matcher, self.record.dimension)
        self.milvus.insert(self.name, RECORD_PARTITION, [record_row(self.record, probe)])
        report("writing to disk", 0, 1)
        self.milvus.finish(self.name)
        report("writing to disk", 1, 1)

    def prove(self, embedder: Embedder, alias: str, before: Proof | None, report: Progress) -> GoldenReport:
        """Count, find known rows, probe the wall, ask the golden questions. Raises ``RebuildFailed``."""
        report("proving", 0, 1)
        found = real_counts(self.milvus, self.name, self.record)
        if found != dict(self.record.counts):
            raise RebuildFailed(f"the new version holds {found}, it should hold {self.record.counts}; try again")
        if not matcher_is_whole(self.milvus, self.name, self.record):
            raise RebuildFailed("the new version has lost rows of its matcher; try again")
        self._find_known_rows()
        rows, questions = self.wanted.rows, self.wanted.questions
        leaks = probe_wall(self.milvus, self.name, self.record, [row.audience for row in rows], self.vectors)
        known = Remembered(embedder, [question.question for question in questions])
        golden = ask_golden(Index(self.milvus, known, alias), self.name, questions, before)
        if leaks or golden.leaks:
            raise RebuildFailed("the new version shows rows to the wrong people: " + "; ".join([*leaks, *golden.leaks]))
        report("proving", 1, 1)
        return golden

    def sign(self, proof: Proof) -> None:
        """Write the proof into the version. Without it a version is unfinished, whatever it holds."""
        self.milvus.insert(self.name, RECORD_PARTITION, [proof_row(proof, self.record.dimension)])

    def _find_known_rows(self) -> None:
        for partition, places in self._places().items():
            for place in {places[0], places[-1]}:
                row = self.wanted.rows[place]
                found = self.milvus.search(self.name, self.vectors[[place]], [partition], NEAR, ["document"])[0]
                twins = len(found) == NEAR and all(match.score > SAME for match in found)
                if row.id not in {match.id for match in found} and not twins:
                    raise RebuildFailed(f"the new version doesn't find {row.id}, which was just put into it; try again")

    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(self.wanted.rows):
            places[partition_name(row.kind, row.audience)].append(place)
        return places


def _stored(row: Row, vector: Vector) -> dict[str, object]:
    return {
        "id": row.id,
        "kind": row.kind,
        "audience": row.audience,
        "document": row.document,
        "text": row.text,
        "payload": row.payload,
        "vector": vector.tolist(),
    }
