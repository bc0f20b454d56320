"""Whole runs through the engine, on both databases, with the desk spoken to over HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from router import workflow
from router.adapters.freshdesk import Freshdesk
from router.adapters.freshdesk_http import FreshdeskCalls
from router.doors import Doors
from router.ports import DeskTicket
from router.rulebook.ruleset import from_files
from router.run import Run
from router.settings import Settings, read_settings
from router.stages.moved import SUPERSEDED
from router.store.inbox import QUEUE, History
from router.store.publications import Publication
from router.store.slots import worker_slot
from router.store.switches import SENDING
from router.store.tables import inbox
from router.wiring import Store, open_store
from router.workflow import MOST_DEATHS, Job
from router.working import program, pulse
from router.working.reaper import INTERNAL_QUEUE
from sandbox.freshdesk.server import RunningDesk, start
from tests.contract.store.postgres import new_postgres
from tests.control import Control
from tests.jobs import change_jobs, record_step, wait_for
from tests.laid_out import lay_out
from tests.small_service import HACKED, doors_of, publish_rules
from tests.unit.rulebook.lendora import changed, lendora

RECORDED = Path(__file__).parents[2] / "fixtures" / "runs"


@pytest.fixture(scope="module")
def running() -> Iterator[RunningDesk]:
    with start(plan="unlimited") as desk:
        yield desk


@dataclass
class Service:
    """A worker that is started when everything is laid out for it."""

    settings: Settings
    store: Store
    doors: Doors
    control: Control

    @contextmanager
    def worker(self, **other: Any) -> Iterator[None]:
        stop = threading.Event()
        doors = replace(self.doors, **other)
        with worker_slot(self.store.engine, self.settings.var) as slot:
            args = (self.settings, self.store, doors, slot, stop)
            thread = threading.Thread(target=program.answer, args=args)
            thread.start()
            try:
                yield
            finally:
                stop.set()
                thread.join()

    def ring(self, ticket: int) -> None:
        self.store.inbox.ring(ticket, self.store.clock.now(), 0.0)

    def job(self, ticket: int) -> str:
        with self.store.engine.connect() as connection:
            return str(connection.execute(sa.select(inbox.c.job).where(inbox.c.ticket == ticket)).scalars().all()[-1])

    def job_now(self, ticket: int) -> None:
        """Let the ticket's waiting job begin."""
        wait_for(lambda: any(run is None for _, _, run, _ in self.store.inbox.of_ticket(ticket)))
        self.store.client.set_workflow_delay(self.job(ticket), delay_seconds=0)

    def told(self, place: str) -> list[str]:
        """What the worker says is wrong there."""
        return [state["problems"][place] for _, state in self.store.heartbeats.all().values()]

    def deaths(self, run: str) -> int:
        with self.store.engine.connect() as connection:
            return int(connection.execute(sa.select(sa.func.max(inbox.c.deaths)).where(inbox.c.run == run)).scalar())

    def ended(self, ticket: int, runs: int = 1) -> list[Run]:
        """All runs of a ticket, once so many have ended and none is at work."""

        def look() -> list[Run] | None:
            found = self.store.records.of_ticket(ticket)
            jobs = self.store.client.list_workflows(workflow_ids=[run.id for run in found]) if found else []
            over = sum(run.receipt is not None for run in found) >= runs
            return found if over and all(job.status == "SUCCESS" for job in jobs) else None

        return wait_for(look)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def laid_out(
    request: pytest.FixtureRequest, running: RunningDesk, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """One database of each kind for all tests: each has tickets of its own."""
    with new_postgres() if request.param == "postgresql" else nullcontext("") as url:
        settings = read_settings(
            var=tmp_path_factory.mktemp("var"),
            database_url=url,
            freshdesk_url=running.url,
            freshdesk_api_key=running.api_key,
            worker_ops_bind="127.0.0.1:0",
            quiet_seconds=0,
        )
        if not url:
            lay_out(settings)
        store = open_store(settings)
        yield Service(settings, store, doors_of(settings, store), Control(running.url, running.api_key))
        store.engine.dispose()


@pytest.fixture
def service(laid_out: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    monkeypatch.setattr(pulse, "BEAT_SECONDS", 0.1)
    monkeypatch.setattr(program, "DRAIN_SECONDS", 0)
    publish_rules(laid_out.store)
    return laid_out


def test_a_bell_becomes_a_note_for_a_person(service: Service) -> None:
    ticket = service.control.mail(HACKED)
    service.ring(ticket)
    with service.worker():
        [run] = service.ended(ticket)
    assert run.receipt is not None
    assert run.receipt.delivered == "note"
    assert len(service.control.notes(ticket)) == 1


def test_a_run_whose_end_is_written_but_not_recorded_ends_once_more_and_posts_nothing(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    end, ended = Job._end, []

    def breaks_once(job: Job, run: Run) -> str:
        ended.append(end(job, run))
        if len(ended) == 1:
            raise sa.exc.OperationalError("COMMIT", {}, Exception("the connection is gone"))
        return ended[-1]

    monkeypatch.setattr(Job, "_end", breaks_once)
    ticket = service.control.mail(HACKED)
    service.ring(ticket)
    with service.worker():
        [run] = service.ended(ticket)
        wait_for(lambda: len(ended) == 2)
    assert ended == ["answered", "answered"]
    assert run.receipt is not None
    assert run.receipt.delivered == "note"
    assert len(service.control.notes(ticket)) == 1
    assert [outcome for _, _, _, outcome in service.store.inbox.of_ticket(ticket)] == ["answered"]


class Meanwhile(Freshdesk):
    """Something happens once, right before a ticket is read for the post."""

    def __init__(self, calls: FreshdeskCalls, happens: Callable[[], object]) -> None:
        super().__init__(calls)
        self._happens = [happens]

    def first(self) -> Freshdesk:
        while self._happens:
            self._happens.pop()()
        return super().first()


def test_words_whose_bell_never_rang_are_answered_by_the_next_run(service: Service, running: RunningDesk) -> None:
    ticket = service.control.mail(HACKED)
    service.ring(ticket)
    calls = FreshdeskCalls(running.url, running.api_key, 10.0)
    wrote = partial(service.control.customer_reply, ticket, "It was hacked again!")
    with service.worker(desk=Meanwhile(calls, wrote)):
        first, second = service.ended(ticket, runs=2)
    assert first.receipt is not None
    assert first.receipt.reason == SUPERSEDED
    assert second.message is not None
    assert second.message.newest == "It was hacked again!"
    assert len(service.control.notes(ticket)) == 1
    bells = [(rung_by, outcome) for _, rung_by, _, outcome in service.store.inbox.of_ticket(ticket)]
    assert bells == [("webhook", "superseded"), ("superseded", "answered")]


def test_a_ticket_at_which_workers_die_goes_to_a_person_without_another_look(service: Service) -> None:
    ticket = service.control.mail("How long is my money locked in?")
    service.ring(ticket)
    with service.store.engine.begin() as connection:
        connection.execute(sa.update(inbox).where(inbox.c.ticket == ticket).values(deaths=MOST_DEATHS))
    with service.worker():
        [run] = service.ended(ticket)
    assert run.ticket is None
    [note] = service.control.notes(ticket)
    assert f"{MOST_DEATHS} workers have died at work on this ticket" in note["body"]


def test_a_ticket_waits_through_a_stop_and_keeps_its_history(service: Service) -> None:
    ticket, began = service.control.mail(HACKED), service.store.clock.now() - timedelta(hours=3)
    with service.store.engine.begin() as connection:
        service.store.inbox.ring_within(connection, ticket, began, 0.0, "postponed", History(began, attempt=4))
    service.store.switches.set(SENDING, "stopped", "priya", service.store.clock.now())
    with service.worker():
        waited = wait_for(lambda: service.store.records.of_ticket(ticket))
        service.store.switches.set(SENDING, "started", "priya", service.store.clock.now())
        service.job_now(ticket)
        ended = service.ended(ticket)[-1]
    assert [run.attempt for run in (*waited, ended)] == [4, 4]
    assert timedelta(0) < ended.first_at - began < timedelta(minutes=5)


def test_tickets_at_which_freshdesk_keeps_failing_keep_no_other_waiting(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The note is there; what fails is the change of the ticket's fields, which a run would try for a day."""
    monkeypatch.setattr(workflow, "PATIENCE", 3.0)
    service = replace(service, settings=service.settings.model_copy(update={"worker_threads": 2}))
    bad, other = [service.control.mail(HACKED), service.control.mail(HACKED)], service.control.mail(HACKED)
    for ticket in bad:
        service.control.fault("5xx", path=f"/tickets/{ticket}", method="PUT", count=-1)
    with service.worker():
        for ticket in (*bad, other):
            service.ring(ticket)
        service.ended(other)
        for ticket in bad:
            [run] = service.ended(ticket)
            assert run.receipt is not None
            assert run.receipt.delivered == "note"
            assert "tags and fields could not be written: Freshdesk" in run.receipt.reason
            assert len(service.control.notes(ticket)) == 1
    service.control.clear_faults()


def test_a_rescue_that_cannot_be_made_waits_in_the_queue_with_its_history(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workflow, "PATIENCE", 3.0)
    ticket = service.control.mail("How long is my money locked in?")
    service.ring(ticket)
    with service.store.engine.begin() as connection:
        connection.execute(sa.update(inbox).where(inbox.c.ticket == ticket).values(deaths=MOST_DEATHS))
    service.control.fault("5xx", path=f"/tickets/{ticket}", method="GET", count=-1)
    with service.worker():
        wait_for(lambda: [one for one in service.store.inbox.of_ticket(ticket) if one[3] == "postponed"])
        service.control.clear_faults()
        service.job_now(ticket)
        service.ended(ticket)
    [note] = service.control.notes(ticket)
    assert f"{MOST_DEATHS} workers have died at work on this ticket" in note["body"]


def taken_by_the_dead(service: Service, ticket: int, executor: str = "slot-1:dead") -> str:
    """The ticket's waiting job, as a worker that died at work on it has left it."""
    job = service.job(ticket)
    service.store.inbox.claim(ticket, job)
    died = {"status": "PENDING", "executor_id": executor, "owner_xid": "gone", "created_at": 1_000}
    change_jobs(service.store.engine, job, **died)
    return job


def test_the_work_of_a_dead_worker_is_done_before_what_came_after_it(service: Service) -> None:
    ticket = service.control.mail(HACKED)
    service.ring(ticket)
    first = taken_by_the_dead(service, ticket)
    service.ring(ticket)
    second = service.job(ticket)
    with service.worker():
        service.ended(ticket, runs=2)
    done = {one.workflow_id: one for one in service.store.client.list_workflows(workflow_ids=[first, second])}
    assert all(one.status == "SUCCESS" and one.queue_name == QUEUE for one in done.values())
    assert (done[first].completed_at or 0) <= (done[second].dequeued_at or 0)
    assert len(service.control.notes(ticket)) == 1
    assert service.deaths(first) == 1


def test_the_work_of_a_slot_that_nobody_holds_is_adopted(service: Service) -> None:
    if service.store.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one slot")
    ticket = service.control.mail(HACKED)
    service.ring(ticket)
    taken_by_the_dead(service, ticket, "slot-9:dead")
    with service.worker():
        assert len(service.ended(ticket)) == 1


def test_a_living_workers_work_is_left_to_it(service: Service) -> None:
    if service.store.engine.dialect.name != "postgresql":
        pytest.skip("SQLite takes one worker")
    ticket, other = service.control.mail(HACKED), service.control.mail(HACKED)
    service.ring(ticket)
    with worker_slot(service.store.engine, service.settings.var) as living:
        job = taken_by_the_dead(service, ticket, living.executor)
        with service.worker():
            service.ring(other)
            service.ended(other)
    [left] = service.store.client.list_workflows(workflow_ids=[job])
    assert (left.status, left.executor_id, service.deaths(job)) == ("PENDING", living.executor, 0)


def test_a_run_at_which_too_many_workers_died_is_taken_up_by_none_and_a_person_gets_its_ticket(
    service: Service,
) -> None:
    ticket = service.control.mail(HACKED)
    service.ring(ticket)
    job = taken_by_the_dead(service, ticket)
    with service.store.engine.begin() as connection:
        connection.execute(sa.update(inbox).where(inbox.c.ticket == ticket).values(deaths=MOST_DEATHS - 1))
    with service.worker():
        service.ended(ticket)
    [left] = service.store.client.list_workflows(workflow_ids=[job])
    assert left.status == "CANCELLED"
    [note] = service.control.notes(ticket)
    assert f"{MOST_DEATHS} workers have died at work on this ticket" in note["body"]


def test_a_job_that_was_resumed_without_its_queue_comes_back_to_it(service: Service) -> None:
    ticket = service.control.mail(HACKED)
    service.ring(ticket)
    change_jobs(service.store.engine, service.job(ticket), queue_name=INTERNAL_QUEUE)
    with service.worker():
        service.ended(ticket)
    [job] = service.store.client.list_workflows(workflow_ids=[service.job(ticket)])
    assert job.queue_name == QUEUE


def began_with_version_1(service: Service, recording: str, steps: int, **other: Any) -> Run:
    """A run whose first ``steps`` were done by the code of the recordings, under rules that have changed since."""
    rules = from_files(changed("sending.yaml", "highest lane: note", "highest lane: reply"))
    for one in (rules, lendora()):
        published = Publication(one.sha256, service.store.clock.now(), "anna", "", "publish")
        service.store.rule_sets.put_in_force(one, published)
    ticket = service.control.mail(HACKED if recording == "v1_handed_over" else "How long is my money locked in?")
    service.ring(ticket)
    job, thread = service.job(ticket), service.doors.desk.ticket(ticket)
    service.store.inbox.claim(ticket, job)
    values = json.loads((RECORDED / f"{recording}.json").read_text(encoding="utf-8"))
    for number, (name, value) in enumerate(list(values.items())[:steps], start=1):
        value |= {"id": job, "ticket_id": ticket, "rules": rules.sha256, **other}
        value["ticket"] |= {"id": ticket, "requester_id": thread.requester_id}
        record_step(service.store.engine, job, number, name, value)
    return Run.from_json(value)


@pytest.mark.parametrize(
    ("recording", "steps", "notes"),
    [("v1_handed_over", steps, 1) for steps in (1, 2, 3)]
    + [("v1_answered", 3, 1), ("v1_noted", 3, 1), ("v1_answered", 4, 0)],
)
def test_what_version_1_began_is_finished_under_other_rules(
    service: Service, recording: str, steps: int, notes: int
) -> None:
    """The reply of the second recording is a note: the rules in force allow no more by now. What had been delivered
    already is only written down."""
    begun = began_with_version_1(service, recording, steps)
    with service.worker():
        [run] = service.ended(begun.ticket_id)
    assert (run.id, run.rules, run.route) == (begun.id, begun.rules, begun.route)
    assert len(service.control.notes(begun.ticket_id)) == notes
    assert service.control.replies(begun.ticket_id) == []


@pytest.mark.parametrize(
    "other", [{"version": 2}, {"route": {"direction": "to a person"}}, {"message": None, "letter": {"id": 0}}]
)
def test_what_another_version_wrote_in_another_way_begins_anew(service: Service, other: dict[str, Any]) -> None:
    begun = began_with_version_1(service, "v1_handed_over", 2, **other)
    with service.worker():
        service.ended(begun.ticket_id)
    bells = [(rung_by, outcome) for _, rung_by, _, outcome in service.store.inbox.of_ticket(begun.ticket_id)]
    assert bells[-1][1] == "answered"
    assert len(service.control.notes(begun.ticket_id)) == 1


class Hangs(Freshdesk):
    """The first reading of a ticket comes back when it is told to."""

    def __init__(self, calls: FreshdeskCalls) -> None:
        super().__init__(calls)
        self.hangs, self.come_back = threading.Event(), threading.Event()

    def ticket(self, ticket_id: int) -> DeskTicket:
        if not self.hangs.is_set():
            self.hangs.set()
            self.come_back.wait()
        return super().ticket(ticket_id)


class MovedClock:
    """The real time, and so much more."""

    ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def test_a_step_that_hangs_is_told_of_loses_its_run_and_does_no_harm_when_it_comes_back(
    service: Service, running: RunningDesk
) -> None:
    clock: Any = MovedClock()
    desk = Hangs(FreshdeskCalls(running.url, running.api_key, 10.0))
    service = replace(service, store=replace(service.store, clock=clock))
    ticket = service.control.mail(HACKED)
    service.ring(ticket)
    with service.worker(desk=desk, clock=clock):
        wait_for(desk.hangs.is_set)
        clock.ahead = pulse.STEP_LIMIT + pulse.LOOK_EVERY
        wait_for(lambda: any(f"prepare of ticket {ticket}" in says for says in service.told("steps")))
        [run] = service.ended(ticket)
        desk.come_back.set()
        wait_for(lambda: not any(service.told("steps")))
    assert [outcome for _, _, _, outcome in service.store.inbox.of_ticket(ticket)] == ["lost", "answered"]
    assert len(service.control.notes(ticket)) == 1
    assert [one.id for one in service.store.records.of_ticket(ticket)] == [run.id]
