"""The launcher keeps every row through crashes, and refuses to start where it would do harm."""

from __future__ import annotations

import json
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pymilvus import MilvusClient
from pymilvus.client.types import LoadState

from retrieval.errors import IndexUnavailable
from retrieval.index import Index
from retrieval.milvus import Milvus
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from tests.knowledge import LIMIT, ForkedServer, HashedWords, IndexServer, answers, settings_for, wait_until


@pytest.fixture
def server(tmp_path: Path) -> Iterator[IndexServer]:
    with ForkedServer(tmp_path / "var") as server:
        yield server


@pytest.fixture
def own(server: IndexServer, tmp_path: Path) -> Settings:
    return settings_for(tmp_path / "company", server.uri)


def finds_everything(settings: Settings, words: HashedWords) -> bool:
    index = Index(Milvus.of(settings), words, settings.index_alias)
    state = index.state()
    hits = index.search(["When can I call you?"], ["shared", "IM"], state.collection, templates=9, passages=9)
    return state.problem == "" and hits.templates[0].template.id == "opening-hours" and len(hits.passages) == 4


def test_after_kill_9_and_a_restart_everything_is_found(server: IndexServer, own: Settings) -> None:
    words = HashedWords()
    rebuild(own, embedder=words)
    assert server.end(signal.SIGKILL) == -signal.SIGKILL
    server.start()
    assert finds_everything(own, words)


def test_half_written_index_files_of_a_crash_are_built_anew(server: IndexServer, own: Settings) -> None:
    words = HashedWords()
    rebuild(own, embedder=words)
    server.end(signal.SIGKILL)
    files = list(server.folder.glob("collections/*/partitions/*/indexes/*"))
    assert files
    for file in files:
        file.write_bytes(file.read_bytes()[:20])
    server.start()
    assert finds_everything(own, words)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_index_files_survive_a_clean_stop(server: IndexServer, own: Settings, number: signal.Signals) -> None:
    words = HashedWords()
    rebuild(own, embedder=words)
    assert server.end(number) == 0
    files = {file: file.stat().st_mtime_ns for file in server.folder.glob("collections/*/partitions/*/indexes/*")}
    assert files
    assert (server.folder / "stopped-cleanly").exists()
    server.start()
    assert finds_everything(own, words)
    assert {file: file.stat().st_mtime_ns for file in files} == files
    assert not (server.folder / "stopped-cleanly").exists()


def test_the_same_client_works_again_soon_after_an_outage(server: IndexServer, own: Settings) -> None:
    words = HashedWords()
    rebuild(own, embedder=words)
    index = Index(Milvus.of(own), words, own.index_alias)
    collection = index.state().collection
    server.end(signal.SIGKILL)
    with pytest.raises(IndexUnavailable, match="python -m retrieval serve"):
        index.search(["When can I call you?"], ["shared"], collection)
    server.start()
    wait_until(lambda: answers(Milvus.of(own)), limit=5.0)

    def found_again() -> bool:
        try:
            return bool(index.search(["When can I call you?"], ["shared"], collection).templates)
        except IndexUnavailable:
            return False

    wait_until(found_again, limit=5.0)


def test_when_the_port_answers_every_collection_is_loaded(server: IndexServer, own: Settings) -> None:
    live = rebuild(own, embedder=HashedWords()).collection
    server.end(signal.SIGKILL)
    server.start()
    assert MilvusClient(server.uri).get_load_state(live)["state"] == LoadState.Loaded


def test_rows_lie_in_files_and_not_in_memory_alone_when_a_version_goes_live(server: IndexServer, own: Settings) -> None:
    words = HashedWords()
    rebuild(own, embedder=words)
    server.end(signal.SIGKILL)
    for log in server.folder.glob("collections/*/wal"):
        shutil.rmtree(log)
    server.start()
    assert finds_everything(own, words)


