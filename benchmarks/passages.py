"""How many of the right passages a search finds, and that it finds none of another segment.

Each row of the corpus becomes an article of a knowledge base, which is rebuilt and searched as any other: cut, embedded
and laid into the partition of its segment. A query searches what is shared and its own segment. What was found counts
by the row that it was cut from. `--compare` ranks the same rows plainly too: by the model's cosine of the whole row, by
BM25, and by both fused. Prints one JSON object last.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np

from benchmarks.labelled_passages import Labelled, Query, lay_out, read_corpus, read_queries, row_of
from benchmarks.ranking import FUSED, Scores, best, bm25, fused, measured
from retrieval.embedding import Embedder, SentenceModel
from retrieval.errors import IndexProblem, ModelProblem
from retrieval.index import Index
from retrieval.milvus import Milvus
from retrieval.rebuild import rebuild
from retrieval.types import SHARED, Hits
from retrieval.vectors import embed_all
from router.logs import set_up_logs
from tests.knowledge import IndexServer

PLACES = 10
PIECES = 50
"""Passages fetched for a ranking: several may come from one row."""
WARM_UP = 10


@click.command()
@click.option("--corpus", default="mtrag_pool_corpus.jsonl", show_default=True, help="Rows: id, text, perhaps segment.")
@click.option(
    "--queries",
    default="mtrag_pool_queries.jsonl",
    show_default=True,
    help="Rows: text, relevant or rel (ids), perhaps segment.",
)
@click.option("--compare", is_flag=True, help="Plain dense, BM25 (with bm25s) and both fused over the same rows, too.")
def main(corpus: str, queries: str, compare: bool) -> None:
    """Search labelled passages through the real index."""
    rows, asked = read_corpus(corpus), read_queries(queries)
    with tempfile.TemporaryDirectory() as name, IndexServer(Path(name) / "var") as server:
        settings = lay_out(Path(name) / "company", rows, server.uri)
        model = SentenceModel(settings.embedding_model)
        summary = rebuild(settings, embedder=model)
        index = Index(Milvus.of(settings), model, settings.index_alias)
        found = [_hits(index, query, summary.collection, passages=PIECES) for query in asked]
        taken = _timed(index, asked, summary.collection)
    ranked = [_rows_found(hits, rows) for hits in found]
    result = measured(ranked, [query.relevant for query in asked]) | {
        "outside_segment": sum(_outside(hits, query, rows) for hits, query in zip(found, asked, strict=True)),
        "answered": round(100 * sum(map(bool, ranked)) / len(asked), 1),
        "n": len(asked),
        "rows": len(rows),
        "passages": sum(summary.counts.values()),
        "p50_ms": round(float(np.percentile(taken, 50)) * 1000, 1),
        "p99_ms": round(float(np.percentile(taken, 99)) * 1000, 1),
    }
    if compare:
        result |= _compared(rows, asked, model)
    click.echo(json.dumps(result))


def _hits(index: Index, query: Query, collection: str, **wanted: int) -> Hits | None:
    """What a search finds, or None when it fails: then a customer would have got no answer."""
    try:
        return index.search([query.text], query.audiences, collection, **wanted)
    except (IndexProblem, ModelProblem) as problem:
        click.echo(f"{query.text[:80]!r}: {problem}", err=True)
        return None


def _timed(index: Index, asked: Sequence[Query], collection: str) -> list[float]:
    """Seconds of each search as a ticket does it."""
    for query in asked[:WARM_UP]:
        _hits(index, query, collection)
    taken = []
    for query in asked:
        begun = time.perf_counter()
        _hits(index, query, collection)
        taken.append(time.perf_counter() - begun)
    return taken


def _rows_found(hits: Hits | None, rows: Sequence[Labelled]) -> list[str]:
    places = dict.fromkeys(row_of(hit.passage.article) for hit in (hits.passages if hits else ()))
    return [rows[place].id for place in places][:PLACES]


def _outside(hits: Hits | None, query: Query, rows: Sequence[Labelled]) -> int:
    """Passages that this query should never have been shown, by the rows' own word for whom they are."""
    found = [rows[row_of(hit.passage.article)] for hit in (hits.passages if hits else ())]
    return sum(row.segment not in query.audiences for row in found)


def _compared(rows: Sequence[Labelled], asked: Sequence[Query], model: Embedder) -> dict[str, Any]:
    texts, questions = [row.text for row in rows], [query.text for query in asked]
    names, relevant = [row.id for row in rows], [query.relevant for query in asked]
    seen = np.array([[row.segment in (SHARED, query.segment) for row in rows] for query in asked])
    cosines: Scores = np.asarray(embed_all(questions, model)) @ np.asarray(embed_all(texts, model)).T
    dense = best(np.where(seen, cosines, -np.inf).astype(np.float32), names, FUSED)
    words = bm25(questions, texts, seen)
    if words is None:
        return {"dense": measured(dense, relevant), "bm25": "skipped: install requirements-dev.txt"}
    lexical = best(words, names, FUSED)
    return {
        "dense": measured(dense, relevant),
        "bm25": measured(lexical, relevant),
        "rrf": measured(fused([dense, lexical], PLACES), relevant),
    }


if __name__ == "__main__":
    set_up_logs("ERROR")
    main()
