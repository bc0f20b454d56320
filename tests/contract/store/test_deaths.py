"""A worker has died: which of its runs may be why?"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from router.store.deaths import SLEEP, Deaths
from router.store.inbox import Inbox, open_client
from tests.jobs import record_step

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
Takes = Callable[[int, str, datetime], None]


@pytest.fixture
def inbox(engine: sa.Engine) -> Inbox:
    return Inbox(engine, open_client(engine))


@pytest.fixture
def deaths(engine: sa.Engine) -> Deaths:
    return Deaths(engine, open_client(engine))


@pytest.fixture
def run(inbox: Inbox, deaths: Deaths) -> str:
    """Ticket 7's, at work for as long as its bell is open."""
    inbox.ring(7, NOON, 0)
    [job] = inbox._client.list_workflows()
    inbox.claim(7, job.workflow_id)
    return job.workflow_id


@pytest.fixture
def takes(engine: sa.Engine, run: str) -> Takes:
    """The run takes a step, which ends then."""
    return lambda number, name, ended: record_step(engine, run, number, name, {}, ended)


def test_deaths_at_the_same_step_add_up_until_the_run_ends(deaths: Deaths, inbox: Inbox, run: str) -> None:
    assert deaths.count([run, "run-9"], NOON) == {run: 1}
    assert deaths.count([run], NOON) == {run: 2}
    inbox.end(run, "answered")
    assert deaths.count([run], NOON) == {}


def test_a_run_that_got_on_since_the_last_death_begins_anew(deaths: Deaths, run: str, takes: Takes) -> None:
    takes(1, "prepare", NOON)
    assert deaths.count([run], NOON) == {run: 1}
    takes(2, "write", NOON)
    assert deaths.count([run], NOON) == {run: 1}
    assert deaths.count([run], NOON) == {run: 2}


def test_a_run_that_sleeps_kills_nobody(deaths: Deaths, run: str, takes: Takes) -> None:
    takes(1, SLEEP, NOON + 10 * SECOND)
    assert deaths.count([run], NOON + 9 * SECOND) == {}
    assert deaths.count([run], NOON + 11 * SECOND) == {run: 1}


def test_deaths_at_the_attempts_before_it_count(deaths: Deaths, inbox: Inbox, run: str, takes: Takes) -> None:
    deaths.count([run], NOON)
    rung = inbox.claim(7, run)
    assert rung is not None
    inbox.postpone(run, 7, NOON, 0, rung)
    inbox.claim(7, "run-2")
    assert deaths.count(["run-2"], NOON) == {"run-2": 2}
