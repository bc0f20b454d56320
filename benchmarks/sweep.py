"""What a sweep finds after two days without a bell, and what it costs. Prints one JSON object last."""

from __future__ import annotations

import json
import os
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import requests
import sqlalchemy as sa

from router.adapters.freshdesk_http import FreshdeskCalls
from router.adapters.freshdesk_list import TicketFeed
from router.adapters.freshdesk_rate import RateGate
from router.doors import SystemClock
from router.errors import Unavailable
from router.logs import set_up_logs
from router.settings import Settings, read_settings
from router.store.database import set_up_database
from router.store.tables import inbox
from router.sweep.sweep import Pace, Sweep
from router.wiring import Store, open_store
from sandbox.freshdesk.server import RunningDesk, start
from tests import outage

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
RESERVE = 0.2


@click.command()
@click.option("--tickets", default=3_000, show_default=True, help="Tickets of every kind, spread over 48 hours.")
@click.option("--database", type=click.Choice(["sqlite", "postgres"]), default="sqlite", show_default=True)
@click.option(
    "--plan", default="unlimited", show_default=True, help="The account's plan; with limits it takes minutes."
)
def main(tickets: int, database: str, plan: str) -> None:
    """Sweep a desk after an outage: first a page fails midway, then all goes well, then everything is swept again.

    Rung must be all that wait, each once. A ticket in three must be looked at here, far more than on a real desk: the
    kinds take turns.
    """
    set_up_logs("ERROR")
    with tempfile.TemporaryDirectory() as folder, _settings(Path(folder), database) as settings:
        set_up_database(settings)
        store = open_store(settings)
        with start(seed=outage.seed_of(tickets), plan="unlimited") as desk:
            store.sweeps.begin(store.clock.now() - timedelta(hours=outage.HOURS))
            listed = requests.get(f"{desk.url}/sandbox/control/tickets", timeout=120).json()
            outage.remember(store.engine, store.sweeps, listed)
            requests.patch(f"{desk.url}/sandbox/control/limits", json={"plan": plan}, timeout=10).raise_for_status()
            click.echo(json.dumps({"tickets": tickets, "database": database, **_measure(desk, store, listed)}))
        store.engine.dispose()


@contextmanager
def _settings(folder: Path, database: str) -> Iterator[Settings]:
    if database == "sqlite":
        yield read_settings(var=folder)
        return
    server = sa.create_engine(POSTGRES.replace("://", "+psycopg://"), isolation_level="AUTOCOMMIT")
    name = f"router_sweep_{uuid.uuid4().hex[:12]}"
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    try:
        yield read_settings(var=folder, database_url=POSTGRES.rpartition("/")[0] + f"/{name}")
    finally:
        with server.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()


def _measure(desk: RunningDesk, store: Store, listed: list[dict[str, Any]]) -> dict[str, Any]:
    waiting = {kind.name for kind in outage.KINDS if kind.waits}
    expected = sorted(ticket["id"] for ticket in listed if ticket["subject"] in waiting)
    faults = f"{desk.url}/sandbox/control/faults"
    fault = {"fault": "5xx", "path": "/tickets", "method": "GET", "count": -1, "skip": max(1, len(listed) // 200)}
    requests.post(faults, json=fault, timeout=10).raise_for_status()
    window = store.sweeps.window().since
    broke = _broken_off(_sweep(desk, store, patience=0.0))
    stayed = store.sweeps.window().since == window
    requests.delete(faults, timeout=10).raise_for_status()
    before, begun = _bells(store), time.perf_counter()
    first = _sweep(desk, store).go()
    seconds = time.perf_counter() - begun
    counted = requests.get(f"{desk.url}/sandbox/control/credits", timeout=10).json()
    paths = counted["by_path"]
    again = _sweep(desk, store).go(since=window)
    bells = _bells(store)
    return {
        "waiting": len(expected),
        "rung": len(bells),
        "missed": len(set(expected) - set(bells)),
        "rung_twice": len(bells) - len(set(bells)),
        "rung_in_vain": len(set(bells) - set(expected)),
        "page_failed_midway": broke,
        "rung_before_it_failed": len(before),
        "window_stayed": stayed,
        "listed": first.listed,
        "list_pages": paths["GET /tickets"]["calls"],
        "looked_at": paths["GET /tickets/{id}/conversations"]["calls"],
        "credits_both_sweeps": counted["credits"],
        "credits_per_1000_listed": round(1_000 * (first.credits - first.looked) / first.listed, 1),
        "refused": counted["refused"],
        "seconds": round(seconds, 2),
        "again": {"rung": len(again.rung), "looked_at": again.looked, "credits": again.credits},
    }


def _sweep(desk: RunningDesk, store: Store, patience: float = 900.0) -> Sweep:
    gate = RateGate(store.rates, store.clock, RESERVE)
    feed = TicketFeed(FreshdeskCalls(desk.url, desk.api_key, 10.0, gate, "sweep"))
    # No worker takes the bells here, so the sweep doesn't wait for one; its rests between pages are measured apart.
    return Sweep(feed, store.sweeps, SystemClock(), time.sleep, Pace(most_waiting=10**6, rest=0.0, patience=patience))


def _broken_off(sweep: Sweep) -> bool:
    try:
        sweep.go()
    except Unavailable:
        return True
    return False


def _bells(store: Store) -> list[int]:
    with store.engine.connect() as connection:
        return list(connection.execute(sa.select(inbox.c.ticket)).scalars())


if __name__ == "__main__":
    main()
