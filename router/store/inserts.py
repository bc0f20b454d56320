"""Statements that write a row whether it is there or not. Those of every run are made once for each kind of database.

They take their values when they are executed: making a statement anew costs more than executing it.
"""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def insert(engine: sa.Engine, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, which both databases spell alike and SQLAlchemy doesn't generalise."""
    return _insert(engine.dialect.name, table)


def _insert(dialect: str, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def insert_if_new(dialect: str, table: sa.Table, *returning: str) -> sa.Executable:
    """Leaves a row as it is that is there already, and then returns nothing."""
    new = _insert(dialect, table).on_conflict_do_nothing()
    return new.returning(*(table.c[name] for name in returning)) if returning else new


@cache
def insert_or_update(dialect: str, table: sa.Table, *columns: str) -> sa.Executable:
    """Gives these columns their new values where a row with the same primary key is there already."""
    new = _insert(dialect, table)
    key = [column.name for column in table.primary_key]
    return new.on_conflict_do_update(index_elements=key, set_={name: new.excluded[name] for name in columns})
