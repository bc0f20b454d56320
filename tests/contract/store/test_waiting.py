"""Runs that wait for Freshdesk's limit, through the engine: told waits use up no attempt, faults do."""

from __future__ import annotations

import pytest
import requests

from router.adapters.freshdesk import Freshdesk
from router.adapters.freshdesk_http import FreshdeskCalls
from router.adapters.freshdesk_rate import RateGate
from router.run import Run
from sandbox.freshdesk.server import RunningDesk
from tests.contract.store.test_workflow import Service, laid_out, running, service
from tests.jobs import wait_for
from tests.small_service import HACKED

__all__ = ["laid_out", "running", "service"]


def postponed(service: Service, ticket: int) -> Run:
    return wait_for(lambda: next((run for run in service.store.records.of_ticket(ticket) if run.trouble), None))


@pytest.mark.parametrize(("fault", "attempt"), [("429", 0), ("refuse", 0), ("5xx", 1)])
def test_only_a_fault_uses_up_an_attempt(service: Service, fault: str, attempt: int) -> None:
    ticket = service.control.mail(HACKED)
    path = f"/tickets/{ticket}"
    service.control.fault(fault, path=path, count=-1, retry_after=40, status=401 if fault == "refuse" else 502)
    service.ring(ticket)
    with service.worker():
        waits = postponed(service, ticket)
        service.control.clear_faults()
        service.job_now(ticket)
        ended = service.ended(ticket)[-1]
    assert waits.trouble is not None
    assert waits.trouble.what == "later"
    assert (waits.attempt, ended.attempt) == (0, attempt)
    assert len(service.control.notes(ticket)) == 1


def test_below_the_reserve_a_run_waits_for_the_next_minute_and_calls_nobody(
    service: Service, running: RunningDesk
) -> None:
    limits = f"{running.url}/sandbox/control/limits"
    requests.delete(f"{running.url}/sandbox/control/credits", timeout=10).raise_for_status()
    requests.patch(limits, json={"per_minute": 10, "other_apps": 9}, timeout=10).raise_for_status()
    try:
        gate = RateGate(service.store.rates, service.store.clock, reserve=0.2)
        desk = Freshdesk(FreshdeskCalls(running.url, running.api_key, 10.0, gate))
        desk.me()
        made = service.control.credits()["calls"]
        ticket = service.control.mail(HACKED)
        service.ring(ticket)
        with service.worker(desk=desk):
            waits = postponed(service, ticket)
        assert service.control.credits()["calls"] == made
    finally:
        requests.patch(limits, json={"plan": "unlimited", "other_apps": 0}, timeout=10).raise_for_status()
    assert waits.trouble is not None
    assert waits.trouble.says == "0 of the account's 10 calls a minute are left, and those are kept for others"
    assert 30 < (waits.trouble.retry_after or 0) <= 60
