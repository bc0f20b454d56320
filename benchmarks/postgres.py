"""A PostgreSQL database of a benchmark's own, made before it and dropped after it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

SERVER = "postgresql://127.0.0.1:5432/postgres"


@contextmanager
def database_for(kind: str, server: str = SERVER) -> Iterator[str]:
    """The address of a fresh database for ``postgres``; for ``sqlite`` an empty one, which means the ``var`` folder."""
    if kind != "postgres":
        yield ""
        return
    name = f"bench_{time.time_ns()}"
    _do(server, f"CREATE DATABASE {name}")
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        _do(server, f"DROP DATABASE {name} WITH (FORCE)")


def _do(server: str, statement: str) -> None:
    url = server.replace("postgresql://", "postgresql+psycopg://")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()
