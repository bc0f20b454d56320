"""A disk that takes no more: the rebuild says what to do, and the live index is as it was."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.errors import IndexProblem, RebuildFailed
from retrieval.history import versions_now
from retrieval.index import Index
from retrieval.milvus import Milvus
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from tests.knowledge import ForkedServer, HashedWords, IndexServer, settings_for

NO_LIMIT = resource.RLIM_INFINITY


@pytest.fixture
def server(tmp_path: Path) -> Iterator[IndexServer]:
    with ForkedServer(tmp_path / "var") as server:
        yield server


@pytest.fixture
def own(server: IndexServer, tmp_path: Path) -> Settings:
    return settings_for(tmp_path / "company", server.uri)


def let_no_file_grow_beyond(server: IndexServer, size: int) -> None:
    """From now on the server's writes fail as they do on a full disk, at the system call that writes."""
    assert server.process is not None
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, NO_LIMIT))


@pytest.mark.parametrize("size", [0, 3000, 9000])
def test_a_server_that_can_write_no_more_leaves_the_live_index_as_it_was(
    server: IndexServer, own: Settings, size: int
) -> None:
    words = HashedWords()
    live = rebuild(own, embedder=words).collection
    hours = own.templates_dir / "opening-hours.md"
    hours.write_text(hours.read_text().replace("9 to 18", "8 to 20"))
    let_no_file_grow_beyond(server, size)
    with pytest.raises((IndexProblem, RebuildFailed), match=r"the live one is as it was.*make room"):
        rebuild(own, embedder=words)
    assert server.process is not None
    if server.process.poll() is None:
        let_no_file_grow_beyond(server, NO_LIMIT)
        server.end()
    server.start()
    index = Index(Milvus.of(own), words, own.index_alias)
    state = index.state()
    assert (state.collection, state.problem) == (live, "")
    assert "9 to 18" in index.search(["When can I call you?"], ["shared"], live).templates[0].template.body
    rebuild(own, embedder=words)
    assert [one.standing for one in versions_now(Milvus.of(own), own.index_alias)] == ["live", "before"]


def test_a_folder_that_cannot_be_written_is_told_by_name(own: Settings) -> None:
    own.var_dir.mkdir(parents=True)
    (own.var_dir / "index").write_text("a file where a folder is needed")
    with pytest.raises(RebuildFailed, match=r"rebuild\.lock can't be written.*the live index is as it was"):
        rebuild(own, embedder=HashedWords())
