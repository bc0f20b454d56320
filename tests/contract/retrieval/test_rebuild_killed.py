"""A rebuild that is killed leaves the live index as it was, and the next one cleans up after it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.errors import RebuildRunning
from retrieval.health import index_state
from retrieval.history import versions_now
from retrieval.index import Index
from retrieval.milvus import Milvus
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from tests.knowledge import ForkedServer, HashedWords, IndexServer, settings_for
from tests.rebuilding import MOVED, POINTS, rebuild_to_its_end

CALLS = (3, 12, 30, 36)
"""Calls of the server to die at, between the named points; `python -m benchmarks.rebuild --kills` takes many more."""


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexServer]:
    with ForkedServer(tmp_path_factory.mktemp("killed")) as server:
        yield server


@pytest.fixture
def settings(settings: Settings, words: HashedWords) -> Settings:
    """A live version, and a change that waits to be built."""
    rebuild(settings, embedder=words)
    hours = settings.templates_dir / "opening-hours.md"
    hours.write_text(hours.read_text().replace("9 to 18", "8 to 20").replace("your opening hours", "the hours"))
    return settings


def opening_hours(settings: Settings) -> str:
    """What a customer is told now, through the live version, which must be sound."""
    words = HashedWords()
    index = Index(Milvus.of(settings), words, settings.index_alias)
    state = index.state()
    assert state.problem == ""
    hits = index.search(["When can I call you?"], ["shared"], state.collection)
    return hits.templates[0].template.body


def is_mended_by_the_next_rebuild(settings: Settings) -> None:
    rebuild(settings, embedder=HashedWords())
    assert "8 to 20" in opening_hours(settings)
    standings = [one.standing for one in versions_now(Milvus.of(settings), settings.index_alias)]
    assert standings[0] == "live"
    assert set(standings[1:]) == {"before"}
    assert index_state(Milvus.of(settings), settings.index_alias, "hashed-words").problem == ""


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point_the_live_index_is_untouched_and_the_next_run_cleans_up(
    settings: Settings, point: str
) -> None:
    killed = rebuild_to_its_end(settings, "at", point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert ("8 to 20" if point == MOVED else "9 to 18") in opening_hours(settings)
    is_mended_by_the_next_rebuild(settings)


@pytest.mark.parametrize("call", CALLS)
def test_killed_between_any_two_calls_of_the_server_the_same_holds(settings: Settings, call: int) -> None:
    killed = rebuild_to_its_end(settings, "call", str(call))
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert "9 to 18" in opening_hours(settings)
    is_mended_by_the_next_rebuild(settings)


def test_when_the_server_is_killed_with_the_rebuild_the_live_index_comes_back(
    own_server: IndexServer, tmp_path: Path, words: HashedWords
) -> None:
    settings = settings_for(tmp_path / "company", own_server.uri, "both")
    rebuild(settings, embedder=words)
    rebuild_to_its_end(settings, "at", "mid insert")
    own_server.end(signal.SIGKILL)
    own_server.start()
    assert "9 to 18" in opening_hours(settings)
    rebuild(settings, embedder=words)
    assert {one.standing for one in versions_now(Milvus.of(settings), "both")} == {"live", "before"}


def test_a_second_rebuild_says_that_one_is_under_way_and_stops(settings: Settings, words: HashedWords) -> None:
    said: list[str] = []

    def start_another(what: str, done: int, total: int) -> None:
        if what == "inserting" and not said:
            other = rebuild_to_its_end(settings)
            said.append(other.stderr)
            assert other.returncode == 1

    summary = rebuild(settings, start_another, embedder=words)
    assert "the index is being rebuilt right now; wait until that is done" in said[0]
    assert RebuildRunning.__name__ in said[0]
    assert Milvus.of(settings).target(settings.index_alias) == summary.collection
