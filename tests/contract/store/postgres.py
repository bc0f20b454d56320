"""A PostgreSQL database for a test; without a server the test is skipped by name."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


@contextmanager
def new_postgres() -> Iterator[str]:
    """A database on the PostgreSQL of this machine, and none when it isn't needed any more."""
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
