"""Our own index on the peers' terms: a row is one passage, in the partition of its segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from benchmarks.peers_env.asking import PLACES, Job, measure
from retrieval.documents.knowledge import Knowledge
from retrieval.embedding import BUNDLED, SentenceModel
from retrieval.index import Index
from retrieval.matching.matcher import NOTHING_TAUGHT
from retrieval.milvus import Milvus
from retrieval.newcomer import Newcomer
from retrieval.rows import Row
from retrieval.rows import rows_of as rows_in
from retrieval.types import SHARED, Passage
from retrieval.vectors import probe_of, silent, vectors_for
from retrieval.versions import new_name
from retrieval.wanted import Wanted

ALIAS = "peer"


class Ours:
    """Everything that a rebuild writes, without the golden questions that it asks."""

    def __init__(self, job: Job) -> None:
        self.milvus = Milvus(job.uri)
        self.model = SentenceModel(BUNDLED)  # the very weights that the peers are given by path
        self.index = Index(self.milvus, self.model, ALIAS)
        self.probe = probe_of(self.model)

    def build(self, ids: Sequence[str], texts: Sequence[str], segments: Sequence[str]) -> None:
        passages = tuple(_passage(*one) for one in zip(ids, texts, segments, strict=True))
        products = tuple(sorted({*segments} - {SHARED}))
        rows = tuple(_as_given(row) for row in rows_in((), passages))
        wanted = Wanted(Knowledge(products, (), passages), (), rows)
        vectors = vectors_for(rows, {}, self.model)
        newcomer = Newcomer.of(self.milvus, new_name(ALIAS), self.model.name, wanted, vectors, NOTHING_TAUGHT)
        newcomer.write(self.probe.tolist(), silent)
        self.collection = newcomer.name

    def search(self, text: str, segments: Sequence[str]) -> list[str]:
        hits = self.index.search([text], segments, self.collection, templates=0, passages=PLACES)
        return [hit.passage.id for hit in hits.passages]


def _passage(name: str, text: str, segment: str) -> Passage:
    return Passage(name, name, segment, "", "", text)


def _as_given(row: Row) -> Row:
    """Embedded without the line for the title, which these have not."""
    return replace(row, embedded=row.text)


if __name__ == "__main__":
    measure(Ours)
