"""A search with its query vectors at hand: how long half of them and all but one in a hundred take.

The index is the example company with articles added until it has so many chunks; its vectors are drawn in clusters, as
those of texts lie, so that nothing is embedded. A search is what a ticket pays for one text: templates and passages of
shared and one product, with the look at each hit. The searching threads are a process of their own, as a worker is.
`--real` measures a real Milvus 2.3.5 too. Prints one JSON object last.
"""

from __future__ import annotations

import json
import multiprocessing
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
import numpy as np

from benchmarks.many_chunks import company
from benchmarks.searching import AtHand
from retrieval.embedding import Vectors
from retrieval.index import Index
from retrieval.matching.training import train
from retrieval.milvus import Milvus
from retrieval.newcomer import Newcomer
from retrieval.settings import Settings
from retrieval.versions import new_name
from retrieval.wanted import read_wanted
from router.logs import set_up_logs
from tests.knowledge import IndexServer
from tests.real_milvus import CannotBeHad, RealMilvus

MODEL = "vectors drawn by chance"
DIMENSION = 384
CLUSTER = 50
"""Rows that lie together."""
QUERIES = 256
WARM_UP = 10


@click.command()
@click.option("--chunks", default="1000,5000,20000", show_default=True, help="Sizes of the index, with commas.")
@click.option("--threads", default="1,16", show_default=True, help="Threads that search at once, with commas.")
@click.option("--seconds", default=10.0, show_default=True, help="How long each is measured.")
@click.option("--real", is_flag=True, help="A real Milvus too, where it can be had.")
def main(chunks: str, threads: str, seconds: float, real: bool) -> None:
    """Measure searches."""
    sizes, crowds = ([int(one) for one in text.split(",")] for text in (chunks, threads))
    with tempfile.TemporaryDirectory() as name, IndexServer(Path(name) / "var") as server:
        result = {"lite": _sizes(Path(name) / "lite", server.uri, sizes, crowds, seconds)}
    if real:
        result["real"] = _real(sizes, crowds, seconds)
    click.echo(json.dumps(result))


def _real(sizes: list[int], crowds: list[int], seconds: float) -> Any:
    with ExitStack() as stack:
        name = stack.enter_context(tempfile.TemporaryDirectory())
        try:
            server = stack.enter_context(RealMilvus())
        except CannotBeHad as why:
            return f"skipped: {why}"
        return _sizes(Path(name), server.uri, sizes, crowds, seconds)


def _sizes(folder: Path, uri: str, sizes: list[int], crowds: list[int], seconds: float) -> dict[str, Any]:
    found = {}
    for size in sizes:
        settings = company(folder / str(size), size, uri)
        collection, rows, queries = _filled(settings)
        for crowd in crowds:
            found[f"{size} chunks, {crowd} threads"] = _measure(settings, collection, queries, crowd, seconds) | {
                "rows": rows
            }
        Milvus.of(settings).drop(collection)
    return found


def _filled(settings: Settings) -> tuple[str, int, Vectors]:
    """Write the company's rows as a rebuild does; the collection, its rows, and vectors to search with."""
    wanted = read_wanted(settings)
    vectors = _near(len(wanted.rows), seed=1)
    lessons = wanted.lessons
    matcher = train(vectors[list(lessons)], list(lessons.values()), vectors[:0])
    newcomer = Newcomer.of(Milvus.of(settings), new_name(settings.index_alias), MODEL, wanted, vectors, matcher)
    chance = np.random.default_rng(3)
    queries = vectors[chance.integers(len(vectors), size=QUERIES)] + chance.normal(0, 0.02, (QUERIES, DIMENSION))
    queries = _length_one(queries)
    newcomer.write(queries[0].tolist(), lambda *_: None)
    return newcomer.name, len(wanted.rows), queries


def _near(count: int, seed: int) -> Vectors:
    chance = np.random.default_rng(seed)
    centres = chance.normal(size=(count // CLUSTER + 1, DIMENSION))
    own = chance.normal(scale=0.6, size=(count, DIMENSION))
    return _length_one(centres[chance.integers(len(centres), size=count)] + own)


def _length_one(vectors: Any) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _measure(settings: Settings, collection: str, queries: Vectors, crowd: int, seconds: float) -> dict[str, Any]:
    spawn = multiprocessing.get_context("spawn")
    answers: Any = spawn.Queue()
    process = spawn.Process(target=_search_on, args=(settings, collection, queries, crowd, seconds, answers))
    process.start()
    taken, failed = answers.get(timeout=600 + seconds)
    process.join()
    return {
        "p50_ms": round(float(np.percentile(taken, 50)) * 1000, 1),
        "p99_ms": round(float(np.percentile(taken, 99)) * 1000, 1),
        "searches_per_second": round(len(taken) / seconds, 1),
        "searches": len(taken),
        "failed": failed,
    }


def _search_on(settings: Settings, collection: str, queries: Vectors, crowd: int, seconds: float, answers: Any) -> None:
    index = Index(Milvus.of(settings), AtHand(MODEL, queries), settings.index_alias)
    for turn in range(WARM_UP):
        index.search([str(turn)], ["shared", "IM"], collection)
    taken: list[float] = []
    failed: list[str] = []
    until = time.perf_counter() + seconds

    def search(number: int) -> None:
        turn = number * 17
        while (begun := time.perf_counter()) < until:
            turn += 1
            try:
                index.search([str(turn % QUERIES)], ["shared", "IM"], collection)
            except Exception as error:  # whatever it is, a customer would have waited
                failed.append(f"{type(error).__name__}: {error}"[:200])
            taken.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=search, args=(number,)) for number in range(crowd)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.put((taken, len(failed)))


if __name__ == "__main__":
    set_up_logs("ERROR")
    main()