def test_a_search_takes_one_thread_whatever_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "8")
    with IndexServer(tmp_path / "var") as server:
        wait_until(lambda: (server.folder / "owner.json").exists())
        assert json.loads((server.folder / "owner.json").read_text())["threads"] == 1


def test_a_port_that_another_server_would_share_is_refused(tmp_path: Path) -> None:
    with socket.socket() as generous:
        generous.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        generous.bind(("127.0.0.1", 0))
        generous.listen()
        second = IndexServer(tmp_path / "elsewhere", generous.getsockname()[1]).launch()
        says = second.communicate(timeout=LIMIT)[0]
    assert second.returncode == 1
    assert "is taken" in says
    assert "Traceback" not in says


def test_a_hung_server_is_given_up_after_the_time_out(server: IndexServer, own: Settings) -> None:
    words = HashedWords()
    collection = rebuild(own, embedder=words).collection
    milvus = Milvus(own.milvus_uri, timeout=1.0)
    index = Index(milvus, words, own.index_alias)
    assert index.search(["When can I call you?"], ["shared"], collection).templates
    assert server.process is not None
    server.process.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(IndexUnavailable):
            index.search(["When can I call you?"], ["shared"], collection)
    finally:
        server.process.send_signal(signal.SIGCONT)
    assert index.search(["When can I call you?"], ["shared"], collection).templates


def test_a_failed_flush_ends_the_server_and_loses_no_row(server: IndexServer) -> None:
    client = MilvusClient(server.uri)
    client.create_collection("plain", dimension=4, auto_id=False)
    rows = [{"id": number, "vector": [1.0, 0.0, 0.0, float(number)]} for number in range(500)]
    client.insert("plain", rows)
    data = server.folder / "collections" / "plain" / "partitions" / "_default" / "data"
    data.parent.mkdir(parents=True, exist_ok=True)
    data.write_text("a file where a folder is needed")
    with pytest.raises(Exception, match=r"."):
        client.flush("plain")
    assert server.process is not None
    assert server.process.wait(LIMIT) == 70
    data.unlink()
    server.start()
    assert MilvusClient(server.uri).get_collection_stats("plain")["row_count"] == 500


def test_a_second_server_on_the_same_folder_says_who_is_there_and_changes_nothing(
    server: IndexServer, own: Settings
) -> None:
    words = HashedWords()
    rebuild(own, embedder=words)
    second = IndexServer(server.var_dir).launch()
    says = second.communicate(timeout=LIMIT)[0]
    assert second.returncode == 1
    assert server.process is not None
    assert f"already served by process {server.process.pid} on port {server.port}" in says
    assert finds_everything(own, words)


def test_a_taken_port_is_refused(server: IndexServer, tmp_path: Path) -> None:
    second = IndexServer(tmp_path / "elsewhere", server.port).launch()
    says = second.communicate(timeout=LIMIT)[0]
    assert second.returncode == 1
    assert f"port {server.port} is taken" in says


def test_the_server_listens_on_loopback_only(server: IndexServer) -> None:
    lines = [line.split() for name in ("tcp", "tcp6") for line in Path("/proc/net", name).read_text().splitlines()[1:]]
    listening = [line[1] for line in lines if line[3] == "0A" and line[1].endswith(f":{server.port:04X}")]
    assert len(listening) == 1
    assert listening[0].endswith(f"0100007F:{server.port:04X}")


def test_the_rest_of_a_dropped_collection_is_removed(server: IndexServer) -> None:
    server.end()
    rest = server.folder / "collections" / "half_dropped"
    rest.mkdir()
    server.start()
    assert not rest.exists()


def test_a_collection_that_cannot_be_opened_is_set_aside(server: IndexServer, own: Settings) -> None:
    words = HashedWords()
    rebuild(own, embedder=words)
    server.end()
    broken = server.folder / "collections" / "broken"
    broken.mkdir()
    (broken / "schema.json").write_text("{")
    server.start()
    assert finds_everything(own, words)
    assert (server.folder / "set-aside" / "collections" / "broken" / "schema.json").exists()
    assert not broken.exists()
