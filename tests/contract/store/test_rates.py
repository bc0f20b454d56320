"""The account's limit over HTTP, shared by workers through both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests
import sqlalchemy as sa

from router.adapters.freshdesk import Freshdesk
from router.adapters.freshdesk_http import FreshdeskCalls
from router.adapters.freshdesk_rate import Priority, RateGate
from router.errors import Unavailable
from router.store.figures import read_figures
from router.store.rates import Rates
from router.store.rule_sets import StoredRuleSets
from sandbox.freshdesk.server import RunningDesk, start
from tests.clock import SetClock
from tests.control import Control

PER_MINUTE = 20
RESERVE = 0.25  # five of them


@dataclass
class Account:
    """A desk with a small limit, and workers that call it."""

    desk: RunningDesk
    engine: sa.Engine
    clock: SetClock
    control: Control

    def worker(self, priority: Priority = "read") -> Freshdesk:
        gate = RateGate(Rates(self.engine), self.clock, RESERVE)
        return Freshdesk(FreshdeskCalls(self.desk.url, self.desk.api_key, 5.0, gate, priority))

    def limits(self, **changes: object) -> None:
        requests.patch(f"{self.desk.url}/sandbox/control/limits", json=changes, timeout=10).raise_for_status()

    def calls(self) -> int:
        """Those that arrived, refused ones too."""
        counted = self.control.credits()
        return int(counted["calls"] + counted["refused"])


@pytest.fixture
def account(engine: sa.Engine) -> Iterator[Account]:
    with start(plan="unlimited") as desk:
        account = Account(desk, engine, SetClock(), Control(desk.url, desk.api_key))
        account.limits(per_minute=PER_MINUTE, inner={})
        yield account


def used_up(desk: Freshdesk) -> int:
    """How many calls it makes before it waits."""
    for made in range(PER_MINUTE + 1):
        try:
            desk.me()
        except Unavailable:
            return made
    raise AssertionError("it never waits")


def test_reading_stops_at_the_reserve_and_posting_goes_on_to_the_end(account: Account) -> None:
    ticket, worker = account.control.mail(), account.worker()
    assert used_up(worker) == 15
    for _ in range(5):
        worker.note(ticket, "<p>Hello</p>")
    with pytest.raises(Unavailable, match="429"):
        worker.note(ticket, "<p>Hello</p>")
    assert len(account.control.notes(ticket)) == 5


def test_what_is_read_before_a_post_goes_first_too(account: Account) -> None:
    ticket, worker = account.control.mail(), account.worker()
    used_up(worker)
    assert worker.first().ticket(ticket).id == ticket


def test_the_sweep_gives_way_before_reading_does(account: Account) -> None:
    assert used_up(account.worker("sweep")) == 8  # half of what reading may use is left to it
    account.worker().me()


def test_what_other_apps_use_counts(account: Account) -> None:
    account.limits(other_apps=12)
    assert used_up(account.worker()) == 3


def test_another_worker_knows_without_a_call_of_its_own(account: Account) -> None:
    used_up(account.worker())
    account.clock.forward(1)
    made, other = account.calls(), account.worker()
    with pytest.raises(Unavailable) as raised:
        other.me()
    assert account.calls() == made
    assert raised.value.retry_after == 59


def test_the_metrics_page_tells_what_any_worker_was_told_last(account: Account) -> None:
    rule_sets, now = StoredRuleSets(account.engine), account.clock.now()
    assert read_figures(account.engine, rule_sets, now).calls_left is None
    used_up(account.worker())
    assert read_figures(account.engine, rule_sets, now).calls_left == 5


def test_after_a_minute_the_limit_is_tried_again(account: Account) -> None:
    worker = account.worker()
    used_up(worker)
    requests.delete(f"{account.desk.url}/sandbox/control/credits", timeout=10).raise_for_status()
    account.clock.forward(60)
    assert used_up(worker) == 15


def test_after_a_429_no_worker_calls_before_it_said(account: Account) -> None:
    account.control.fault("429", path="/tickets/*/notes", retry_after=45)
    ticket, worker = account.control.mail(), account.worker()
    with pytest.raises(Unavailable):
        worker.note(ticket, "<p>Hello</p>")
    account.clock.forward(1)
    made = account.calls()
    for one in (worker, account.worker()):
        with pytest.raises(Unavailable, match="429"):
            one.me()
    assert account.calls() == made
    account.clock.forward(45)
    worker.note(ticket, "<p>Hello</p>")


def test_a_spent_limit_of_the_list_stops_lists_alone(account: Account) -> None:
    account.limits(inner={"tickets_list": 1})
    requester = account.worker().ticket(account.control.mail()).requester_id
    worker = account.worker()
    worker.tickets_of(requester)
    for _ in range(2):
        with pytest.raises(Unavailable):
            worker.tickets_of(requester)
    assert account.control.credits()["refused"] == 1
    worker.me()


def test_a_database_that_fails_holds_no_call_back(account: Account) -> None:
    worker = account.worker()
    with account.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE rates"))
    worker.me()
    account.clock.forward(2)
    worker.me()


@pytest.mark.parametrize("told", [10**9, 10**300], ids=["years", "beyond all time"])
def test_whatever_a_429_asks_for_all_workers_call_again_within_an_hour(account: Account, told: int) -> None:
    account.control.fault("429", path="/tickets/*/notes", retry_after=told)
    ticket, worker = account.control.mail(), account.worker()
    with pytest.raises(Unavailable):
        worker.note(ticket, "<p>Hello</p>")
    account.clock.forward(3601)
    for one in (worker, account.worker()):
        one.me()


def test_a_clock_that_is_set_back_by_hours_stops_no_call_for_hours(account: Account) -> None:
    """Nor does another host's that runs ahead by them."""
    account.clock.forward(7200)
    ahead = account.worker()
    used_up(ahead)
    account.control.fault("429", path="/agents/me", method="GET", count=3, retry_after=45)
    account.clock.forward(61)
    with pytest.raises(Unavailable):
        ahead.me()
    account.clock.forward(-7200)
    requests.delete(f"{account.desk.url}/sandbox/control/credits", timeout=10).raise_for_status()
    account.control.clear_faults()
    for one in (ahead, account.worker()):
        one.me()
    reading = Rates(account.engine).read("Freshdesk")
    assert reading is not None
    assert reading.told_at <= account.clock.now()
