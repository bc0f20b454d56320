"""What the one on call sees of the runs and may do to them, with a real queue and a real help desk behind it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from click.testing import CliRunner, Result
from dbos import DBOS, DBOSPortableJSONSerializer

from router.cli import cli
from router.run import Run, Trouble
from router.settings import read_settings
from router.store.inbox import APPLICATION, APPLICATION_VERSION, QUEUE, WORKFLOW, History
from router.wiring import Store, open_store
from sandbox.freshdesk.server import RunningDesk, start
from tests.control import Control
from tests.laid_out import lay_out

T = TypeVar("T")
HOLDS, FAILS = "please hold", "please fail"


@dataclass
class OnCall:
    """The one on call, the desk, and a worker whose runs hold or fail in the step ``write`` where the mail says so."""

    store: Store
    control: Control
    environment: dict[str, str]
    go_on: threading.Event = field(default_factory=threading.Event)

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(cli, arguments, env=self.environment)

    def listed(self, *arguments: str) -> list[dict[str, Any]]:
        done = self.run("runs", "list", "--json", *arguments)
        assert done.exit_code == 0, done.output
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found

    def ring(self, subject: str, delay: float = 0.0) -> int:
        ticket = self.control.mail("How long is my money locked in?", email="asha@mail.example", subject=subject)
        self.store.inbox.ring(ticket, self.store.clock.now(), delay)
        return ticket

    def until(self, ticket: int, **wanted: str) -> dict[str, Any]:
        """The ticket's run, once it is as wanted."""

        def look() -> dict[str, Any] | None:
            found = self.listed("--ticket", str(ticket))
            return next((one for one in found if wanted.items() <= one.items()), None)

        return wait_for(look)


def wait_for(look: Callable[[], T | None]) -> T:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if (found := look()) is not None:
            return found
        time.sleep(0.05)
    raise AssertionError("nothing within 30 s")


def register(on_call: OnCall) -> None:
    """A job with the names and values of ours."""
    store = on_call.store

    def prepare(run_id: str, ticket: int, attempt: int) -> dict[str, Any]:
        store.inbox.claim(ticket, run_id)
        now = store.clock.now()
        return Run(run_id, ticket, now, now, attempt).to_json()

    def write(value: dict[str, Any]) -> dict[str, Any]:
        subject = on_call.control.ticket(value["ticket_id"])["subject"]
        if subject == HOLDS:
            on_call.go_on.wait(30)
        if subject == FAILS:
            raise ZeroDivisionError("divided by nothing")
        return value

    def finish(value: dict[str, Any]) -> str:
        store.inbox.end(value["id"], "decided")
        return "decided"

    @DBOS.workflow(name=WORKFLOW)
    def answer_ticket(ticket_id: int, attempt: int, first_at: str) -> str:
        value = DBOS.run_step({"name": "prepare"}, prepare, str(DBOS.workflow_id), ticket_id, attempt)
        value = DBOS.run_step({"name": "write"}, write, value)
        return DBOS.run_step({"name": "finish"}, finish, value)


@pytest.fixture(scope="module")
def running() -> Iterator[RunningDesk]:
    with start(plan="unlimited") as desk:
        yield desk


@pytest.fixture(scope="module")
def on_call(running: RunningDesk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnCall]:
    var = tmp_path_factory.mktemp("on-call")
    settings = read_settings(var=var)
    lay_out(settings)
    store = open_store(settings)
    store.rule_sets.publish(Path("rules"), "anna", store.clock.now())
    environment = {
        "VAR_DIR": str(var),
        "FRESHDESK_URL": running.url,
        "FRESHDESK_API_KEY": running.api_key,
        "LOGNAME": "priya",
        "COLUMNS": "200",
    }
    one = OnCall(store, Control(running.url, running.api_key), environment)
    DBOS.destroy(destroy_registry=True)  # another module's worker may have told DBOS the service's own job
    DBOS(
        config={
            "name": APPLICATION,
            "system_database_engine": store.engine,
            "application_version": APPLICATION_VERSION,
            "executor_id": "slot-0",
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "CRITICAL",
        }
    )
    register(one)
    DBOS.launch()
    DBOS.register_queue(QUEUE, partition_concurrency=1, worker_concurrency=4, polling_interval_sec=0.1)
    yield one
    one.go_on.set()
    DBOS.destroy(workflow_completion_timeout_sec=10, destroy_registry=True)
    store.engine.dispose()


@pytest.fixture(autouse=True)
def _nothing_holds_afterwards(on_call: OnCall) -> Iterator[None]:
    on_call.go_on.clear()
    yield
    on_call.go_on.set()


def test_a_run_at_work_is_listed_with_its_step_and_its_worker(on_call: OnCall) -> None:
    ticket = on_call.ring(HOLDS)
    seen = on_call.until(ticket, state="running", step="write")
    assert seen["worker"] == "slot-0"
    assert seen["attempts"] == 1
    told = on_call.run("runs", "list")
    assert [str(ticket), "running", "write"] == next(
        line.split()[1:4] for line in told.output.splitlines() if line.startswith(seen["run"][:8])
    )
    shown = on_call.run("runs", "show", seen["run"][:8])
    assert "prepare" in shown.output
    assert "at work (this run)" in shown.output


def test_a_run_that_failed_is_told_with_its_trouble_and_rung_anew(on_call: OnCall) -> None:
    ticket = on_call.ring(FAILS)
    seen = on_call.until(ticket, state="failed")
    assert "divided by nothing" in seen["trouble"]
    on_call.control.api("PUT", f"/tickets/{ticket}", json={"subject": "Lock-in"})
    again = on_call.run("runs", "retry", seen["run"])
    assert again.exit_code == 0, again.output
    assert f"Ticket {ticket} is rung" in again.output
    assert on_call.until(ticket, state="finished")["run"] != seen["run"]


