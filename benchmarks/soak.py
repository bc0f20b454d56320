"""The whole service at a steady rate for a while: does anything grow that shouldn't?

Memory and open files of web, worker and index server, the database's size and the engine's rows, each minute. What a
ticket leaves in the database is stated apart. Prints one JSON object last; exit code 1 when memory or files grew.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from dbos._schemas.system_database import SystemSchema

from benchmarks.busy_service import Busy, Mails, busy_service
from benchmarks.chaos.gathering import SCHEMA
from benchmarks.postgres import SERVER, database_for
from benchmarks.watching import below, memory_mb, open_files
from router.logs import set_up_logs
from sandbox.demo.stage import Scene

PROGRAMS = {"web": "web", "worker": "worker", "index": "milvus"}
MINUTE = 60.0
SETTLED = 0.25
"""Share of the time in which pools, caches and threads may still be filled."""
GROWTH = 10.0
"""Per cent from then on to the end that still count as flat."""


@dataclass(frozen=True, slots=True)
class Look:
    """Everything at one moment. ``tickets`` are those that were dealt with so far."""

    minute: float
    tickets: int
    memory_mb: dict[str, float]
    files: dict[str, int]
    database_mb: float
    engine_rows: dict[str, int]


@click.command()
@click.option("--minutes", default=20.0, show_default=True, help="How long.")
@click.option("--rate", default=2.0, show_default=True, help="Tickets a second.")
@click.option("--every", default=MINUTE, show_default=True, help="Seconds between two looks.")
@click.option("--database", type=click.Choice(["sqlite", "postgres"]), default="sqlite", show_default=True)
@click.option("--server", default=SERVER, show_default=True, help="PostgreSQL server; a database is made and dropped.")
def main(minutes: float, rate: float, every: float, database: str, server: str) -> None:
    """Watch for MINUTES."""
    with (
        tempfile.TemporaryDirectory() as name,
        database_for(database, server) as url,
        busy_service(Path(name) / "var", url) as busy,
    ):
        mails = Mails(busy.scene)
        mails.steadily(rate)
        looks = _looked(busy, minutes, every)
        mails.stop()
    result = told(looks)
    click.echo(json.dumps({"database": database, "rate": rate, **result}))
    if not all(result[f"{what}_flat"] for what in ("memory", "files")):
        sys.exit(1)


def _looked(busy: Busy, minutes: float, every: float) -> list[Look]:
    begun, looks = time.monotonic(), []
    while (passed := time.monotonic() - begun) <= minutes * MINUTE:
        looks.append(look(busy, passed / MINUTE))
        click.echo(json.dumps(asdict(looks[-1])), err=True)
        time.sleep(max(0.0, begun + len(looks) * every - time.monotonic()))
    return looks


def look(busy: Busy, minute: float) -> Look:
    """How everything is now."""
    pids = {name: below(busy.pid(program)) for name, program in PROGRAMS.items()}
    return Look(
        round(minute, 2),
        busy.ended(),
        {name: memory_mb(below_it) for name, below_it in pids.items()},
        {name: open_files(below_it) for name, below_it in pids.items()},
        round(_database_bytes(busy) / 1024 / 1024, 1),
        _rows(busy),
    )


def _database_bytes(busy: Busy) -> int:
    """All that lies on the disk for it, SQLite's write-ahead log included."""
    if busy.store.engine.dialect.name == "postgresql":
        with busy.store.engine.connect() as connection:
            return int(connection.execute(sa.text("SELECT pg_database_size(current_database())")).scalar_one())
    return _files_of(busy.scene)


def _files_of(scene: Scene) -> int:
    return sum(path.stat().st_size for path in scene.folder.glob("router.sqlite*"))


def _rows(busy: Busy) -> dict[str, int]:
    """Of the engine: its jobs and their steps."""
    beside = {SystemSchema.workflow_status.schema: SCHEMA if busy.store.engine.dialect.name == "postgresql" else None}
    tables = {"jobs": SystemSchema.workflow_status, "steps": SystemSchema.operation_outputs}
    with busy.store.engine.connect().execution_options(schema_translate_map=beside) as connection:
        return {
            name: connection.execute(sa.select(sa.func.count()).select_from(one)).scalar_one()
            for name, one in tables.items()
        }


def told(looks: list[Look]) -> dict[str, Any]:
    """First and last look, what grew meanwhile, and all looks between them."""
    first, last = looks[0], looks[-1]
    settled = looks[min(len(looks) - 2, int(len(looks) * SETTLED))] if len(looks) > 1 else first
    tickets = max(1, last.tickets - settled.tickets)
    memory = {name: _grown(settled.memory_mb[name], last.memory_mb[name]) for name in PROGRAMS}
    files = {name: _grown(settled.files[name], last.files[name]) for name in PROGRAMS}
    return {
        "minutes": last.minute,
        "tickets": last.tickets,
        "start": asdict(first),
        "end": asdict(last),
        "memory_growth": memory,
        "files_growth": files,
        "memory_flat": max(memory.values()) <= GROWTH,
        "files_flat": max(files.values()) <= GROWTH,
        "database_kb_per_ticket": round(1024 * (last.database_mb - settled.database_mb) / tickets, 1),
        "engine_rows_per_ticket": {
            name: round((last.engine_rows[name] - settled.engine_rows[name]) / tickets, 2) for name in last.engine_rows
        },
        "looks": [asdict(one) for one in looks],
    }


def _grown(before: float, after: float) -> float:
    """Per cent."""
    return round(100 * (after - before) / before, 1) if before else 0.0


if __name__ == "__main__":
    set_up_logs("ERROR")
    main()
