"""What the index's client does when the server hangs, dies, comes back, or has not loaded what is asked for."""

from __future__ import annotations

import inspect
import itertools
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pymilvus import MilvusClient

from retrieval.errors import IndexDamaged, IndexUnavailable
from retrieval.index import Index
from retrieval.milvus import PAGE, Milvus
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from tests.knowledge import LIMIT, ForkedServer, HashedWords, IndexServer, settings_for, wait_until

ATTEMPTS = 8
"""To connect: five seconds as we ask for it, more than forty with gRPC's own, ever longer pauses."""
PATIENCE, HASTE = 3.0, 0.3
WORDS = HashedWords()
ROW = {"id": "x", "vector": [1.0, 0.0]}
CALLS: dict[str, Callable[[Milvus], object]] = {
    "version": lambda milvus: milvus.version(),
    "target": lambda milvus: milvus.target("live"),
    "collections": lambda milvus: milvus.collections(),
    "partitions": lambda milvus: milvus.partitions("rows"),
    "count": lambda milvus: milvus.count("rows", "one"),
    "load": lambda milvus: milvus.load("rows"),
    "search": lambda milvus: milvus.search("rows", WORDS.embed(["x"])[:, :2], ["one"], 3, ["id"]),
    "read": lambda milvus: list(milvus.read("rows", ["one"], ["id"])),
    "create": lambda milvus: milvus.create("new", 2, ["one"], {"id": 10}),
    "insert": lambda milvus: milvus.insert("rows", "one", [ROW]),
    "finish": lambda milvus: milvus.finish("rows"),
    "point": lambda milvus: milvus.point("live", "rows"),
    "drop": lambda milvus: milvus.drop("rows"),
}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[IndexServer]:
    with ForkedServer(tmp_path / "var") as server:
        yield server


@pytest.fixture
def own(server: IndexServer, tmp_path: Path) -> Settings:
    return settings_for(tmp_path / "company", server.uri)


def outcome_of(call: Callable[[], object]) -> object:
    """What a call raised or returned, or that it never came back."""
    found: list[object] = []

    def run() -> None:
        try:
            found.append(call())
        except Exception as error:
            found.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(LIMIT)
    return found[0] if found else "it never came back"


def test_every_call_of_a_hung_server_ends_and_says_that_the_server_does_not_answer(server: IndexServer) -> None:
    public = {name for name, _ in inspect.getmembers(Milvus, inspect.isfunction) if not name.startswith("_")}
    assert set(CALLS) == public, "a call of the client that is not tried here"
    with_time = Milvus(server.uri)
    with_time.create("rows", 2, ["one"], {"id": 10})
    with_time.insert("rows", "one", [{**ROW, "id": str(number)} for number in range(PAGE + 1)])
    with_time.finish("rows")
    milvus = Milvus(server.uri, patience=PATIENCE)
    half_read = milvus.read("rows", ["one"], ["id"])
    next(half_read)
    milvus.timeout = milvus.patience = HASTE
    assert server.process is not None
    server.process.send_signal(signal.SIGSTOP)
    try:
        outcomes = {name: outcome_of(lambda call=call: call(milvus)) for name, call in CALLS.items()}
        outcomes["the next page"] = outcome_of(lambda: list(half_read))
        outcomes["the first call"] = outcome_of(lambda: Milvus(server.uri, timeout=HASTE).version())
    finally:
        server.process.send_signal(signal.SIGCONT)
    assert server.end() == 0  # and the server, with all these calls given up, still stops when it is asked to
    assert {name: type(outcome) for name, outcome in outcomes.items()} == dict.fromkeys(outcomes, IndexUnavailable)


def test_a_server_that_is_away_is_knocked_at_again_and_again_without_ever_longer_pauses(server: IndexServer) -> None:
    milvus = Milvus(server.uri, timeout=0.5)
    milvus.version()
    server.end(signal.SIGKILL)
    knocks = itertools.count()
    with socket.create_server(("127.0.0.1", server.port)) as door:
        seen = [0]

        def hang_up() -> None:
            while True:
                try:
                    door.accept()[0].close()
                except OSError:
                    return
                seen[0] = next(knocks) + 1

        threading.Thread(target=hang_up, daemon=True).start()

        def enough() -> bool:
            with pytest.raises(IndexUnavailable):
                milvus.version()
            return seen[0] >= ATTEMPTS

        wait_until(enough)


def test_a_version_that_is_not_loaded_is_loaded_and_asked_once_more(server: IndexServer, own: Settings) -> None:
    collection = rebuild(own, embedder=WORDS).collection
    index = Index(Milvus.of(own), WORDS, own.index_alias)
    client = MilvusClient(server.uri)
    client.release_collection(collection)
    assert index.search(["When can I call you?"], ["shared"], collection).templates
    client.release_collection(collection)
    assert len(list(Milvus.of(own).read(collection, ["version"], ["id"]))) == 2


def test_a_version_that_cannot_be_loaded_is_damaged_and_not_asked_for_ever(server: IndexServer, own: Settings) -> None:
    collection = rebuild(own, embedder=WORDS).collection
    index = Index(Milvus.of(own), WORDS, own.index_alias)
    index.search(["When can I call you?"], ["shared"], collection)
    wait_until(lambda: bool(list(server.folder.glob("collections/*/partitions/*/indexes/*"))))
    MilvusClient(server.uri).release_collection(collection)
    for file in server.folder.glob("collections/*/partitions/*/indexes/*"):
        file.write_bytes(b"half")
    with pytest.raises(IndexDamaged, match="python -m retrieval rebuild"):
        index.search(["When can I call you?"], ["shared"], collection)


def test_an_answer_that_is_no_milvus_at_all_is_told_in_our_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        uri = f"http://127.0.0.1:{door.getsockname()[1]}"
        with pytest.raises(IndexUnavailable, match="python -m retrieval serve"):
            Milvus(uri, timeout=0.3).version()
