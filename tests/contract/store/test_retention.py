"""What is too old goes, batch by batch; what is in flight or guards an open ticket stays. On both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from click.testing import CliRunner

from router.cli import cli
from router.settings import Settings
from router.store.retention import BATCH, Keep, Retention
from router.store.vault import SealedVault, privacy_key
from router.wiring import open_store
from router.working import purger
from tests.clock import SetClock
from tests.contract.store.past import NOW, Past

KEEP = Keep.of_days(records=100, steps=10)
OLD, YOUNG = 200, 50
CONTENT = ("records", "inbox", "outbox", "vault")
GUARDS = ("answered", "first_lanes", "looked")


@pytest.fixture
def past(settings: Settings) -> Iterator[Past]:
    store = open_store(settings)
    yield Past(settings, store)
    store.engine.dispose()


def purge(past: Past, keep: Keep = KEEP, most: int = BATCH) -> dict[str, int]:
    gone = Retention(past.store.engine, past.store.client, keep).purge(NOW, most)
    return {name: count for name, count in gone.items() if count}


def everything(past: Past) -> dict[str, set[int]]:
    return {table: past.left(table) for table in (*CONTENT, *GUARDS)}


def test_an_old_ticket_goes_and_a_young_one_stays_whole(past: Past) -> None:
    past.dealt_with(1, OLD, requester=1)
    young = past.dealt_with(2, YOUNG / 10, requester=2)
    assert purge(past) == {
        "posts": 1, "records": 1, "bells": 1, "maps of personal data": 1, "ended runs": 1,
    }  # fmt: skip
    assert [past.left(table) for table in CONTENT] == [{2}] * 4
    assert past.jobs() == {young}


def test_what_keeps_a_second_answer_away_stays_for_good(past: Past) -> None:
    past.dealt_with(1, OLD)
    purge(past)
    assert [past.left(table) for table in GUARDS] == [{1}] * 3
    assert past.store.outbox.has_answered(1, 0)
    assert past.store.records.first_lane(1) == "note"


def with_a_young_record(past: Past) -> None:
    past.store.records.keep(past.run("run-2", 1, 7, NOW), NOW)


def with_a_young_bell(past: Past) -> None:
    past.store.inbox.ring(1, NOW, 0.0)
    past.store.inbox.claim(1, "run-2")
    past.store.inbox.end("run-2", "decided")


def with_an_old_bell_that_waits(past: Past) -> None:
    past.store.inbox.ring(1, NOW - timedelta(days=OLD), 0.0)


def with_a_young_post(past: Past) -> None:
    past.post(1, NOW, message=5)


def with_an_old_post_of_unknown_fate(past: Past) -> None:
    past.post(1, NOW - timedelta(days=OLD), message=5, state="sending")


@pytest.mark.parametrize(
    "sign",
    [
        with_a_young_record,
        with_a_young_bell,
        with_an_old_bell_that_waits,
        with_a_young_post,
        with_an_old_post_of_unknown_fate,
    ],
)
def test_a_ticket_with_any_sign_of_life_keeps_all_it_has(past: Past, sign: object) -> None:
    past.dealt_with(1, OLD)
    assert callable(sign)
    sign(past)
    before = everything(past)
    assert set(purge(past)) <= {"ended runs"}
    assert everything(past) == before


def test_a_map_stays_as_long_as_any_record_of_its_requester_does(past: Past) -> None:
    past.dealt_with(1, OLD)
    past.dealt_with(2, YOUNG)
    past.map_is_from(7, NOW - timedelta(days=OLD))
    purge(past)
    assert past.mapping() != {}


def test_a_map_that_a_run_has_just_read_is_no_old_one(past: Past) -> None:
    past.dealt_with(1, OLD)
    reads = SealedVault(past.store.engine, privacy_key(past.settings), SetClock())
    reads.grow(7, lambda known: (None, known))
    assert "maps of personal data" not in purge(past)
    assert past.mapping()["[name 1]"] == "Ravi Kumar"


@pytest.mark.parametrize("status", ["PENDING", "ENQUEUED", "DELAYED"])
def test_a_run_in_flight_keeps_its_steps_however_old_it_is(past: Past, status: str) -> None:
    run = past.dealt_with(1, OLD, ended=False)
    past.job_becomes(run, status, NOW - timedelta(days=OLD))
    assert purge(past) == {}
    assert past.jobs() == {run}


def test_an_ended_run_keeps_its_steps_until_its_bell_has_ended(past: Past) -> None:
    run = past.dealt_with(1, OLD, ended=False)
    past.job_becomes(run, "SUCCESS", NOW - timedelta(days=OLD))
    assert purge(past) == {}
    past.store.inbox.end(run, "lost")
    assert "ended runs" in purge(past)
    assert past.jobs() == set()


def test_steps_go_long_before_their_records(past: Past) -> None:
    past.dealt_with(1, YOUNG)
    assert purge(past) == {"ended runs": 1}
    assert past.left("records") == {1}


def test_refused_bodies_and_workers_without_a_sign_of_life_go_too(past: Past) -> None:
    for days in (1, OLD):
        past.store.rejected.keep("no ticket", "body", NOW - timedelta(days=days))
        past.store.heartbeats.beat(f"host:{days}", {}, NOW - timedelta(days=days))
    assert purge(past) == {"refused bodies": 1, "signs of life": 1}
    assert list(past.store.heartbeats.all()) == ["host:1"]


def test_zero_days_keep_for_good(past: Past) -> None:
    past.dealt_with(1, 10 * OLD)
    assert purge(past, Keep.of_days(0, 0)) == {}


def test_it_goes_in_batches_and_a_dry_run_counts_all_of_them(past: Past) -> None:
    for ticket in (1, 2, 3):
        past.dealt_with(ticket, OLD, requester=ticket)
    counted = Retention(past.store.engine, past.store.client, KEEP).would_go(NOW)
    assert {count for count in counted.values() if count} == {3}
    assert everything(past)["records"] == {1, 2, 3}
    for left in (2, 1, 0):
        assert set(purge(past, most=1).values()) == {1}
        assert [len(past.left(table)) for table in ("records", "inbox", "outbox")] == [left] * 3


def test_records_of_an_older_version_keep_their_requesters_map(past: Past) -> None:
    """They hold no requester in a column of its own; no map goes before all of them are told."""
    for requester in (7, 8):
        past.dealt_with(requester, YOUNG, requester=requester)
        past.map_is_from(requester, NOW - timedelta(days=OLD))
    with past.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE records SET requester = NULL")
    for _ in range(3):
        purge(past, most=1)
    assert past.left("vault") == {7, 8}


def test_a_worker_purges_by_itself(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    past.dealt_with(1, OLD)
    monkeypatch.setattr(purger, "EVERY", timedelta(0))
    purger.Purger(past.store, KEEP).look()
    assert past.left("records") == set()


def test_the_command_counts_first_and_deletes_all_of_it(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(past.settings.var))
    monkeypatch.setenv("DATABASE_URL", past.settings.database_url.get_secret_value())
    monkeypatch.setenv("ROUTER_KEEP_RECORDS_DAYS", "100")
    ago = (past.store.clock.now() - NOW).days
    for ticket in (1, 2):
        past.dealt_with(ticket, OLD - ago, requester=ticket)
    counted = CliRunner().invoke(cli, ["privacy", "purge", "--dry-run"]).output
    assert "2  records would go" in counted
    assert past.left("records") == {1, 2}
    gone = CliRunner().invoke(cli, ["privacy", "purge"]).output
    assert gone == counted.replace("would go", "gone")
    assert past.left("records") == set()
    assert CliRunner().invoke(cli, ["privacy", "purge"]).output == "nothing is too old\n"
