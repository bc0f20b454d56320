"""Backup and restore by the very commands of deploy/README.md, while the service goes on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from router.settings import Settings, read_settings
from router.store.database import database_url, set_up_database
from router.store.tables import inbox
from router.store.vault import SealedVault, privacy_key
from router.wiring import Store, open_store
from tests.contract.store.postgres import POSTGRES

README = Path(__file__).parents[3] / "deploy" / "README.md"


def tried(name: str) -> str:
    """The commands that the README gives under this mark."""
    found = re.search(rf"<!-- tried: {name} -->\n```sh\n(.*?)```", README.read_text(), re.DOTALL)
    assert found is not None, name
    return found.group(1)


def run(name: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    more = {"PATH": path, "PYTHONPATH": str(README.parents[1]), "VAR_DIR": str(folder / "var"), **environment}
    command = ["sh", "-e", "-c", tried(name)]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **more}, capture_output=True, text=True, timeout=120, check=False
    )


@contextmanager
def bells_ring(store: Store) -> Iterator[None]:
    """The service goes on: tickets ring all the time."""
    stop = threading.Event()

    def ring() -> None:
        ticket = 10_000
        while not stop.is_set():
            store.inbox.ring(ticket := ticket + 1, store.clock.now(), 3600.0)

    thread = threading.Thread(target=ring)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def fill(settings: Settings) -> Store:
    set_up_database(settings)
    store = open_store(settings)
    store.rule_sets.publish(Path("rules"), "anna", store.clock.now())
    store.inbox.ring(42, store.clock.now(), 3600.0)
    SealedVault(store.engine, privacy_key(settings), store.clock).grow(7, lambda _: (None, {"<name>": "Asha"}))
    return store


def assert_whole(settings: Settings) -> None:
    """Everything of before is there, each bell has its job, and the service can go on with it."""
    set_up_database(settings)
    store = open_store(settings)
    try:
        with store.engine.connect() as connection:
            tickets = set(connection.execute(sa.select(inbox.c.ticket)).scalars())
        jobs = store.client.list_workflows(load_output=False)
        assert 42 in tickets
        assert {job.input["args"][0] for job in jobs if job.input} == tickets
        assert store.rule_sets.in_force() is not None
        assert SealedVault(store.engine, privacy_key(settings), store.clock).mapping(7) == {"<name>": "Asha"}
        assert store.inbox.ring(42, store.clock.now(), 0.0) == "already waiting"
        assert store.inbox.ring(43, store.clock.now(), 0.0) == "queued"
    finally:
        store.engine.dispose()


def test_sqlite_is_backed_up_while_bells_ring_and_restored_whole(tmp_path: Path) -> None:
    settings = read_settings(var=tmp_path / "var")
    store = fill(settings)
    with bells_ring(store):
        done = run("sqlite backup", tmp_path)
    assert done.returncode == 0, done.stderr
    store.engine.dispose()
    shutil.rmtree(tmp_path / "var")
    done = run("sqlite restore", tmp_path)
    assert "no worker is alive" in done.stdout, done.stderr
    assert_whole(settings)


def test_postgresql_is_backed_up_while_bells_ring_and_restored_whole(tmp_path: Path, postgres_url: str) -> None:
    if shutil.which("pg_dump") is None:
        pytest.skip("no pg_dump: apt-get install postgresql-client")
    store = fill(read_settings(var=tmp_path / "var", database_url=postgres_url))
    with bells_ring(store):
        done = run("postgresql backup", tmp_path, DATABASE_URL=postgres_url)
    assert done.returncode == 0, done.stderr
    store.engine.dispose()
    fresh = f"router_restored_{uuid.uuid4().hex[:8]}"
    try:
        done = run("postgresql restore", tmp_path, MAINTENANCE_URL=POSTGRES, FRESH_DATABASE=fresh)
        assert done.returncode == 0, done.stderr
        restored = read_settings(var=tmp_path / "var", database_url=f"{POSTGRES.rpartition('/')[0]}/{fresh}")
        assert database_url(restored).endswith(fresh)
        assert_whole(restored)
    finally:
        server = sa.create_engine(POSTGRES.replace("://", "+psycopg://"), isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE IF EXISTS {fresh} WITH (FORCE)"))
        server.dispose()
