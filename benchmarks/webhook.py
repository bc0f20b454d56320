"""The webhook against a bare route in the same gunicorn that checks the secret and commits one row.

Both are asked in turn by the same clients, so that a noisy machine slows both. With ``--rate`` so many bells a second
ring for ``--seconds``, by the clock and not by when the last answer came, while a worker answers the tickets that ring:
the whole service, with the stand-ins for Freshdesk and Groq. The bare route is asked a fifth as often, between them.
Prints one JSON object last.
"""

from __future__ import annotations

import http.client
import itertools
import json
import multiprocessing
import queue
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask, Response, jsonify, request

from benchmarks.postgres import SERVER, database_for
from router.logs import set_up_logs
from router.reading.doorbell import is_known
from router.settings import Settings, read_settings
from router.store.database import open_engine, set_up_database
from router.web.public import SECRET_HEADER, public_app
from router.web.server import Server
from router.wiring import Store, StoredBell, open_store
from sandbox.demo import stage
from sandbox.demo.programs import free_port

SECRET = "benchmark-secret-of-24-bytes"  # noqa: S105
ROUTES = {"ours": "/webhooks/freshdesk", "bare": "/bare"}
BARE_EVERY = 5
BUSY_TICKETS = 40
"""Real tickets of the stand-in; a bell for any other finds nothing and ends soon."""
bare_rows = sa.Table(
    "bare_rows", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("ticket", sa.BigInteger)
)


