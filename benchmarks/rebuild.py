"""A rebuild of the example company grown to many chunks: its speed beside the bare model's, and what searches notice.

The index server and the searches run as processes of their own. `--kills` also kills rebuilds of a small company at
random moments. Prints one JSON object last.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import click

from benchmarks.many_chunks import change_article, company, settings_of
from benchmarks.searching import EDITION, Seen, searching
from retrieval.embedding import SentenceModel, Vectors, bundled_weights
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from retrieval.vectors import PROBE
from retrieval.wanted import read_wanted
from router.logs import set_up_logs
from tests.knowledge import ROOT, IndexServer

QUESTIONS = 64
IDLE_SECONDS = 15


@click.command()
@click.option("--chunks", default=20_000, show_default=True, help="Rows of the index: passages and example questions.")
@click.option("--swaps", default=10, show_default=True, help="Rebuilds under search, each with one article changed.")
@click.option("--kills", default=0, show_default=True, help="Rebuilds to kill at random moments.")
def main(chunks: int, swaps: int, kills: int) -> None:
    """Measure a rebuild."""
    with tempfile.TemporaryDirectory() as name, IndexServer(Path(name) / "var") as server:
        folder = Path(name) / f"{EDITION}0"
        settings = company(folder, chunks, server.uri)
        result = _speed(settings)
        model = SentenceModel(settings.embedding_model)
        questions = model.embed([PROBE, *(one.question for one in read_wanted(settings).questions[:QUESTIONS])])
        with searching(settings, questions) as idle:
            time.sleep(IDLE_SECONDS)
        result |= _unchanged(settings) | _swaps(folder, settings, model, questions, swaps) | _searches("idle", idle)
        if kills:
            from benchmarks.killing import kill_rebuilds

            result |= kill_rebuilds(Path(name) / "small", server.uri, kills)
    click.echo(json.dumps(result))


def _speed(settings: Settings) -> dict[str, Any]:
    """The first rebuild, which embeds everything, between two halves of the same texts by the model alone."""
    from sentence_transformers import SentenceTransformer

    texts = list(dict.fromkeys(row.embedded for row in read_wanted(settings).rows))
    bare = SentenceTransformer(str(bundled_weights()), device="cpu")
    model = SentenceModel(settings.embedding_model)
    for one in (bare.encode, model.embed):
        one(["warm up"])
    seconds = _encode(bare, texts[::2])
    begun = time.perf_counter()
    summary = rebuild(settings, _shown, embedder=model)
    whole = time.perf_counter() - begun
    seconds += _encode(bare, texts[1::2])
    return {
        "chunks": summary.rows,
        "texts": len(texts),
        "chunks_per_second": round(len(texts) / whole, 1),
        "bare_encode_per_second": round(len(texts) / seconds, 1),
        "share_of_bare": round(seconds / whole, 3),
        "golden": f"{summary.golden.asked - len(summary.golden.missed)} of {summary.golden.asked}",
    }


def _encode(bare: Any, texts: list[str]) -> float:
    begun = time.perf_counter()
    bare.encode(texts, convert_to_numpy=True, normalize_embeddings=True, show_progress_bar=False)
    return time.perf_counter() - begun


def _unchanged(settings: Settings) -> dict[str, Any]:
    """The command again with nothing changed: what it does, and with Python's start."""
    begun = time.perf_counter()
    summary = rebuild(settings, embedder=SentenceModel(settings.embedding_model), only_if_changed=True)
    inside = time.perf_counter() - begun
    if not summary.unchanged:
        raise click.ClickException("something changed though nothing was touched")
    names = {
        "MILVUS_URI": settings.milvus_uri,
        "TEMPLATES_DIR": str(settings.templates_dir),
        "KB_DIR": str(settings.kb_dir),
        "SEGMENTS_FILE": str(settings.segments_file),
        "VAR_DIR": str(settings.var_dir),
        "INDEX_ALIAS": settings.index_alias,
    }
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "retrieval", "rebuild"],
        cwd=ROOT,
        env=os.environ | names,
        check=True,
        capture_output=True,
    )
    return {"unchanged_s": round(inside, 2), "unchanged_command_s": round(time.perf_counter() - begun, 2)}


def _swaps(folder: Path, settings: Settings, model: SentenceModel, questions: Vectors, swaps: int) -> dict[str, Any]:
    """Rebuild again and again under search, each time from a folder of its own with one article changed."""
    seconds = []
    with searching(settings, questions) as seen:
        for number in range(1, swaps + 1):
            folder = folder.rename(folder.with_name(f"{EDITION}{number}"))
            change_article(folder, number)
            begun = time.perf_counter()
            # Added articles are not the company's own: what its questions lose to them says nothing.
            edition = settings_of(folder, settings.milvus_uri, settings.var_dir)
            rebuild(edition, _shown, embedder=model, accept_losses=True)
            seconds.append(time.perf_counter() - begun)
    return {
        "swaps": swaps,
        "rebuild_one_article_changed_s": round(median(seconds), 1) if seconds else 0.0,
        "searches_failed": len(seen.failed),
        "searches_mixed": seen.mixed,
        "first_failure": seen.failed[0] if seen.failed else "",
    } | _searches("during_rebuild", seen)


def _searches(when: str, seen: Seen) -> dict[str, Any]:
    return {
        f"searches_{when}": len(seen.seconds),
        f"search_p50_ms_{when}": seen.p(50),
        f"search_p99_ms_{when}": seen.p(99),
        f"slowest_ms_{when}": round(seen.slowest * 1000, 1),
    }


def _shown(what: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{what} {done} of {total}   ", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    set_up_logs("ERROR")
    main()
