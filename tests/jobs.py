"""DBOS's rows, as tests wait for them, look at them and break them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa

PATIENCE = 60.0
T = TypeVar("T")


def wait_for(look: Callable[[], T | None]) -> T:
    """What ``look`` finds, as soon as it finds something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError(f"nothing within {PATIENCE:.0f} s")


def of_dbos(engine: sa.Engine, table: str) -> str:
    return f"dbos.{table}" if engine.dialect.name == "postgresql" else table


def jobs(engine: sa.Engine) -> list[tuple[str, str | None]]:
    """Status and ticket of each job."""
    with engine.connect() as connection:
        query = f"SELECT status, queue_partition_key FROM {of_dbos(engine, 'workflow_status')}"
        return [tuple(row) for row in connection.execute(sa.text(query))]


def change_jobs(engine: sa.Engine, job: str = "%", **values: str | int) -> None:
    """Set these columns of one job, or of all."""
    changes = ", ".join(f"{name} = :{name}" for name in values)
    statement = f"UPDATE {of_dbos(engine, 'workflow_status')} SET {changes} WHERE workflow_uuid LIKE :job"
    with engine.begin() as connection:
        connection.execute(sa.text(statement), {**values, "job": job})


def record_step(engine: sa.Engine, job: str, number: int, name: str, value: Any, ended: datetime | None = None) -> None:
    """As if this step had been done, and had returned this."""
    ended_at = int(ended.timestamp() * 1000) if ended else None
    row = {"job": job, "number": number, "name": name, "value": json.dumps(value), "ended": ended_at}
    statement = f"""
        INSERT INTO {of_dbos(engine, "operation_outputs")}
            (workflow_uuid, function_id, function_name, output, serialization, started_at_epoch_ms,
             completed_at_epoch_ms)
        VALUES (:job, :number, :name, :value, 'portable_json', 0, :ended)
    """
    with engine.begin() as connection:
        connection.execute(sa.text(statement), row)
