from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from router.settings import Settings, read_settings
from router.store.database import open_engine
from tests.contract.store.postgres import new_postgres
from tests.contract.store.programs import Workers, workers_on
from tests.laid_out import lay_out


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """A database of the test's own, with all its tables."""
    with new_postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Of a database of the test's own, with all its tables."""
    if request.param == "postgresql":
        return read_settings(var=tmp_path, database_url=request.getfixturevalue("postgres_url"))
    settings = read_settings(var=tmp_path)
    lay_out(settings)
    return settings


@pytest.fixture
def engine(settings: Settings) -> Iterator[sa.Engine]:
    engine = open_engine(settings)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def workers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workers]:
    """Programs over a database of the test's own."""
    with workers_on(request.param, tmp_path / "var") as workers:
        yield workers


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Workers]:
    """On PostgreSQL, which takes several."""
    with workers_on("postgresql", tmp_path / "var") as workers:
        yield workers
