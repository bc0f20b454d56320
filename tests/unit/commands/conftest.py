from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from router.settings import read_settings
from router.wiring import Store, open_store
from tests.laid_out import lay_out


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty database under ``tmp_path``."""
    settings = read_settings(var=tmp_path)
    lay_out(settings)
    store = open_store(settings, connections=1)
    yield store
    store.engine.dispose()
