import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from router.settings import Settings, read_settings
from router.store.database import open_engine, set_up_database

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """A database of the test's own on the PostgreSQL of this machine."""
    server = sa.create_engine(POSTGRES.replace("://", "+psycopg://"), isolation_level="AUTOCOMMIT")
    name = f"router_test_{uuid.uuid4().hex[:12]}"
    try:
        with server.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
    except sa.exc.OperationalError:
        pytest.skip(f"no PostgreSQL at {POSTGRES}: set TEST_POSTGRES_URL")
    yield POSTGRES.rpartition("/")[0] + f"/{name}"
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    if request.param == "sqlite":
        return read_settings(var=tmp_path)
    return read_settings(var=tmp_path, database_url=request.getfixturevalue("postgres_url"))


@pytest.fixture
def engine(settings: Settings) -> Iterator[sa.Engine]:
    set_up_database(settings)
    engine = open_engine(settings)
    yield engine
    engine.dispose()
