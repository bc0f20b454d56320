"""The whole service as its programs, started once for all acceptance tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
import requests

from router.run import Run
from router.wiring import Store
from sandbox.demo import stage
from sandbox.demo.cast import FOLDER
from sandbox.demo.programs import Programs
from tests.control import Control

PATIENCE = 300.0
"""Seconds after which waiting is a failure. A post without an answer alone is waited out for forty, and a worker that
starts again on a busy machine takes its time."""
HOLDERS = 200
T = TypeVar("T")


@dataclass
class Service:
    """Web, worker and index server, with the stand-ins for Freshdesk and Groq."""

    where: stage.Addresses
    programs: Programs
    store: Store
    control: Control
    secret: str
    holders: Iterator[int]

    def im_holder(self) -> dict[str, str]:
        """Another holder of IM each time: who has had some answers within a day is left to people."""
        return {"email": holder(next(self.holders)), "name": "Asha Rao", "subject": "Lock-in"}

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run ``python -m router ARGUMENTS`` with the service's settings."""
        return subprocess.run(
            [sys.executable, "-m", "router", *arguments],
            env={**os.environ, **self.programs.environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def ring(self, body: bytes | str, **headers: str) -> requests.Response:
        sent = {"X-Router-Secret": self.secret, "Content-Type": "application/json", **headers}
        return requests.post(f"http://{self.where.public}/webhooks/freshdesk", data=body, headers=sent, timeout=30)

    def finished(self, ticket: int) -> Run:
        """The ticket's newest run, once one has ended."""
        return wait_for(lambda: next((run for run in self._runs(ticket) if run.receipt), None), f"ticket {ticket}")

    def in_trouble(self, ticket: int, place: str) -> Run:
        """A run that waits for a place that is down."""

        def found() -> Run | None:
            return next((r for r in self._runs(ticket) if r.trouble and r.trouble.place == place), None)

        return wait_for(found, f"trouble with {place} on ticket {ticket}")

    def _runs(self, ticket: int) -> list[Run]:
        return self.store.records.of_ticket(ticket)[::-1]

    def groq_fault(self, **fault: Any) -> None:
        requests.post(f"{self.where.groq}/sandbox/control/fault", json=fault, timeout=10).raise_for_status()


def holder(number: int) -> str:
    """The address of a customer who holds IM."""
    return f"holder{number}@mail.example"


def wait_for(look: Callable[[], T | None], what: str, limit: float = PATIENCE) -> T:
    """What ``look`` finds, as soon as it finds something."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        found = look()
        if found is not None:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what}: nothing within {limit:.0f} s")


@pytest.fixture(scope="package")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    rows = (f"{holder(number)},H-{number},,Asha Rao,IM,2025-01-01,IN" for number in range(HOLDERS))
    customers = (FOLDER / "customers.csv").read_text(encoding="utf-8").rstrip("\n")
    folder = tmp_path_factory.mktemp("service") / "var"
    scene = stage.Scene.new(folder, "\n".join([customers, *rows, ""]), FOLDER / "cast.yaml", plan="unlimited")
    try:
        scene.start_stand_ins()
        scene.start_service()
        control = Control(scene.where.desk, stage.API_KEY)
        yield Service(scene.where, scene.programs, scene.open_store(), control, scene.secret, iter(range(HOLDERS)))
    finally:
        scene.programs.stop()


@pytest.fixture
def demo_report(tmp_path: Path) -> Callable[..., tuple[int, dict[str, Any]]]:
    """Run the demo as a newcomer does; its exit code and its report."""

    def run(*options: str) -> tuple[int, dict[str, Any]]:
        folder = tmp_path / "demo"
        ended = subprocess.run(
            [sys.executable, "-m", "sandbox.demo", "--folder", str(folder), *options],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        report = folder / "report.json"
        assert report.exists(), ended.stdout + ended.stderr
        return ended.returncode, json.loads(report.read_text())

    return run
