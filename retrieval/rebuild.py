"""Building a new version beside the live one, and moving the alias only when it has proven itself."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime

from retrieval.alone import alone, remember
from retrieval.before import Before, Model, hashes_of, look_back
from retrieval.embedding import Embedder, SentenceModel
from retrieval.errors import IndexDamaged, IndexUnavailable, RebuildFailed, RebuildRunning
from retrieval.golden import GoldenReport
from retrieval.health import index_state
from retrieval.history import drop_others, drop_quietly, drop_unfinished, rollback, versions_now
from retrieval.matching.lessons import teach
from retrieval.milvus import Milvus
from retrieval.newcomer import Newcomer
from retrieval.settings import Settings
from retrieval.summary import Summary, changes
from retrieval.vectors import Progress, probe_of, silent, vectors_for
from retrieval.versions import Proof, new_name, read_proof, read_record, versions_of
from retrieval.wanted import Wanted, read_wanted

__all__ = ["rebuild", "rollback"]


def rebuild(
    settings: Settings,
    report: Progress | None = None,
    *,
    embedder: Embedder | None = None,
    milvus: Milvus | None = None,
    dry_run: bool = False,
    only_if_changed: bool = False,
    accept_losses: bool = False,
) -> Summary:
    """Build a new version from templates and articles and let it go live.

    ``only_if_changed`` leaves a sound live version alone that was built from the very same texts and questions;
    ``accept_losses`` lets a version go live that no longer answers a golden question which the live one answers.
    Raises ``WrongDocuments``, ``RebuildFailed``, ``ModelProblem`` or an ``IndexProblem``; then the live version is as
    it was.
    """
    model = embedder or SentenceModel(settings.embedding_model)
    work = _Rebuild(settings, model, milvus or Milvus.of(settings), report or silent, accept_losses)
    if dry_run:
        return work.plan(read_wanted(settings))
    with alone(settings.var_dir):
        try:
            summary = work.run(read_wanted(settings), only_if_changed)
        except BaseException as error:
            if not isinstance(error, RebuildRunning):
                remember(settings.var_dir, "failed", str(error) or type(error).__name__)
            raise
        result = "nothing changed" if summary.unchanged else "live"
        remember(settings.var_dir, result, summary.in_short, summary.collection)
        return summary


class _Rebuild:
    """One rebuild under way."""

    def __init__(
        self, settings: Settings, embedder: Embedder, milvus: Milvus, report: Progress, accept_losses: bool
    ) -> None:
        self.settings = settings
        self.alias = settings.index_alias
        self.embedder = embedder
        self.milvus = milvus
        self.report = report
        self.accept_losses = accept_losses

    def plan(self, wanted: Wanted) -> Summary:
        """What would be done, without the model, and without the server when it is down: then all is new."""
        try:
            before, asked = self._look_back(wanted, Model(self.embedder.name)), True
        except IndexUnavailable:
            before, asked = Before(), False
        copied = sum(row.id in before.vectors for row in wanted.rows)
        return Summary(
            collection="",
            model=self.embedder.name,
            counts=wanted.counts,
            embedded=len(wanted.rows) - copied,
            copied=copied,
            changes=changes(before.documents, hashes_of(wanted.rows)),
            dry_run=True,
            server_asked=asked,
        )

    def run(self, wanted: Wanted, only_if_changed: bool) -> Summary:
        started = time.monotonic()
        if only_if_changed and (same := self._unchanged(wanted)):
            return same
        self.milvus.version()  # without a server there is no need to load the model
        probe = probe_of(self.embedder)
        before = self._look_back(wanted, Model(self.embedder.name, probe))
        drop_unfinished(self.milvus, self.settings, versions_now(self.milvus, self.alias))
        vectors = vectors_for(wanted.rows, before.vectors, self.embedder, self.report)
        matcher = teach(wanted, vectors, self.embedder, self.report)
        newcomer = Newcomer.of(
            self.milvus, new_name(self.alias), self.embedder.name, wanted, vectors, matcher, before.collection
        )
        golden = self._go_live(newcomer, probe.tolist(), before)
        copied = sum(row.id in before.vectors for row in wanted.rows)
        return Summary(
            collection=newcomer.name,
            model=self.embedder.name,
            counts=wanted.counts,
            embedded=len(wanted.rows) - copied,
            copied=copied,
            changes=changes(before.documents, hashes_of(wanted.rows)),
            golden=golden,
            lesson=matcher.lesson,
            lesson_before=before.record.lesson if before.record else None,
            dropped=tuple(drop_others(self.milvus, self.settings)),
            seconds=time.monotonic() - started,
        )

    def _unchanged(self, wanted: Wanted) -> Summary | None:
        state = index_state(self.milvus, self.alias, self.embedder.name)
        if state.problem or read_proof(self.milvus, state.collection) is None:
            return None
        if read_record(self.milvus, state.collection).content != wanted.content(self.embedder.name):
            return None
        drop_unfinished(self.milvus, self.settings, versions_now(self.milvus, self.alias))
        return Summary(state.collection, state.model, wanted.counts, 0, 0, unchanged=True)

    def _look_back(self, wanted: Wanted, model: Model) -> Before:
        live = self.milvus.target(self.alias)
        there = self.milvus.collections()
        others = [name for name in versions_of(self.alias, there) if name != live]
        return look_back(self.milvus, live if live in there else "", others, model, {row.id for row in wanted.rows})

    def _go_live(self, newcomer: Newcomer, probe: Sequence[float], before: Before) -> GoldenReport:
        try:
            newcomer.write(probe, self.report)
            golden = newcomer.prove(self.embedder, self.alias, before.proof, self.report)
            self._refuse_losses(golden)
            newcomer.sign(Proof(_now(), golden.answered_keys, golden.missed_keys))
            self._point(newcomer.name)
        except BaseException as error:
            drop_quietly(self.milvus, self.settings, newcomer.name)
            if isinstance(error, IndexUnavailable):
                raise IndexUnavailable(f"{error}. {CUT_OFF}") from error
            if isinstance(error, IndexDamaged):
                raise RebuildFailed(f"the new version could not be written ({error}). {CUT_OFF}") from error
            raise
        return golden

    def _refuse_losses(self, golden: GoldenReport) -> None:
        if golden.lost and not self.accept_losses:
            lost = "\n".join(f"  {says}" for says in golden.lost)
            says = f"{len(golden.lost)} golden questions that the live index answers would no longer be answered"
            todo = "mend the texts, change kb/golden.yaml, or rebuild with --accept-losses"
            raise RebuildFailed(f"{says}; the live index is as it was\n{lost}\n{todo}")

    def _point(self, name: str) -> None:
        try:
            self.milvus.point(self.alias, name)
        except IndexUnavailable:
            if self.milvus.target(self.alias) != name:  # the answer was lost, and not the call
                raise


CUT_OFF = (
    "That was while a new version was being written; the live one is as it was. If the index server's disk is full,"
    " make room and start it again, then rebuild"
)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
