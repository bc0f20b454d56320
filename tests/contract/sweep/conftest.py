from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from router.adapters.freshdesk_http import FreshdeskCalls
from router.adapters.freshdesk_list import TicketFeed
from router.doors import SystemClock
from router.store.inbox import Inbox, open_client
from router.store.sweeps import Sweeps
from router.store.tables import inbox
from router.sweep.sweep import Pace, Sweep
from sandbox.freshdesk.server import RunningDesk, start
from tests import outage
from tests.contract.store.conftest import engine, postgres_url, settings
from tests.control import Control

__all__ = ["engine", "postgres_url", "settings"]

AT_ONCE = Pace(most_waiting=10**6, rest=0.0, patience=0.0)


@dataclass
class House:
    """A desk over HTTP, a database, and the sweep between them."""

    desk: RunningDesk
    engine: sa.Engine
    ledger: Sweeps
    inbox: Inbox
    control: Control
    waited: list[float] = field(default_factory=list)

    def sweep(self, pace: Pace = AT_ONCE, **more: Any) -> Sweep:
        calls = FreshdeskCalls(self.desk.url, self.desk.api_key, 5.0)
        return Sweep(TicketFeed(calls), self.ledger, SystemClock(), self.waited.append, pace, **more)

    def begin(self, hours_ago: float = outage.HOURS) -> None:
        self.ledger.begin(SystemClock().now() - timedelta(hours=hours_ago))

    def tickets(self) -> list[dict[str, Any]]:
        """Every ticket with its thread, read beside the API."""
        found: list[dict[str, Any]] = requests.get(f"{self.desk.url}/sandbox/control/tickets", timeout=30).json()
        return found

    def bells(self) -> list[int]:
        """The tickets that a bell rang for, in order of their numbers; one that rang twice stands twice."""
        with self.engine.connect() as connection:
            return sorted(connection.execute(sa.select(inbox.c.ticket)).scalars())


@pytest.fixture
def seed() -> dict[str, Any]:
    return {"people": [{"name": "Asha Rao", "email": "asha@mail.example"}]}


@pytest.fixture
def house(engine: sa.Engine, seed: dict[str, Any]) -> Iterator[House]:
    bells = Inbox(engine, open_client(engine))
    with start(seed=seed, plan="unlimited") as desk:
        yield House(desk, engine, Sweeps(engine, bells), bells, Control(desk.url, desk.api_key))
