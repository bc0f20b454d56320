"""Connections to PostgreSQL: one that was idle is asked whether it lives, and what only reads begins no transaction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from router.settings import read_settings
from router.store import database
from router.store.database import for_reading, open_engine

MINE = "SELECT pg_backend_pid()"
END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def on_postgres(tmp_path: Path, postgres_url: str) -> Iterator[sa.Engine]:
    engine = open_engine(read_settings(var=tmp_path, database_url=postgres_url))
    yield engine
    engine.dispose()


def _backend(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(sa.text(MINE)).scalar_one())


@pytest.mark.parametrize("only_reads", [False, True], ids=["writers", "readers"])
def test_a_connection_that_the_server_closed_while_it_was_idle_is_replaced(
    on_postgres: sa.Engine, postgres_url: str, only_reads: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = for_reading(on_postgres) if only_reads else on_postgres
    before = _backend(engine)
    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute(END_OTHERS)
    monkeypatch.setattr(database, "FRESH_SECONDS", 0.0)
    assert _backend(engine) != before


def test_a_connection_in_use_is_not_asked_again_and_again(
    on_postgres: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(on_postgres.dialect, "do_ping", asked.append)
    _backend(on_postgres)
    _backend(on_postgres)
    assert asked == []
    monkeypatch.setattr(database, "FRESH_SECONDS", 0.0)
    _backend(on_postgres)
    assert len(asked) == 1


def test_what_only_reads_begins_no_transaction(on_postgres: sa.Engine) -> None:
    found = {}
    for name, engine in {"writes": on_postgres, "reads": for_reading(on_postgres)}.items():
        with engine.connect() as connection:
            connection.execute(sa.text(MINE))
            found[name] = connection.connection.dbapi_connection.info.transaction_status.name  # type: ignore[union-attr]
    assert found == {"writes": "INTRANS", "reads": "IDLE"}
