"""A damaged or missing index rebuilds itself: everything in it comes from templates and articles."""

from __future__ import annotations

from retrieval.embedding import Embedder, SentenceModel
from retrieval.errors import RebuildRunning
from retrieval.health import index_state
from retrieval.milvus import Milvus
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from retrieval.vectors import Progress


def mend(settings: Settings, report: Progress | None = None, *, embedder: Embedder | None = None) -> str:
    """Look at the live index and rebuild it when it can't be searched; what was done, in words.

    Raises ``IndexUnavailable`` when the server can't be asked (then nothing is known to be wrong),
    ``WrongDocuments`` or ``RebuildFailed`` when the index is broken and can't be rebuilt.
    """
    model = embedder or SentenceModel(settings.embedding_model)
    state = index_state(Milvus.of(settings), settings.index_alias, model.name)
    if not state.problem:
        return f"the index is sound: {sum(state.counts.values())} rows in {state.collection}"
    wrong = state.problem.removesuffix("; run python -m retrieval rebuild")
    try:
        summary = rebuild(settings, report, embedder=model, accept_losses=True)  # better than no index at all
    except RebuildRunning:
        return f"{wrong}; somebody else is rebuilding it already"
    lost = f"; golden questions lost: {'; '.join(summary.golden.lost)}" if summary.golden.lost else ""
    return f"{wrong}; rebuilt: {summary.rows} rows in {summary.collection}{lost}"
