"""The whole service at work on a steady stream of customers' mails, for benchmarks that watch it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path

import requests
import sqlalchemy as sa

from benchmarks.chaos.plan import QUESTIONS
from router.store.tables import inbox
from router.wiring import Store
from sandbox.demo import stage

CUSTOMERS = 20_000
"""Each writes once: caps on replies to one of them are not what is measured."""
NO_CAP = "1000000"


@dataclass(frozen=True, slots=True)
class Busy:
    """The running service and its database."""

    scene: stage.Scene
    store: Store

    def pid(self, program: str) -> int:
        return self.scene.programs.running[program].pid

    def exchange_worker(self, *command: str) -> None:
        """Another worker program in place of the usual one, once it is at work."""
        before = set(self.store.heartbeats.all())
        self.scene.programs.end("worker")
        self.scene.programs.start("worker", *command)
        self.scene.programs.wait_until("worker", lambda: bool(set(self.store.heartbeats.all()) - before))

    def ended(self) -> int:
        """Runs that have ended."""
        with self.store.engine.connect() as connection:
            ended = sa.select(sa.func.count()).where(inbox.c.outcome.is_not(None), inbox.c.outcome != "postponed")
            return connection.execute(ended).scalar_one()


@contextmanager
def busy_service(folder: Path, database_url: str, **settings: str) -> Iterator[Busy]:
    """Everything started and nothing to do yet. ``settings`` are environment variables beside the usual ones."""
    rows = (
        f"customer{number}@mail.example,C-{number},,Customer {number},IM,2025-01-01,IN" for number in range(CUSTOMERS)
    )
    customers = "\n".join(["email,customer id,phone,name,products,since,country", *rows]) + "\n"
    scene = stage.Scene.new(folder, customers, None, database_url=database_url, plan="unlimited")
    usual = {"ROUTER_QUIET_SECONDS": "0", "ROUTER_MOST_REPLIES_PER_HOUR": NO_CAP, "ROUTER_LOG_LEVEL": "WARNING"}
    dict.update(scene.settings, {**usual, **settings})
    try:
        scene.start_stand_ins()
        scene.build_index()
        scene.start_service()
        yield Busy(scene, scene.open_store())
    finally:
        scene.programs.stop()


def slow_down(scene: stage.Scene, groq: float, freshdesk: float) -> None:
    """Each of their answers takes so many seconds from now on."""
    fault = {"fault": "slow", "path": "*", "count": -1, "seconds": freshdesk}
    stage.tell(f"{scene.where.desk}/sandbox/control/faults", fault)
    slow = {"kind": "slow", "count": -1, "seconds": groq}
    requests.post(f"{scene.where.groq}/sandbox/control/fault", json=slow, timeout=10).raise_for_status()


class Mails:
    """Customers who write, one after another; ``sent`` says how many have."""

    def __init__(self, scene: stage.Scene) -> None:
        self._url = f"{scene.where.desk}/sandbox/control/mails"
        self._numbers, self._questions = count(), cycle(QUESTIONS)
        self._ends = threading.Event()
        self._thread = threading.Thread(daemon=True)
        self.sent = 0

    def keep_waiting(self, many: int, ended: Callable[[], int]) -> None:
        """So many are in hand or wait at any time."""

        def go() -> None:
            while not self._ends.wait(0.1):
                for _ in range(many - (self.sent - ended())):
                    self.send()

        self._begin(go)

    def steadily(self, rate: float) -> None:
        """So many a second."""

        def go() -> None:
            begun = time.monotonic()
            while not self._ends.wait(max(0.0, begun + self.sent / rate - time.monotonic())):
                self.send()

        self._begin(go)

    def send(self) -> None:
        number = next(self._numbers)
        sender = {"name": f"Customer {number}", "email": f"customer{number}@mail.example", "subject": "A question"}
        stage.tell(self._url, sender | {"text": next(self._questions)})
        self.sent += 1

    def stop(self) -> None:
        self._ends.set()
        self._thread.join()

    def _begin(self, go: Callable[[], None]) -> None:
        self._thread = threading.Thread(target=go, daemon=True)
        self._thread.start()
