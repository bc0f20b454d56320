"""Real servers that contract tests share."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.settings import Settings
from tests.knowledge import ForkedServer, HashedWords, IndexServer, settings_for

NUMBERS = itertools.count(1)
ON_BOTH = ("test_search_wall", "test_swap")
ALSO_ON_BOTH = ("test_a_missing_index_is_built", "test_a_dropped_live_version_is_built_again")
REAL_MILVUS_URI = "REAL_MILVUS_URI"


@pytest.fixture(scope="package")
def index_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexServer]:
    """One index server for all tests. Tests that stop or break theirs start their own."""
    with ForkedServer(tmp_path_factory.mktemp("index")) as server:
        yield server


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Search, wall and swap are tried on a real Milvus too, where there is one."""
    chosen = metafunc.module.__name__.rpartition(".")[2] in ON_BOTH or metafunc.function.__name__ in ALSO_ON_BOTH
    if chosen and "index_uri" in metafunc.fixturenames:
        metafunc.parametrize("index_uri", ["lite", "real"], indirect=True)


@pytest.fixture
def index_uri(request: pytest.FixtureRequest) -> str:
    """Where the index server listens: the embedded one, or a real Milvus for tests that run on both."""
    if getattr(request, "param", "lite") == "lite":
        return str(request.getfixturevalue("index_server").uri)
    if REAL_MILVUS_URI not in os.environ:
        pytest.skip("no real Milvus is running: make test-milvus")
    return os.environ[REAL_MILVUS_URI]


@pytest.fixture
def settings(index_uri: str, tmp_path: Path) -> Settings:
    """The small company's knowledge over the shared server, under an alias of the test's own."""
    return settings_for(tmp_path / "company", index_uri, f"test{os.getpid()}x{next(NUMBERS)}")


@pytest.fixture
def words() -> HashedWords:
    """The tiny model."""
    return HashedWords()
