"""Real servers that contract tests share."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.settings import Settings
from tests.knowledge import HashedWords, IndexServer, settings_for

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def index_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexServer]:
    """One index server for all tests. Tests that stop or break theirs start their own."""
    with IndexServer(tmp_path_factory.mktemp("index")) as server:
        yield server


@pytest.fixture
def settings(index_server: IndexServer, tmp_path: Path) -> Settings:
    """The small company's knowledge over the shared server, under an alias of the test's own."""
    return settings_for(tmp_path / "company", index_server.uri, f"test{next(NUMBERS)}")


@pytest.fixture
def words() -> HashedWords:
    """The tiny model."""
    return HashedWords()
