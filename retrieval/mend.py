"""A damaged or missing index rebuilds itself: everything in it comes from templates and articles."""

from __future__ import annotations

from retrieval.embedding import Embedder, SentenceModel
from retrieval.health import index_state, weights_problem
from retrieval.milvus import Milvus
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from retrieval.vectors import Progress, probe_of


def mend(settings: Settings, report: Progress | None = None, *, embedder: Embedder | None = None) -> str:
    """Look at the live index and rebuild it when it can't be searched; what was done, in words.

    Raises ``IndexUnavailable`` when the server can't be asked (then nothing is known to be wrong), ``RebuildRunning``
    when somebody else is at it, ``WrongDocuments`` or ``RebuildFailed`` when it is broken and can't be rebuilt.
    """
    model = embedder or SentenceModel(settings.embedding_model)
    milvus = Milvus.of(settings)
    state = index_state(milvus, settings.index_alias, model.name)
    problem = state.problem or weights_problem(milvus, state.collection, model.name, probe_of(model))
    if not problem:
        return f"the index is sound: {sum(state.counts.values())} rows in {state.collection}"
    wrong = problem.split("; run python -m retrieval rebuild")[0]
    summary = rebuild(settings, report, embedder=model, accept_losses=True)  # better than no index at all
    lost = f"; golden questions lost: {'; '.join(summary.golden.lost)}" if summary.golden.lost else ""
    return f"{wrong}; rebuilt: {summary.rows} rows in {summary.collection}{lost}"
