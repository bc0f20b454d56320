"""The service's door to the index speaks the service's errors and mends what it finds broken."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from pymilvus import MilvusClient

from retrieval.embedding import Vectors
from retrieval.milvus import Milvus
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from router.adapters.index import KnowledgeIndex
from router.errors import Unavailable
from router.ports import Index
from tests.knowledge import LIMIT, HashedWords, settings_for, wait_until


def test_a_server_that_is_down_is_unavailable_and_says_what_to_do(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = settings_for(tmp_path_factory.mktemp("alone") / "company")
    index: Index = KnowledgeIndex(settings, embedder=HashedWords())
    for ask in (
        index.state,
        lambda: index.search(["x"], ["shared"], "knowledge_1"),
        lambda: index.template("x", ["shared"], "knowledge_1"),
        lambda: index.outside(["shared"], "knowledge_1"),
    ):
        with pytest.raises(Unavailable, match="python -m retrieval serve") as raised:
            ask()
        assert raised.value.place == "index"


def test_the_one_on_call_reads_a_problem_and_no_error(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = settings_for(tmp_path_factory.mktemp("alone") / "company")
    state = KnowledgeIndex(settings, embedder=HashedWords()).state_or_problem()
    assert "python -m retrieval serve" in state.problem


def test_warming_up_builds_a_missing_index(settings: Settings, words: HashedWords) -> None:
    index = KnowledgeIndex(settings, embedder=words)
    index.warm_up()
    state = index.state()
    assert state.problem == ""
    assert index.search(["When can I call you?"], ["shared"], state.collection).templates


class HeldUp(HashedWords):
    """Embeds the documents when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.builds, self.go = threading.Event(), threading.Event()

    def embed(self, texts: Sequence[str]) -> Vectors:
        if len(texts) > 1:
            self.builds.set()
            assert self.go.wait(LIMIT)
        return super().embed(texts)


def test_of_two_workers_that_start_together_one_builds_and_the_other_waits(
    settings: Settings, words: HashedWords, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    held_up, second = HeldUp(), KnowledgeIndex(settings, embedder=words)
    with ThreadPoolExecutor(2) as workers:
        building = workers.submit(KnowledgeIndex(settings, embedder=held_up).warm_up)
        assert held_up.builds.wait(LIMIT)
        waiting = workers.submit(second.warm_up)
        wait_until(lambda: "another worker builds the index" in caplog.text)
        held_up.go.set()
        building.result()
        waiting.result()
    assert second.state().problem == ""
    assert len(words.seen) <= 2  # a warm-up, and perhaps a look at the weights: no document


def test_an_index_that_is_lost_later_is_mended_when_it_is_asked_for(settings: Settings, words: HashedWords) -> None:
    index = KnowledgeIndex(settings, embedder=words)
    lost = rebuild(settings, embedder=words).collection
    assert index.state().collection == lost
    MilvusClient(settings.milvus_uri).drop_collection(lost)
    assert "no index yet" in index.state().problem  # nobody waits for the rebuild: this ticket gets a note
    wait_until(lambda: not index.state().problem)
    assert index.state().collection not in ("", lost)


def test_an_index_that_cannot_be_mended_is_told_and_not_rebuilt_for_each_ticket(
    settings: Settings, words: HashedWords, caplog: pytest.LogCaptureFixture
) -> None:
    (settings.templates_dir / "broken.md").write_text("no front matter")
    index = KnowledgeIndex(settings, embedder=words)
    assert "no index yet" in index.state().problem
    wait_until(lambda: "broken.md:1:" in caplog.text)
    assert "no index yet" in index.state().problem
    index.warm_up()
    assert caplog.text.count("broken.md:1:") == 1


def test_a_run_whose_version_is_gone_is_answered_by_the_live_one(settings: Settings, words: HashedWords) -> None:
    held, *_, live = (rebuild(settings, embedder=words).collection for _ in range(4))
    assert held not in Milvus.of(settings).collections()
    index = KnowledgeIndex(settings, embedder=words)
    assert index.search(["When can I call you?"], ["shared"], held).collection == live
    assert index.template("exit-fee-im", ["IM"], held) is not None
    assert any("2.5%" in text for text in index.outside(["shared", "IM"], held))
