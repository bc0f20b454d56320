"""The webhook against a bare route in the same gunicorn that checks the secret and commits one row.

Both are asked in turn by the same clients, so that a noisy machine slows both. Prints one JSON object last.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import socket
import tempfile
import threading
import time
from functools import cache
from itertools import count
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask, Response, jsonify, request

from router.logs import set_up_logs
from router.settings import Settings, read_settings
from router.store.database import open_engine, set_up_database
from router.web.doorbell import is_known
from router.web.public import SECRET_HEADER, public_app
from router.web.server import Server
from router.wiring import Store, StoredBell, open_store
from sandbox.demo.programs import free_port

SECRET = "benchmark-secret-of-24-bytes"  # noqa: S105
ROUTES = {"ours": "/webhooks/freshdesk", "bare": "/bare"}
bare_rows = sa.Table(
    "bare_rows", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("ticket", sa.BigInteger)
)


@click.command()
@click.option("--requests", "requests_", default=3000, show_default=True, help="Requests to each of the two routes.")
@click.option("--clients", default=4, show_default=True, help="Clients that ask at once.")
@click.option("--database-url", default="", help="PostgreSQL to use; empty is SQLite in a temporary folder.")
def main(requests_: int, clients: int, database_url: str) -> None:
    """Measure requests per second and the times of both routes."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        values = {"DATABASE_URL": database_url} if database_url else {}
        settings = read_settings(var=Path(folder), bind=f"127.0.0.1:{port}", **values)
        set_up_database(settings)
        server = multiprocessing.get_context("fork").Process(target=_serve, args=(settings,))
        server.start()
        try:
            _wait_for(port)
            _load(port, max(50, requests_ // 20), clients)
            times, errors = _load(port, requests_, clients)
        finally:
            server.terminate()
            server.join()
    click.echo(json.dumps(_result(times, errors, clients)))


def _serve(settings: Settings) -> None:
    @cache
    def store() -> Store:
        return open_store(settings, connections=settings.web_threads)

    app = public_app((SECRET,), lambda: StoredBell(store(), 0))
    _add_bare_route(app, settings)
    Server(app, [settings.bind], settings.web_threads).run()


def _add_bare_route(app: Flask, settings: Settings) -> None:
    @cache
    def engine() -> sa.Engine:
        opened = open_engine(settings, settings.web_threads)
        bare_rows.create(opened, checkfirst=True)
        return opened

    @app.post("/bare")
    def bare() -> tuple[Response, int]:
        if not is_known((SECRET,), request.headers.get(SECRET_HEADER), None):
            return jsonify(error="secret"), 401
        ticket = request.get_json()["ticket_id"]
        with engine().begin() as connection:
            connection.execute(sa.insert(bare_rows).values(ticket=int(ticket)))
        return jsonify(status="ok"), 202


def _load(port: int, requests_: int, clients: int) -> tuple[dict[str, list[float]], int]:
    times: dict[str, list[float]] = {name: [] for name in ROUTES}
    numbers, errors = count(int(time.time() * 1000)), []

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for _ in range(requests_ // clients):
            for name, path in ROUTES.items():
                body = json.dumps({"ticket_id": str(next(numbers)), "triggered_event": "{ticket_action:created}"})
                begun = time.perf_counter()
                connection.request("POST", path, body, {SECRET_HEADER: SECRET, "Content-Type": "application/json"})
                answer = connection.getresponse()
                answer.read()
                times[name].append(time.perf_counter() - begun)
                if answer.status != 202:
                    errors.append(answer.status)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, len(errors)


def _result(times: dict[str, list[float]], errors: int, clients: int) -> dict[str, float]:
    ours, bare = sorted(times["ours"]), sorted(times["bare"])
    return {
        "rps": round(clients * len(ours) / sum(ours), 1),
        "p50_ms": _at(ours, 0.50),
        "p99_ms": _at(ours, 0.99),
        "bare_rps": round(clients * len(bare) / sum(bare), 1),
        "bare_p50_ms": _at(bare, 0.50),
        "bare_p99_ms": _at(bare, 0.99),
        "p99_ratio": round(_at(ours, 0.99) / _at(bare, 0.99), 2),
        "errors": errors,
    }


def _at(ordered: list[float], share: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 2)


def _wait_for(port: int, limit: float = 20.0) -> None:
    end = time.monotonic() + limit
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise click.ClickException("the web program did not come up")


if __name__ == "__main__":
    set_up_logs("ERROR")
    main()
