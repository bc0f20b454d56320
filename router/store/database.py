"""Opens the one database that holds our tables and those of DBOS, so that both change in one transaction."""

from __future__ import annotations

import fcntl
import logging
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from router.settings import Settings
from router.store.tables import metadata

SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


def database_url(settings: Settings) -> str:
    """Where the database is: the setting, or a SQLite file in the ``var`` folder."""
    if url := settings.database_url.get_secret_value():
        return url.replace("postgres://", "postgresql+psycopg://").replace("postgresql://", "postgresql+psycopg://")
    return f"sqlite:///{(settings.var / 'router.sqlite').absolute()}"


def open_engine(settings: Settings, connections: int = 10, busy_seconds: float = 30.0) -> sa.Engine:
    """An engine that waits for SQLite's one writer instead of failing, and loses nothing at a power cut.

    ``busy_seconds`` is how long it waits before the writer counts as stuck.
    """
    url = database_url(settings)
    if not url.startswith("sqlite"):
        return sa.create_engine(
            url, pool_size=connections, max_overflow=connections, pool_pre_ping=True, hide_parameters=True
        )
    settings.var.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, pool_size=connections, max_overflow=connections * 2, hide_parameters=True)

    @sa.event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        # A deferred transaction that first reads and then writes fails at once when another writer was faster.
        connection.isolation_level = "IMMEDIATE"
        for pragma in (*SQLITE_PRAGMAS, f"busy_timeout={int(busy_seconds * 1000)}"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def set_up_database(settings: Settings) -> None:
    """Create what is missing. Every program calls it at its start; doing it twice is harmless."""
    from dbos import DBOS  # here, not above: commands that only read need none of it

    settings.var.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings, connections=1)
    try:
        with open(settings.var / "setup.lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # web and worker start together; only one may create
            metadata.create_all(engine)
            _add_what_is_new(engine)
            logging.getLogger("dbos").setLevel(logging.WARNING)
            DBOS.migrate(database_url(settings))
    finally:
        engine.dispose()


def _add_what_is_new(engine: sa.Engine) -> None:
    """Columns and indexes that a later version added to a table of an earlier one."""
    looked = sa.inspect(engine)
    for table in metadata.sorted_tables:
        here = {column["name"] for column in looked.get_columns(table.name)}
        named = {index["name"] for index in looked.get_indexes(table.name)}
        with engine.begin() as connection:
            for column in (one for one in table.columns if one.name not in here):
                added = sa.schema.CreateColumn(column).compile(dialect=engine.dialect)
                connection.execute(sa.text(f"ALTER TABLE {table.name} ADD COLUMN {added}"))
            for index in (one for one in table.indexes if one.name not in named):
                index.create(connection, checkfirst=True)


def insert(engine: sa.Engine, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, which both databases spell alike and SQLAlchemy doesn't generalise."""
    return postgresql.insert(table) if engine.dialect.name == "postgresql" else sqlite.insert(table)
