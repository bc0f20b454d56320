"""A SQLite database with all its tables, laid out once a process and copied: the tables and DBOS's fifty migrations
take twenty times as long as a copy. What laying out does has its own tests, in ``contract/store/test_set_up.py``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from router.settings import Settings, read_settings
from router.store.database import database_url, set_up_database


def lay_out(settings: Settings) -> None:
    """What ``set_up_database`` leaves where nothing was."""
    settings.var.mkdir(parents=True, exist_ok=True)
    with open(_file_of(settings), "xb") as file:
        file.write(_laid_out())


def _file_of(settings: Settings) -> Path:
    return Path(str(sa.make_url(database_url(settings)).database))


@cache
def _laid_out() -> bytes:
    with TemporaryDirectory() as folder:
        settings = read_settings(var=Path(folder), database_url="")
        set_up_database(settings)
        file = _file_of(settings)
        # The last connection that is closed brings SQLite's log into the file.
        assert not file.with_name(f"{file.name}-wal").exists()
        return file.read_bytes()
