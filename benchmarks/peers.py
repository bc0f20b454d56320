"""Ours beside langchain-milvus and llama-index: the same texts, model, segment filter and kind of index server.

Each system is a process of its own against a fresh server of its own: it builds its index, then answers the queries one
after the other. Half of the rows are for everybody, a quarter for each of two segments, unless they say. The peers live
in environments of their own below `--env`, which are made when they are missing; `--envs` makes them and ends. What is
pinned there is in `benchmarks/peers_env`: the two ask for different versions of pymilvus. A ratio
above 1 says that ours is ahead. Prints one JSON object last.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from statistics import median
from typing import Any

import click
import numpy as np

from benchmarks.labelled_passages import Labelled, Query, read_corpus, read_queries
from benchmarks.peers_env.asking import Job
from benchmarks.ranking import recall
from retrieval.embedding import bundled_weights
from retrieval.types import SHARED
from router.logs import set_up_logs
from tests.knowledge import ROOT, IndexServer

OWN = ROOT / "benchmarks" / "peers_env"
PEERS = {"langchain-milvus": "langchain", "llama-index": "llama_index"}
ENVIRONMENT = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "OMP_WAIT_POLICY": "PASSIVE"}
"""The last is what our own model sets for itself: without it the peers are many times slower on busy cores."""
SEGMENTS = (SHARED, "a", SHARED, "b")
HIGH = ("docs_per_s", "docs_per_cpu_s", "recall_at_5")
LOW = ("query_p50_ms", "query_p99_ms", "query_cpu_ms", "rss_mb")


@click.command()
@click.option("--corpus", default="mtrag_pool_corpus.jsonl", show_default=True, help="Rows: id, text, perhaps segment.")
@click.option("--queries", default="mtrag_pool_queries.jsonl", show_default=True, help="Rows: text, relevant or rel.")
@click.option("--env", default="var/bench/peers", show_default=True, help="Folder of the peers' environments.")
@click.option("--rounds", default=1, show_default=True, help="How often each is measured, in turn; medians count.")
@click.option("--envs", is_flag=True, help="Make the peers' environments, and nothing else.")
def main(corpus: str, queries: str, env: str, rounds: int, envs: bool) -> None:
    """Measure ours and its peers."""
    runs = {
        name: [str(_environment(Path(env) / part, part)), str(OWN / f"with_{part}.py")] for name, part in PEERS.items()
    }
    if envs:
        return
    rows = _in_segments(read_corpus(corpus))
    asked = _in_reach(read_queries(queries), rows)
    commands = {"ours": [sys.executable, "-m", "benchmarks.peers_env.with_ours"], **runs}
    measured: dict[str, list[dict[str, float]]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            measured[name].append(_measured(command, rows, asked))
    result = {
        name: {key: round(median(one[key] for one in found), 1) for key in found[0]} for name, found in measured.items()
    }
    ratios = {name: _ratios(result["ours"], result[name]) for name in PEERS}
    click.echo(json.dumps({**result, "ratios": ratios, "rows": len(rows), "queries": len(asked), "rounds": rounds}))


def _environment(folder: Path, part: str) -> Path:
    """The Python of a peer's environment, made from its pinned list when that isn't what it holds."""
    pinned = OWN / f"{part}.txt"
    made_of = folder / "made-of"
    wanted = hashlib.sha256(pinned.read_bytes()).hexdigest()
    python = folder / "bin" / "python"
    if not made_of.exists() or made_of.read_text(encoding="utf-8") != wanted:
        click.echo(f"making {folder} from {pinned.name}, about 1.5 GB", err=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "-r", str(pinned)], check=True)
        made_of.write_text(wanted, encoding="utf-8")
    return python.absolute()


def _in_segments(rows: list[Labelled]) -> list[Labelled]:
    if any(row.segment != SHARED for row in rows):
        return rows
    return [replace(row, segment=SEGMENTS[place % len(SEGMENTS)]) for place, row in enumerate(rows)]


def _in_reach(asked: list[Query], rows: list[Labelled]) -> list[Query]:
    """The queries asked from one segment and then the other, as far as anything there answers them."""
    segment_of = {row.id: row.segment for row in rows}
    own = sorted({*segment_of.values()} - {SHARED}) or [SHARED]
    found = []
    for place, query in enumerate(asked):
        query = query if query.segment != SHARED else replace(query, segment=own[place % len(own)])
        relevant = tuple(name for name in query.relevant if segment_of.get(name) in query.audiences)
        if relevant:
            found.append(replace(query, relevant=relevant))
    return found


def _measured(command: list[str], rows: list[Labelled], asked: list[Query]) -> dict[str, float]:
    """One system's figures, on a server of its own."""
    with tempfile.TemporaryDirectory() as name, IndexServer(Path(name) / "var") as server:
        job = Job(
            uri=server.uri,
            model=str(bundled_weights()),
            ids=[row.id for row in rows],
            texts=[row.text for row in rows],
            segments=[row.segment for row in rows],
            queries=[query.text for query in asked],
            filters=[list(query.audiences) for query in asked],
        )
        path = Path(name) / "job.json"
        path.write_text(json.dumps(asdict(job)), encoding="utf-8")
        done = subprocess.run(
            [*command, str(path)], cwd=ROOT, env=os.environ | ENVIRONMENT, stdout=subprocess.PIPE, text=True
        )
    if done.returncode:
        raise click.ClickException(f"{' '.join(command)} ended with {done.returncode}")
    return _figures(json.loads(done.stdout.splitlines()[-1]), rows, asked)


def _figures(told: Mapping[str, Any], rows: list[Labelled], asked: list[Query]) -> dict[str, float]:
    segment_of = {row.id: row.segment for row in rows}
    pairs = list(zip(told["found"], asked, strict=True))
    return {
        "docs_per_s": len(rows) / told["build_s"],
        "docs_per_cpu_s": len(rows) / told["build_cpu_s"],
        "query_p50_ms": float(np.percentile(told["taken"], 50)) * 1000,
        "query_p99_ms": float(np.percentile(told["taken"], 99)) * 1000,
        "query_cpu_ms": told["query_cpu_s"] * 1000,
        "recall_at_5": 100 * float(np.mean([recall(ids, query.relevant, 5) for ids, query in pairs])),
        "outside_segment": sum(segment_of[name] not in query.audiences for ids, query in pairs for name in ids),
        "rss_mb": told["rss_mb"],
    }


def _ratios(ours: Mapping[str, float], theirs: Mapping[str, float]) -> dict[str, float]:
    ahead = {key: ours[key] / theirs[key] for key in HIGH} | {key: theirs[key] / ours[key] for key in LOW}
    return {key: round(ratio, 2) for key, ratio in ahead.items()}


if __name__ == "__main__":
    set_up_logs("ERROR")
    main()
