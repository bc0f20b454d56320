"""Whether the rules in a folder are the ones in force, where there is a database to ask. None is needed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from router.commands.rules.to_type import to_type
from router.settings import Settings, SettingsInvalid, read_settings
from router.store.database import database_url
from router.store.folder_problem import folder_problem
from router.store.rule_sets import StoredRuleSets

_SECONDS = 3


def differences(sha256: str | None, folder: Path) -> tuple[str, ...]:
    """What the database says about the folder's set (None: it can't be used). Nothing where there is none to ask."""
    try:
        engine = _engine(read_settings())
    except (SettingsInvalid, SQLAlchemyError):
        return ()
    if engine is None:
        return ()
    try:
        problem = folder_problem(engine, datetime.now(UTC))
        return _told(StoredRuleSets(engine).hash_in_force(), problem, sha256, _way(folder) if sha256 else "")
    except SQLAlchemyError:
        return ()
    finally:
        engine.dispose()


def _way(folder: Path) -> str:
    return f"; {to_type('publish', folder)} puts these in force"


def _told(in_force: str | None, problem: str, sha256: str | None, way: str) -> tuple[str, ...]:
    """Rules with a mistake can't be put in force, so no way to do it is offered."""
    if in_force is None:
        return (f"no rules are in force yet{way}",)
    told = [f"the service can't use its rules folder: {problem.splitlines()[0]}"] if problem else []
    if sha256 != in_force:
        told.append(f"other rules are in force ({in_force[:12]}){way}")
    return tuple(told)


def _engine(settings: Settings) -> sa.Engine | None:
    """A way to the database that creates nothing and doesn't wait long; None where there is none yet."""
    url = sa.make_url(database_url(settings))
    if not url.drivername.startswith("sqlite"):
        return sa.create_engine(url.update_query_dict({"connect_timeout": str(_SECONDS)}), hide_parameters=True)
    if url.database is None or not Path(url.database).is_file():
        return None
    return sa.create_engine(url, connect_args={"timeout": _SECONDS})
