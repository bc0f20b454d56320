"""Worker programs of their own over one database, to be killed, stopped and woken."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from router.settings import read_settings
from router.store.inbox import WORKFLOW
from router.store.slots import slot_of
from router.wiring import Store, open_store
from sandbox.freshdesk.server import start
from tests.contract.store.postgres import new_postgres
from tests.control import Control
from tests.forked import ROOT, Forked, begin
from tests.jobs import wait_for
from tests.laid_out import lay_out
from tests.small_service import HACKED, publish_rules

PROGRAM = "tests.small_service"
Worker = Forked | subprocess.Popen[bytes]


@dataclass
class Workers:
    """Programs of their own over one database."""

    store: Store
    control: Control
    environment: dict[str, str]
    running: list[Worker] = field(default_factory=list)

    def start(self, code: Path | None = None) -> Worker:
        """One more, once it beats, of our code or of that in this folder."""
        before = set(self.store.heartbeats.all())
        worker = self._of(code) if code else begin(PROGRAM, env=self.environment)
        self.running.append(worker)
        wait_for(lambda: set(self.store.heartbeats.all()) - before)
        return worker

    def _of(self, code: Path) -> Worker:
        """Of other code nothing is imported yet."""
        environment = {**self.environment, "PYTHONPATH": str(ROOT)}
        return subprocess.Popen([sys.executable, "-m", PROGRAM], env=environment, cwd=code)

    def stop(self) -> None:
        for worker in self.running:
            worker.kill()
            worker.wait()

    def new_ticket(self) -> int:
        """One that has rung."""
        ticket = self.control.mail(HACKED)
        self.store.inbox.ring(ticket, self.store.clock.now(), 0.0)
        return ticket

    def slot_at_work(self, run: str) -> int:
        """The slot of the worker that has the run, once one has it."""

        def look() -> int | None:
            [job] = self.store.client.list_workflows(workflow_ids=[run])
            return slot_of(job.executor_id or "") if job.status == "PENDING" else None

        return wait_for(look)

    def at_work(self, run: str) -> Worker:
        """The worker that has the run."""
        slot = self.slot_at_work(run)
        beats = self.store.heartbeats.all().items()
        pid = next(name for name, (_, state) in beats if slot_of(str(state["slot"])) == slot).rpartition(":")[2]
        return next(worker for worker in self.running if worker.pid == int(pid))

    def run_of(self, ticket: int) -> str:
        [run] = [job.workflow_id for job in self.store.client.list_workflows(name=WORKFLOW) if _is_of(job, ticket)]
        return run

    def steps_of(self, run: str) -> list[str]:
        """The names of the steps that have ended."""
        return [step["function_name"] for step in self.store.client.list_workflow_steps(run)]

    def fault_is_met(self) -> None:
        wait_for(lambda: not self.control.faults())

    def answered(self, ticket: int) -> bool:
        return any(run.receipt for run in self.store.records.of_ticket(ticket))


def _is_of(job: object, ticket: int) -> bool:
    return getattr(job, "queue_partition_key", None) == str(ticket)


@contextmanager
def workers_on(database: str, var: Path) -> Iterator[Workers]:
    with (
        start(plan="unlimited") as desk,
        new_postgres() if database == "postgresql" else nullcontext("") as url,
    ):
        settings = {
            "VAR_DIR": str(var),
            "DATABASE_URL": url,
            "FRESHDESK_URL": desk.url,
            "FRESHDESK_API_KEY": desk.api_key,
            "ROUTER_WORKER_OPS_BIND": "127.0.0.1:0",
        }
        own = read_settings(var=var, database_url=url)
        if not url:
            lay_out(own)
        store = open_store(own)
        publish_rules(store)
        workers = Workers(store, Control(desk.url, desk.api_key), {**os.environ, **settings})
        try:
            yield workers
        finally:
            workers.stop()
            store.engine.dispose()
