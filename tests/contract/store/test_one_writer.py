"""Many threads, and others from outside, write to one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from router.settings import read_settings
from router.store.database import open_engine

INSERT = "INSERT INTO words VALUES ('a')"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    """One that soon loses its patience."""
    engine = open_engine(read_settings(var=tmp_path), busy_seconds=0.2)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE words (word TEXT NOT NULL)")
    yield engine
    engine.dispose()


def write(engine: sa.Engine, statement: str = INSERT) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)


def words(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM words").scalar_one())


def somebody_else(engine: sa.Engine) -> closing[sqlite3.Connection]:
    """A connection of another program, with SQLite's own ways."""
    return closing(sqlite3.connect(str(engine.url.database), isolation_level=None))


def test_what_many_threads_write_is_all_there(tmp_path: Path) -> None:
    engine = open_engine(read_settings(var=tmp_path), busy_seconds=10.0)
    write(engine, "CREATE TABLE words (word TEXT NOT NULL)")
    with ThreadPoolExecutor(16) as threads:
        for done in [threads.submit(write, engine) for _ in range(50)]:
            done.result()
    assert words(engine) == 50
    engine.dispose()


def test_a_second_writer_waits_until_the_first_has_ended(engine: sa.Engine) -> None:
    with ThreadPoolExecutor(1) as other:
        with engine.begin() as connection:
            connection.exec_driver_sql(INSERT)
            second = other.submit(write, engine)
            assert words(engine) == 0  # and who only reads waits for nobody
        second.result()
    assert words(engine) == 2


def test_a_writer_that_takes_too_long_is_a_database_that_is_locked(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(INSERT)
        with ThreadPoolExecutor(1) as other, pytest.raises(sa.exc.OperationalError, match="locked"):
            other.submit(write, engine).result()
    with somebody_else(engine) as outside:
        outside.execute("BEGIN IMMEDIATE")
        with pytest.raises(sa.exc.OperationalError, match="locked"):
            write(engine)
        outside.execute("ROLLBACK")
    write(engine)
    assert words(engine) == 2


@pytest.mark.parametrize("wrong", ["INSERT INTO words VALUES (NULL)", "INSERT INTO nowhere VALUES (1)", "DELETE words"])
def test_a_writer_that_fails_ends_its_turn(engine: sa.Engine, wrong: str) -> None:
    with pytest.raises(sa.exc.DBAPIError):
        write(engine, wrong)
    with ThreadPoolExecutor(1) as other:
        other.submit(write, engine).result()
    assert words(engine) == 1


def test_a_connection_that_is_closed_in_the_middle_ends_its_turn(engine: sa.Engine) -> None:
    connection = engine.connect()
    connection.exec_driver_sql(INSERT)
    connection.invalidate()
    write(engine)
    assert words(engine) == 1
    connection.close()


def test_a_transaction_begun_by_hand_is_a_turn_too(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as other, pytest.raises(sa.exc.OperationalError, match="those before"):
            other.submit(write, engine).result()
        connection.exec_driver_sql(INSERT)
    write(engine)
    assert words(engine) == 2
