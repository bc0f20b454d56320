"""The index of templates and passages, behind the service's own door and errors."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from retrieval.embedding import Embedder, SentenceModel, Vectors
from retrieval.errors import (
    IndexProblem,
    IndexUnavailable,
    ModelProblem,
    RebuildFailed,
    RebuildRunning,
    VersionGone,
    WrongDocuments,
)
from retrieval.index import Index
from retrieval.mend import mend
from retrieval.milvus import Milvus
from retrieval.settings import Settings
from retrieval.types import Hits, IndexState, Template
from retrieval.vectors import Lately
from router.errors import Unavailable
from router.meters import OK, outside_call

PLACE = "index"
LOG = logging.getLogger(__name__)
T = TypeVar("T")

START_PATIENCE = 20.0
"""Seconds that the index server gets to come up when both programs start together."""
BUILD_PATIENCE = 600.0
"""Seconds that another worker gets to build it."""
MEND_AGAIN_AFTER = 600.0
"""Seconds between two tries to mend: a rebuild that fails would fail again for the next ticket."""


class BeingBuilt(Unavailable):
    """Somebody else is at it."""


class KnowledgeIndex:
    """Implements :class:`router.ports.Index`.

    A run holds on to the version it began with. When that one has been dropped since, the live version answers in
    its place, so that no run waits for something that won't come back. An index found damaged or missing is rebuilt
    beside the tickets, which are told of the problem until that is done.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        embedder: Embedder | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Without arguments as the environment says. Nothing is connected to or loaded yet."""
        self._settings = settings or Settings()
        self._embedder = embedder or SentenceModel(self._settings.embedding_model)
        self._index = Index(Milvus.of(self._settings), self._embedder, self._settings.index_alias)
        self._sentences = Lately(self._embedder)
        self._clock = clock
        self._mending = threading.Lock()
        self._mended_at: float | None = None

    def warm_up(self, patience: float = START_PATIENCE) -> None:
        """Load the model and mend the index before the first ticket pays for it. Raises ``Unavailable``.

        Of several workers that start together one builds it, and the others wait for that.
        """
        _ours(lambda: self._embedder.embed(["warm up"]))
        began = self._clock()
        while True:
            try:
                if _ours(self._index.state).problem:
                    self._mend()
                return
            except Unavailable as gone:
                if self._clock() - began >= (BUILD_PATIENCE if isinstance(gone, BeingBuilt) else patience):
                    raise
                time.sleep(0.5)

    def state(self) -> IndexState:
        """What the index says of itself. Raises ``Unavailable`` without a server.

        A problem begins a rebuild, and nobody waits for it: the ticket gets a note meanwhile.
        """
        found = _ours(self._index.state)
        if found.problem and not self._mending.locked():
            threading.Thread(target=self._mend_beside, name="mend-index", daemon=True).start()
        return found

    def state_or_problem(self) -> IndexState:
        """The state for the one on call: a server that doesn't answer is a problem like any other. Mends nothing."""
        try:
            return _ours(self._index.state)
        except Unavailable as gone:
            return IndexState("", self._embedder.name, "", {}, gone.says)

    def _mend_beside(self) -> None:
        try:
            self._mend()
        except Unavailable as gone:
            LOG.warning("the index could not be mended now: %s", gone)

    def _mend(self) -> None:
        with self._mending:
            if self._mended_at is not None and self._clock() - self._mended_at < MEND_AGAIN_AFTER:
                return
            try:
                LOG.warning("looked after the index: %s", mend(self._settings, embedder=self._embedder))
            except IndexUnavailable as gone:
                raise Unavailable(PLACE, str(gone)) from gone
            except RebuildRunning as running:
                LOG.info("another worker builds the index")
                raise BeingBuilt(PLACE, str(running)) from running
            except (IndexProblem, ModelProblem, RebuildFailed, WrongDocuments) as failure:
                LOG.error("the index is damaged and can't be rebuilt: %s", failure)
            self._mended_at = self._clock()

    def search(
        self, texts: Sequence[str], audiences: Sequence[str], collection: str, *, templates: int = 5, passages: int = 5
    ) -> Hits:
        """The best templates and passages for the texts, of these audiences only. No audience: nothing."""
        return self._held(
            "search",
            collection,
            lambda version: self._index.search(texts, audiences, version, templates=templates, passages=passages),
        )

    def template(self, template_id: str, audiences: Sequence[str], collection: str) -> Template | None:
        """A template by id, if its audience is among these."""
        return self._held("template", collection, lambda version: self._index.template(template_id, audiences, version))

    def siblings(self, template_id: str, audiences: Sequence[str], collection: str) -> Sequence[Template]:
        """Templates of the same topic for others of these audiences."""
        return self._held("siblings", collection, lambda version: self._index.siblings(template_id, audiences, version))

    def outside(self, audiences: Sequence[str], collection: str) -> Sequence[str]:
        """Texts that stand in the index for other audiences only."""
        return self._held("outside", collection, lambda version: self._index.outside(audiences, version))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 a text, by the model that searches. Raises ``Unavailable``."""
        return _ours(lambda: self._sentences.embed(texts))

    def _held(self, what: str, collection: str, ask: Callable[[str], T]) -> T:
        with outside_call(PLACE, what) as call:
            try:
                found = _ours(lambda: ask(collection), let_through=VersionGone)
            except VersionGone:
                found = _ours(lambda: ask(self._live()))
            call.outcome = OK
        return found

    def _live(self) -> str:
        state = self._index.state()
        if state.problem:
            raise Unavailable(PLACE, state.problem)
        return state.collection


def _ours(ask: Callable[[], T], let_through: type[Exception] | tuple[()] = ()) -> T:
    try:
        return ask()
    except let_through:
        raise
    except (IndexProblem, ModelProblem) as problem:
        raise Unavailable(PLACE, str(problem)) from problem
