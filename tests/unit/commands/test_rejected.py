"""Calls that named no ticket: kept masked, listed, and rung once their number can be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from router.cli import cli
from router.store.rejected import KEPT_BODIES
from router.wiring import Store, StoredBell

WITH_ADDRESS = b'{"freshdesk_webhook": {"ticket_url": "https://acme.freshdesk.com/a/tickets/77"}}'
WITHOUT = b'{"subject": "call asha@mail.example"}'


@pytest.fixture
def refuse(store: Store) -> StoredBell:
    return StoredBell(store, 0.0)


def rejected(store: Store, *arguments: str) -> Result:
    folder = Path(str(store.engine.url.database)).parent
    return CliRunner().invoke(cli, ["rejected", *arguments], env={"VAR_DIR": str(folder)})


def test_the_list_tells_when_why_and_what_to_do(store: Store, refuse: StoredBell) -> None:
    assert "no call of Freshdesk was rejected" in rejected(store, "list").output
    refuse.refuse('the JSON holds no "ticket_id"', WITHOUT)
    told = rejected(store, "list").output
    assert 'not rung  the JSON holds no "ticket_id"' in told
    assert "rejected replay --all" in told
    assert "asha@mail.example" not in rejected(store, "show", "1").output
    assert "subject" in rejected(store, "show", "1").output
    assert [one["id"] for one in json.loads(rejected(store, "list", "--json").output)] == [1]


def test_replaying_all_rings_for_what_can_be_read_and_says_what_can_not(store: Store, refuse: StoredBell) -> None:
    refuse.refuse("nothing", WITH_ADDRESS)
    refuse.refuse("nothing", WITHOUT)
    done = rejected(store, "replay", "--all")
    assert done.exit_code == 1
    assert "1  ticket 77: rung" in done.output
    assert "2  not rung" in done.output
    assert "1 of 2 name no ticket" in done.output
    assert [by for _, by, _, _ in store.inbox.of_ticket(77)] == ["hand"]
    again = rejected(store, "replay", "--all")
    assert "ticket 77" not in again.output


def test_a_person_who_knows_the_number_gives_it(store: Store, refuse: StoredBell) -> None:
    refuse.refuse("nothing", WITHOUT)
    done = rejected(store, "replay", "1", "--ticket", "78")
    assert done.exit_code == 0, done.output
    assert len(store.inbox.of_ticket(78)) == 1
    assert "rung " in rejected(store, "show", "1").output


def test_what_to_replay_must_be_said(store: Store) -> None:
    assert rejected(store, "replay").exit_code == 2
    assert rejected(store, "replay", "1", "--all").exit_code == 2
    assert "no rejected call has the number 5" in rejected(store, "replay", "5").output


def test_a_broken_rule_does_not_fill_the_disk(store: Store) -> None:
    for number in range(3):
        store.rejected.keep(f"reason {number}", "", store.clock.now())
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE rejected SET id = ? WHERE id = 3", (KEPT_BODIES,))
    store.rejected.keep("the newest", "x" * 100_000, store.clock.now())
    kept = store.rejected.newest(10)
    assert [one.reason for one in kept] == ["the newest", "reason 2", "reason 1"]
    assert len(kept[0].body) < 10_000


def test_a_body_with_a_nul_is_kept_on_either_database(store: Store, refuse: StoredBell) -> None:
    refuse.refuse("binary", b"\x00\xff{}")
    assert "\0" not in store.rejected.newest()[0].body
