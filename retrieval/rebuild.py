"""Building a new version beside the live one, and moving the alias only when it has proven itself."""

from __future__ import annotations

import fcntl
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from retrieval.documents.complaints import Complaints
from retrieval.documents.knowledge import Knowledge, read_knowledge
from retrieval.embedding import Embedder, SentenceModel, Vectors
from retrieval.errors import IndexProblem, RebuildFailed, RebuildRunning
from retrieval.golden import GoldenQuestion, GoldenReport, ask_golden, probe_wall, read_golden
from retrieval.index import Index
from retrieval.milvus import Milvus
from retrieval.partitions import KINDS, partition_name
from retrieval.rows import Row, rows_of
from retrieval.settings import Settings
from retrieval.summary import Summary
from retrieval.vectors import Progress, known_vectors, silent, vectors_for
from retrieval.versions import (
    LENGTHS,
    RECORD_PARTITION,
    Record,
    new_name,
    partitions_of,
    real_counts,
    record_row,
    versions_of,
)

LOG = logging.getLogger(__name__)

BATCH = 500


@dataclass(frozen=True, slots=True)
class _Sources:
    """Everything read from files, before any vector."""

    knowledge: Knowledge
    questions: tuple[GoldenQuestion, ...]
    rows: tuple[Row, ...]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(f"{row.kind} {row.audience}" for row in self.rows)
        return {f"{kind} {name}": found[f"{kind} {name}"] for kind in KINDS for name in self.knowledge.audiences}


def rebuild(
    settings: Settings, report: Progress | None = None, *, embedder: Embedder | None = None, dry_run: bool = False
) -> Summary:
    """Build a new version from templates and articles and let it go live.

    Raises ``WrongDocuments``, ``RebuildFailed`` or ``IndexUnavailable``; then the live version is as it was.
    """
    with _alone(settings.var_dir / "index" / "rebuild.lock"):
        started = time.monotonic()
        sources = _read(settings)
        model = embedder or SentenceModel(settings.embedding_model)
        work = _Rebuild(settings, sources, model, report or silent)
        return work.plan() if dry_run else work.run(started)


def _read(settings: Settings) -> _Sources:
    knowledge = read_knowledge(settings)
    complaints = Complaints()
    questions = read_golden(settings.kb_dir, knowledge.audiences, complaints)
    complaints.raise_if_any()
    return _Sources(knowledge, questions, tuple(rows_of(knowledge.templates, knowledge.passages)))


class _Rebuild:
    """One rebuild under way."""

    def __init__(self, settings: Settings, sources: _Sources, embedder: Embedder, report: Progress) -> None:
        self.alias = settings.index_alias
        self.sources = sources
        self.rows = sources.rows
        self.embedder = embedder
        self.report = report
        self.milvus = Milvus.of(settings)

    def plan(self) -> Summary:
        known = known_vectors(self.milvus, self.alias, self.embedder.name)
        copied = sum(row.id in known for row in self.rows)
        embedded = len(self.rows) - copied
        return Summary("", self.embedder.name, self.sources.counts, embedded, copied, dry_run=True)

    def run(self, started: float) -> Summary:
        known = known_vectors(self.milvus, self.alias, self.embedder.name)
        vectors = vectors_for(self.rows, known, self.embedder, self.report)
        name = new_name(self.alias)
        try:
            golden = self._build(name, vectors)
            before = self.milvus.target(self.alias)
            self.milvus.point(self.alias, name)
        except BaseException:
            self._drop_quietly(name)
            raise
        copied = sum(row.id in known for row in self.rows)
        return Summary(
            collection=name,
            model=self.embedder.name,
            counts=self.sources.counts,
            embedded=len(self.rows) - copied,
            copied=copied,
            golden=golden,
            dropped=self._drop_older({name, before}),
            seconds=time.monotonic() - started,
        )

    def _build(self, name: str, vectors: Vectors) -> GoldenReport:
        built_at = datetime.now(UTC).isoformat(timespec="seconds")
        record = Record(self.embedder.name, vectors.shape[1], built_at, self.sources.counts)
        partitions = partitions_of(record.counts)
        self.milvus.create(name, record.dimension, [*partitions.values(), RECORD_PARTITION], LENGTHS)
        self._insert(name, vectors)
        self.milvus.insert(name, RECORD_PARTITION, [record_row(record)])
        self.report("writing to disk", 0, 1)
        self.milvus.finish(name)
        self.report("writing to disk", 1, 1)
        return self._prove(name, record, vectors)

    def _insert(self, name: str, vectors: Vectors) -> None:
        places: dict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(self.rows):
            places[partition_name(row.kind, row.audience)].append(place)
        done = 0
        for partition, all_places in places.items():
            for start in range(0, len(all_places), BATCH):
                batch = all_places[start : start + BATCH]
                self.milvus.insert(name, partition, [_stored(self.rows[place], vectors[place]) for place in batch])
                done += len(batch)
                self.report("inserting", done, len(self.rows))

    def _prove(self, name: str, record: Record, vectors: Vectors) -> GoldenReport:
        found = real_counts(self.milvus, name, record)
        if found != dict(record.counts):
            raise RebuildFailed(f"the new version holds {found}, it should hold {dict(record.counts)}; try again")
        self._find_known_row(name, vectors)
        leaks = probe_wall(self.milvus, name, record, [row.audience for row in self.rows], vectors)
        golden = ask_golden(Index(self.milvus, self.embedder, self.alias), name, self.sources.questions)
        if leaks or golden.leaks:
            raise RebuildFailed("the new version shows rows to the wrong people: " + "; ".join([*leaks, *golden.leaks]))
        return golden

    def _find_known_row(self, name: str, vectors: Vectors) -> None:
        row = self.rows[0]
        partition = partition_name(row.kind, row.audience)
        found = self.milvus.search(name, vectors[:1], [partition], 10, ["document"])[0]
        if row.id not in {match.id for match in found}:
            raise RebuildFailed(f"the new version doesn't find {row.id}, which was just put into it; try again")

    def _drop_quietly(self, name: str) -> None:
        try:
            # The call that moves the alias may have succeeded without an answer.
            if self.milvus.target(self.alias) != name:
                self.milvus.drop(name)
        except IndexProblem as problem:
            LOG.warning("%s could not be dropped now, the next rebuild will: %s", name, problem)

    def _drop_older(self, kept: set[str]) -> tuple[str, ...]:
        older = [name for name in versions_of(self.alias, self.milvus.collections()) if name not in kept]
        for name in older:
            self._drop_quietly(name)
        return tuple(older)


def _stored(row: Row, vector: Vectors) -> dict[str, object]:
    return {
        "id": row.id,
        "kind": row.kind,
        "audience": row.audience,
        "document": row.document,
        "text": row.text,
        "payload": row.payload,
        "vector": vector.tolist(),
    }


def rollback(settings: Settings) -> str:
    """Let the alias name the version before the live one again; its name. Raises ``RebuildFailed`` without one."""
    milvus = Milvus.of(settings)
    with _alone(settings.var_dir / "index" / "rebuild.lock"):
        now = milvus.target(settings.index_alias)
        others = [name for name in versions_of(settings.index_alias, milvus.collections()) if name != now]
        if not others:
            raise RebuildFailed("there is no version to go back to; run python -m retrieval rebuild")
        milvus.load(others[-1])
        milvus.point(settings.index_alias, others[-1])
        return others[-1]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the lock file; the system lets it go when the process ends, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RebuildRunning("the index is being rebuilt right now; wait until that is done") from error
        yield
