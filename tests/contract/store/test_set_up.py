"""Tables on a running system: programs of two versions work on them at once, and any number may start together."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
import sqlalchemy as sa

from router.posting.post import Post
from router.settings import Settings, read_settings
from router.store.database import POSTGRES_SESSION, database_url, open_engine, set_up_database
from router.store.inbox import Inbox, open_client
from router.store.outbox import Outbox
from router.store.tables import metadata
from tests.contract.store.postgres import empty_postgres
from tests.contract.store.test_outbox import POST

VERSION_1: dict[str, list[str]] = json.loads(
    (Path(__file__).parents[2] / "fixtures" / "schema" / "v1.json").read_text(encoding="utf-8")
)
SAMPLES = {"INTEGER": 1, "BIGINT": 1, "VARCHAR": "x", "TEXT": "x", "JSON": "{}", "BLOB": b"x", "BYTEA": b"x"}


def version_1() -> sa.MetaData:
    """The tables as version 1 knew them."""
    old = sa.MetaData()
    for name, columns in VERSION_1.items():
        new = metadata.tables[name]
        copied = [new.c[column]._copy() for column in columns]
        table = sa.Table(name, old, *copied)
        for index in new.indexes:
            made = {one.name for one in table.indexes}
            if index.name not in made and all(column.name in columns for column in index.columns):
                where = {f"{db}_where": index.dialect_options[db].get("where") for db in ("sqlite", "postgresql")}
                given = {option: value for option, value in where.items() if value is not None}
                sa.Index(index.name, *(table.c[c.name] for c in index.columns), unique=index.unique, **given)
    return old


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Of a database without any table."""
    with empty_postgres() if request.param == "postgresql" else nullcontext("") as url:
        yield read_settings(var=tmp_path, database_url=url)


@pytest.fixture
def old_tables(settings: Settings) -> sa.MetaData:
    """A database that version 1 has set up and written to."""
    settings.var.mkdir(exist_ok=True)
    engine, old = open_engine(settings), version_1()
    old.create_all(engine)
    write_a_row_everywhere(engine, old)
    engine.dispose()
    return old


def write_a_row_everywhere(engine: sa.Engine, tables: sa.MetaData, number: int = 1) -> None:
    """As a program of that version does: with the columns that it knows, and no others."""
    with engine.begin() as connection:
        for table in tables.sorted_tables:
            connection.execute(table.insert().values({c.name: sample(c, engine, number) for c in table.columns}))


def sample(column: sa.Column[object], engine: sa.Engine, number: int) -> object:
    kind = column.type.compile(engine.dialect).partition("(")[0]
    if isinstance(column.type, sa.TypeDecorator):
        return POST.changed_at
    return number if kind in ("INTEGER", "BIGINT") else f"{number}" if kind in ("VARCHAR", "TEXT") else SAMPLES[kind]


def test_a_program_of_version_1_goes_on_writing_after_a_later_one_has_started(
    settings: Settings, old_tables: sa.MetaData
) -> None:
    set_up_database(settings)
    engine = open_engine(settings)
    write_a_row_everywhere(engine, old_tables, number=2)
    with engine.connect() as connection:
        for table in old_tables.sorted_tables:
            assert len(connection.execute(sa.select(metadata.tables[table.name])).all()) == 2
    engine.dispose()


@pytest.mark.usefixtures("old_tables")
def test_what_version_1_wrote_is_read_and_carried_on(settings: Settings) -> None:
    set_up_database(settings)
    engine = open_engine(settings)
    [post] = Outbox(engine).of_ticket(1)
    assert isinstance(post, Post)
    assert (post.holder, post.draft) == ("", False)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE inbox SET run = NULL, outcome = NULL"))
    history = Inbox(engine, open_client(engine)).claim(1, "run-9")
    assert history is not None
    assert (history.first_at, history.attempt, history.deaths) == (POST.changed_at, 0, 0)
    engine.dispose()


def test_a_column_that_came_after_version_1_needs_no_word_of_older_programs() -> None:
    needy = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        if table.name in VERSION_1
        for column in table.columns
        if column.name not in VERSION_1[table.name] and not column.nullable and column.server_default is None
    ]
    assert needy == []


SET_UP = """
import sys
from pathlib import Path
from router.settings import read_settings
from router.store.database import set_up_database
var = Path(sys.argv[1])
var.mkdir(exist_ok=True)
set_up_database(read_settings(var=var, database_url=sys.argv[2]))
"""


def test_programs_that_start_together_set_up_one_database(settings: Settings, tmp_path: Path) -> None:
    """On PostgreSQL from hosts of their own, which share no files."""
    url = settings.database_url.get_secret_value()
    folders = [tmp_path / str(number) for number in range(3)] if url else [settings.var] * 3
    started = [
        subprocess.Popen([sys.executable, "-c", SET_UP, str(folder), url], stderr=subprocess.PIPE) for folder in folders
    ]
    errors = [program.communicate()[1].decode() for program in started]
    assert [program.returncode for program in started] == [0, 0, 0], errors
    engine = open_engine(settings)
    assert set(sa.inspect(engine).get_table_names()) >= set(metadata.tables)
    engine.dispose()


def test_a_session_that_stands_still_in_a_transaction_is_ended_by_the_server(postgres_url: str, tmp_path: Path) -> None:
    settings = Settings(DATABASE_URL=postgres_url, VAR_DIR=tmp_path)
    assert database_url(settings).startswith("postgresql+psycopg")
    engine = open_engine(settings)
    with engine.connect() as connection:
        for setting, value in POSTGRES_SESSION:
            told = connection.execute(sa.text("SELECT setting FROM pg_settings WHERE name = :name"), {"name": setting})
            assert told.scalar() == str(value)
    engine.dispose()