@click.command()
@click.option("--requests", "requests_", default=3000, show_default=True, help="Requests to each of the two routes.")
@click.option("--clients", default=4, show_default=True, help="Clients that ask at once.")
@click.option("--rate", default=0.0, help="Bells a second, beside a busy worker; 0: as fast as it goes.")
@click.option("--seconds", default=60.0, show_default=True, help="How long, with --rate.")
@click.option("--database", type=click.Choice(["sqlite", "postgres"]), default="sqlite", show_default=True)
@click.option("--server", default=SERVER, show_default=True, help="The PostgreSQL for --database postgres.")
def main(requests_: int, clients: int, rate: float, seconds: float, database: str, server: str) -> None:
    """Measure requests per second and the times of both routes."""
    with tempfile.TemporaryDirectory() as name, database_for(database, server) as url:
        folder = Path(name)
        if rate:
            times, errors, answered = _beside_a_worker(folder / "scene", url, rate, seconds, clients)
        else:
            with _web(_settings(folder, url)) as port:
                _load(port, max(50, requests_ // 20), clients)
                times, errors = _load(port, requests_, clients)
    result: dict[str, object] = {"database": database, **_result(times, errors, 0 if rate else clients)}
    if rate:
        result |= {"rate": rate, "seconds": seconds, "runs_ended_meanwhile": answered}
    click.echo(json.dumps(result))


def _settings(folder: Path, url: str) -> Settings:
    return read_settings(var=folder, bind=f"127.0.0.1:{free_port()}", database_url=url)


@contextmanager
def _web(settings: Settings) -> Iterator[int]:
    """Both routes in a gunicorn of their own; its port."""
    set_up_database(settings)
    port = int(settings.bind.rpartition(":")[2])
    server = multiprocessing.get_context("fork").Process(target=_serve, args=(settings,))
    server.start()
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.join()


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


def _beside_a_worker(
    folder: Path, url: str, rate: float, seconds: float, clients: int
) -> tuple[dict[str, list[float]], int, int]:
    """Times and errors at this rate, and how many runs the worker ended meanwhile."""
    scene = stage.Scene.of_the_cast(folder, plan="unlimited", database_url=url)
    settings = _settings(scene.folder, url)
    try:
        scene.start_stand_ins()
        scene.build_index()
        scene.start_service()
        store = scene.open_store()
        real = [_mail(scene, number) for number in range(BUSY_TICKETS)]
        with _web(settings) as port:
            _paced(port, rate, 3.0, clients, itertools.cycle(real))
            before = _ended(store)
            times, errors = _paced(port, rate, seconds, clients, itertools.cycle(real))
            return times, errors, _ended(store) - before
    finally:
        scene.programs.stop()


def _mail(scene: stage.Scene, number: int) -> int:
    """A ticket of the stand-in, so that the worker has real work."""
    words = {"text": "How long is my money locked in?", "email": f"customer{number}@mail.example", "subject": "Lock-in"}
    return int(stage.tell(f"{scene.where.desk}/sandbox/control/mails", words)["ticket_id"])


def _ended(store: Store) -> int:
    with store.engine.connect() as connection:
        asked = "SELECT count(*) FROM inbox WHERE outcome IS NOT NULL"
        return int(connection.exec_driver_sql(asked).scalar() or 0)


def _paced(
    port: int, rate: float, seconds: float, clients: int, real: Iterator[int]
) -> tuple[dict[str, list[float]], int]:
    """``rate`` bells a second, the bare route between them. A time begins when its request was due, not when sent."""
    due: queue.SimpleQueue[tuple[float, str, int] | None] = queue.SimpleQueue()
    times: dict[str, list[float]] = {name: [] for name in ROUTES}
    errors: list[int] = []
    numbers = itertools.count(int(time.time() * 1000))

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while (one := due.get()) is not None:
            at, name, ticket = one
            errors.extend(_ask(connection, ROUTES[name], ticket))
            times[name].append(time.perf_counter() - at)

    threads = [threading.Thread(target=client) for _ in range(max(clients, 16))]
    for thread in threads:
        thread.start()
    begun = time.perf_counter()
    for number in range(int(rate * seconds)):
        for name in ROUTES if number % BARE_EVERY == 0 else ("ours",):
            at = begun + (number + (0.5 if name == "bare" else 0.0)) / rate
            time.sleep(max(0.0, at - time.perf_counter()))
            # Every twentieth bell is of a real ticket: those keep the worker busy for seconds each.
            due.put((at, name, next(real) if number % 20 == 0 and name == "ours" else next(numbers)))
    for _ in threads:
        due.put(None)
    for thread in threads:
        thread.join()
    return times, len(errors)


def _ask(connection: http.client.HTTPConnection, path: str, ticket: int) -> list[int]:
    """One call; the status, where it isn't the one wanted."""
    body = json.dumps({"ticket_id": str(ticket), "triggered_event": "{ticket_action:created}"})
    try:
        connection.request("POST", path, body, {SECRET_HEADER: SECRET, "Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return [0]
    return [] if answer.status == 202 else [answer.status]


def _load(port: int, requests_: int, clients: int) -> tuple[dict[str, list[float]], int]:
    times: dict[str, list[float]] = {name: [] for name in ROUTES}
    numbers, errors = itertools.count(int(time.time() * 1000)), []

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for _ in range(requests_ // clients):
            for name, path in ROUTES.items():
                begun = time.perf_counter()
                errors.extend(_ask(connection, path, next(numbers)))
                times[name].append(time.perf_counter() - begun)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, len(errors)


def _result(times: dict[str, list[float]], errors: int, clients: int) -> dict[str, float]:
    """Times of both routes; requests per second where they were asked as fast as it goes."""
    ours, bare = sorted(times["ours"]), sorted(times["bare"])
    speed = {} if not clients else {"rps": _rps(clients, ours), "bare_rps": _rps(clients, bare)}
    return speed | {
        "requests": len(ours),
        "p50_ms": _at(ours, 0.50),
        "p99_ms": _at(ours, 0.99),
        "max_ms": _at(ours, 1.0),
        "bare_p50_ms": _at(bare, 0.50),
        "bare_p99_ms": _at(bare, 0.99),
        "p99_ratio": round(_at(ours, 0.99) / _at(bare, 0.99), 2),
        "errors": errors,
    }


def _rps(clients: int, times: list[float]) -> float:
    return round(clients * len(times) / sum(times), 1)


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
