"""Searches go on while versions change places: none fails, none mixes two versions, and the worker follows."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from retrieval.history import rollback
from retrieval.milvus import Milvus
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from retrieval.types import Hits
from router.adapters.index import KnowledgeIndex
from tests.knowledge import FIXTURES, HashedWords

SWAPS = 4
THREADS = 4


def edition_of(hits: Hits) -> set[str]:
    """The editions that hits come from: each edition lies in a folder of its own, which stands in every document."""
    paths = [hit.template.path for hit in hits.templates] + [hit.passage.path for hit in hits.passages]
    return {part for path in paths for part in Path(path).parts if part.startswith("edition-")}


def edition(settings: Settings, tmp_path: Path, number: int) -> Settings:
    folder = tmp_path / f"edition-{number}"
    shutil.copytree(FIXTURES, folder)
    return settings.model_copy(update={"templates_dir": folder / "templates", "kb_dir": folder / "kb"})


class Searches:
    """What a worker does for each ticket, in several threads, until told to stop."""

    def __init__(self, settings: Settings) -> None:
        self.index = KnowledgeIndex(settings, embedder=HashedWords())
        self.seen: list[tuple[str, frozenset[str]]] = []
        self.failed: list[Exception] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._search) for _ in range(THREADS)]

    def __enter__(self) -> Searches:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _search(self) -> None:
        while not self._over.is_set():
            try:
                held = self.index.state().collection
                hits = self.index.search(["What is the exit fee?"], ["shared", "IM"], held, templates=9, passages=9)
                self.seen.append((hits.collection, frozenset(edition_of(hits))))
                assert (len(hits.templates), len(hits.passages)) == (2, 4)
            except Exception as error:  # whatever it is, a customer would have waited
                self.failed.append(error)


@pytest.fixture
def settings(settings: Settings, words: HashedWords) -> Settings:
    return settings.model_copy(update={"embedding_model": words.name})


def test_no_search_fails_or_mixes_versions_while_they_change_places(
    settings: Settings, words: HashedWords, tmp_path: Path
) -> None:
    names = {rebuild(edition(settings, tmp_path, 0), embedder=words).collection: "edition-0"}
    with Searches(settings) as searches:
        for number in range(1, SWAPS + 1):
            name = rebuild(edition(settings, tmp_path, number), embedder=words).collection
            names[name] = f"edition-{number}"
        back = rollback(settings)
    assert searches.failed == []
    assert len(searches.seen) > SWAPS
    assert {(name, frozenset({names[name]})) for name, _ in searches.seen} == set(searches.seen)
    state = searches.index.state()
    assert (state.collection, state.problem) == (back, "")
    hits = searches.index.search(["What is the exit fee?"], ["shared", "IM"], state.collection)
    assert edition_of(hits) == {f"edition-{SWAPS - 1}"}


def test_a_worker_with_another_model_never_gets_hits_of_the_live_versions_vectors(
    settings: Settings, words: HashedWords
) -> None:
    old = KnowledgeIndex(settings, embedder=words)
    old.warm_up()
    held = old.state().collection
    new = HashedWords("another", 32)
    live = rebuild(settings, embedder=new).collection
    assert Milvus.of(settings).target(settings.index_alias) == live
    hits = old.search(["When can I call you?"], ["shared"], held)  # the run keeps the version it began with
    assert hits.collection == held
    with pytest.raises(Exception, match=r"another.*hashed-words|hashed-words.*another"):
        old.search(["When can I call you?"], ["shared"], live)
