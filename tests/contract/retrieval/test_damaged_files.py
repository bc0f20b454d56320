"""Files of the index that are lost or broken on the disk: the server starts, the worker tells, a rebuild mends it."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from retrieval.health import index_state
from retrieval.milvus import Milvus
from retrieval.partitions import partition_name
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from retrieval.vectors import PROBE
from router.adapters.index import KnowledgeIndex
from tests.knowledge import ForkedServer, HashedWords, IndexServer, settings_for, wait_until

SHARED = partition_name("passage", "shared")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[IndexServer]:
    with ForkedServer(tmp_path / "var") as server:
        yield server


@pytest.fixture
def own(server: IndexServer, tmp_path: Path) -> Settings:
    settings = settings_for(tmp_path / "company", server.uri)
    return settings.model_copy(update={"embedding_model": HashedWords().name})


def collections(server: IndexServer) -> Path:
    return server.folder / "collections"


def rows_of(server: IndexServer, partition: str = SHARED) -> list[Path]:
    return list(collections(server).glob(f"*/partitions/{partition}/data/*"))


def index_files(server: IndexServer) -> list[Path]:
    return list(collections(server).glob("*/partitions/*/indexes/*"))


def cut(paths: list[Path]) -> None:
    assert paths
    for path in paths:
        path.write_bytes(path.read_bytes()[:40])


def gone(paths: list[Path]) -> None:
    assert paths
    for path in paths:
        path.unlink() if path.is_file() else shutil.rmtree(path)


def truncate_the_rows_of_a_partition(server: IndexServer) -> None:
    cut(rows_of(server))


def lose_the_rows_of_a_partition(server: IndexServer) -> None:
    gone(rows_of(server))


def lose_a_whole_partition(server: IndexServer) -> None:
    gone(list(collections(server).glob(f"*/partitions/{SHARED}")))


def truncate_all_rows(server: IndexServer) -> None:
    cut(rows_of(server, "*"))


def truncate_the_manifests(server: IndexServer) -> None:
    cut(list(collections(server).glob("*/manifest.json*")))


def lose_the_schema(server: IndexServer) -> None:
    gone(list(collections(server).glob("*/schema.json")))


def empty_the_aliases(server: IndexServer) -> None:
    (server.folder / "aliases.json").write_bytes(b"")


def lose_everything(server: IndexServer) -> None:
    gone([server.folder])


def lose_an_index_file(server: IndexServer) -> None:
    gone(index_files(server)[:1])


def truncate_the_index_files(server: IndexServer) -> None:
    cut(index_files(server))


@pytest.mark.parametrize("damage", [lose_an_index_file, truncate_the_index_files])
def test_index_files_that_are_broken_after_a_clean_stop_are_built_anew(
    server: IndexServer, own: Settings, damage: Callable[[IndexServer], None]
) -> None:
    words = HashedWords()
    live = rebuild(own, embedder=words).collection
    server.end()
    damage(server)
    server.start()
    index = KnowledgeIndex(own, embedder=words)
    assert index.state_or_problem().problem == ""
    assert len(index.search(["What is the exit fee?"], ["shared", "IM"], live, passages=9).passages) == 4


@pytest.mark.parametrize(
    ("damage", "says", "embedded"),
    [
        (truncate_the_rows_of_a_partition, "0 of 3 rows passage shared", 3),
        (lose_the_rows_of_a_partition, "0 of 3 rows passage shared", 3),
        (lose_a_whole_partition, "0 of 3 rows passage shared", 3),
        (empty_the_aliases, "no index yet", 0),
        (truncate_all_rows, "lost rows", 10),
        (truncate_the_manifests, "is gone", 10),
        (lose_the_schema, "is gone", 10),
        (lose_everything, "no index yet", 10),
    ],
)
def test_a_worker_tells_of_the_damage_and_mends_it_without_help(
    server: IndexServer,
    own: Settings,
    damage: Callable[[IndexServer], None],
    says: str,
    embedded: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    lost = rebuild(own, embedder=HashedWords()).collection
    server.end()
    damage(server)
    server.start()
    words = HashedWords()
    worker = KnowledgeIndex(own, embedder=words)
    assert says in worker.state_or_problem().problem
    with caplog.at_level(logging.WARNING):
        assert says in worker.state().problem  # this ticket gets a note
        wait_until(lambda: "rebuilt: 12 rows" in caplog.text)
    state = worker.state()
    assert state.problem == ""
    assert state.collection not in ("", lost)
    assert len(worker.search(["What is the exit fee?"], ["shared", "IM"], state.collection, passages=9).passages) == 4
    assert len(set(words.seen) - {PROBE, "What is the exit fee?"}) == embedded


def test_files_that_vanish_below_a_running_server_are_told_after_its_next_start_and_not_served_by_half(
    server: IndexServer, own: Settings
) -> None:
    words = HashedWords()
    live = rebuild(own, embedder=words).collection
    lose_a_whole_partition(server)
    assert index_state(Milvus.of(own), own.index_alias, words.name).problem == ""
    server.end()
    server.start()
    state = index_state(Milvus.of(own), own.index_alias, words.name)
    assert (state.collection, state.problem.startswith("rows are missing")) == (live, True)