def test_a_bell_told_to_wait_is_taken_up_at_once_by_retry(on_call: OnCall) -> None:
    ticket = on_call.ring("Lock-in", delay=3600)
    seen = on_call.until(ticket, state="waiting")
    assert seen["until"] is not None
    assert "begins in 59 min" in on_call.run("runs", "list", "--state", "waiting").output
    assert "begins now" in on_call.run("runs", "retry", "--ticket", str(ticket)).output
    assert on_call.until(ticket, state="finished")["run"] == seen["run"]


def test_a_cancelled_run_is_handed_to_a_person_and_says_who_did_it_and_why(on_call: OnCall) -> None:
    ticket = on_call.ring(HOLDS)
    seen = on_call.until(ticket, state="running", step="write")
    done = on_call.run("runs", "cancel", seen["run"], "--because", "the lawyer answers this one")
    assert done.exit_code == 0, done.output
    on_call.go_on.set()
    assert "a private note tells a person why" in done.output
    [note] = on_call.control.notes(ticket)
    assert "cancelled by priya: the lawyer answers this one" in note["body"]
    [record] = on_call.store.records.of_ticket(ticket)
    assert record.receipt is not None
    assert "cancelled by priya" in record.receipt.reason
    assert on_call.until(ticket, state="finished")["step"] == "cancelled"
    assert all(outcome for _, _, _, outcome in on_call.store.inbox.of_ticket(ticket))


def test_a_waiting_run_can_be_cancelled_and_its_ticket_left_alone(on_call: OnCall) -> None:
    ticket = on_call.ring("Lock-in", delay=3600)
    seen = on_call.until(ticket, state="waiting")
    done = on_call.run("runs", "cancel", seen["run"], "--because", "a test mail", "--leave")
    assert f"Ticket {ticket} is left in Freshdesk as it is" in done.output
    assert on_call.control.notes(ticket) == []
    assert [outcome for _, _, _, outcome in on_call.store.inbox.of_ticket(ticket)] == ["decided"]
    told = on_call.run("tickets", "show", str(ticket))
    assert "decision: its run was cancelled by priya: a test mail" in told.output


def test_a_ticket_whose_desk_is_down_is_told_to_be_looked_after(on_call: OnCall) -> None:
    ticket = on_call.ring("Lock-in", delay=3600)
    seen = on_call.until(ticket, state="waiting")
    url = on_call.environment["FRESHDESK_URL"]
    on_call.environment["FRESHDESK_URL"] = "http://127.0.0.1:1"
    try:
        done = on_call.run("runs", "cancel", seen["run"], "--because", "all is down")
    finally:
        on_call.environment["FRESHDESK_URL"] = url
    assert done.exit_code == 1
    assert "could not be handed over" in done.output
    assert "look after it in Freshdesk yourself" in done.output


def test_what_has_ended_can_not_be_cancelled(on_call: OnCall) -> None:
    ticket = on_call.ring("Lock-in")
    seen = on_call.until(ticket, state="finished")
    done = on_call.run("runs", "cancel", seen["run"], "--because", "no reason")
    assert done.exit_code == 1
    assert "it has ended already" in done.output


def test_a_run_nobody_knows_is_told_so(on_call: OnCall) -> None:
    for command in (["show", "nobody"], ["retry", "nobody"], ["cancel", "nobody", "--because", "x"]):
        done = on_call.run("runs", *command)
        assert done.exit_code == 1
        assert "no run nobody is known" in done.output


def test_a_run_that_waits_for_a_key_tells_so_though_waiting_counts_as_no_attempt(on_call: OnCall) -> None:
    ticket = on_call.ring("Lock-in", delay=3600)
    seen = on_call.until(ticket, state="waiting")
    now = on_call.store.clock.now()
    before = Run("the-one-before", ticket, now, now, trouble=Trouble("Freshdesk", "the key isn't accepted", "later"))
    on_call.store.records.keep(before, now)
    assert on_call.until(ticket)["trouble"] == "Freshdesk: the key isn't accepted"
    assert on_call.run("runs", "cancel", seen["run"], "--because", "done with", "--leave").exit_code == 0


def test_a_postponed_run_waits_since_its_ticket_first_came_up(on_call: OnCall) -> None:
    ticket, now = on_call.control.mail("How long is my money locked in?"), on_call.store.clock.now()
    began = now - timedelta(hours=3, minutes=5)
    with on_call.store.engine.begin() as connection:
        on_call.store.inbox.ring_within(connection, ticket, now, 3600, "postponed", History(began, attempt=4))
    assert on_call.until(ticket, state="waiting")["since"] == began.isoformat()
    [_, line] = on_call.run("runs", "list", "--ticket", str(ticket)).output.splitlines()
    assert "  3 h  " in line


def test_of_a_tickets_runs_only_the_newest_is_told_to_be_in_hand(on_call: OnCall) -> None:
    now = on_call.store.clock.now()
    for minutes, run in ((2, "first"), (1, "second")):
        trouble = Trouble("index", "no answer", "later")
        at = now - timedelta(minutes=minutes)
        on_call.store.records.keep(Run(run, 4711, at, at, trouble=trouble), at)
    told = [line for line in on_call.run("tickets", "list").output.splitlines() if "ticket 4711" in line]
    assert [line.partition("4711  ")[2] for line in told] == [
        "In hand: index: no answer",
        "Tried again since: index: no answer",
    ]


def test_a_ticket_that_is_not_known_is_told_with_the_database_that_was_asked(on_call: OnCall) -> None:
    done = on_call.run("tickets", "show", "4712")
    assert done.exit_code == 1
    assert "no record of ticket 4712." in done.output
    assert "Looked at: sqlite" in done.output
