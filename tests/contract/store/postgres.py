"""A PostgreSQL database for a test; without a server the test is skipped by name."""

from __future__ import annotations

import atexit
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa

from router.settings import read_settings
from router.store.database import set_up_database

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


@contextmanager
def new_postgres() -> Iterator[str]:
    """A database on the PostgreSQL of this machine with all its tables, and none when it isn't needed any more."""
    with _database(f"TEMPLATE {_laid_out()}") as name:
        yield _url(name)


@contextmanager
def empty_postgres() -> Iterator[str]:
    """The same without tables."""
    with _database() as name:
        yield _url(name)


@cache
def _laid_out() -> str:
    """A database that is copied for each test of this process: DBOS's migrations take far longer than a copy."""
    database = _database()
    name = database.__enter__()
    atexit.register(database.__exit__, None, None, None)
    with TemporaryDirectory() as var:
        set_up_database(read_settings(var=Path(var), database_url=_url(name)))
    return name


@contextmanager
def _database(more: str = "") -> Iterator[str]:
    server = sa.create_engine(POSTGRES.replace("://", "+psycopg://"), isolation_level="AUTOCOMMIT")
    name = f"router_test_{uuid.uuid4().hex[:12]}"
    try:
        server.connect().close()
    except sa.exc.OperationalError:
        pytest.skip(f"no PostgreSQL at {POSTGRES}: set TEST_POSTGRES_URL")
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} {more}"))
    yield name
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def _url(name: str) -> str:
    return POSTGRES.rpartition("/")[0] + f"/{name}"
