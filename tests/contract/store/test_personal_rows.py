"""Everything about one requester, shown whole and taken out, on both databases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from cryptography.fernet import Fernet

from router.cli import cli
from router.replay.replay import EMPTIED, Replay
from router.settings import Settings
from router.store.past_records import PastRecords
from router.store.tables import erasures
from router.store.vault import SealedVault, privacy_key
from router.types import Receipt
from router.wiring import open_store
from tests.contract.store.past import NOW, Past
from tests.unit.rulebook.lendora import lendora

RAVI, ASHA = 7, 8
ORIGINALS = ("Ravi Kumar", "ravi7@mail.example")


@pytest.fixture
def past(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Past]:
    """Two customers, each with a ticket that was dealt with."""
    monkeypatch.setenv("VAR_DIR", str(settings.var))
    monkeypatch.setenv("DATABASE_URL", settings.database_url.get_secret_value())
    store = open_store(settings)
    past = Past(settings, store)
    past.dealt_with(1, 3, requester=RAVI)
    past.dealt_with(2, 3, requester=ASHA)
    yield past
    store.engine.dispose()


def privacy(*arguments: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["privacy", *arguments], input=answer)


def test_an_export_holds_records_posts_bells_and_the_map_with_originals(past: Past) -> None:
    told = json.loads(privacy("export", "--requester", str(RAVI)).stdout)
    assert (told["requester"], told["tickets"]) == (RAVI, [1])
    assert set(told["originals"].values()) == set(ORIGINALS)
    [record], [post], [bell] = told["records"], told["posts"], told["bells"]
    assert record["message"]["text"] == "My name is Ravi Kumar, write to ravi7@mail.example"
    assert "ravi7@mail.example" in post["body"]
    assert bell["ticket"] == 1
    assert "ravi8@mail.example" not in json.dumps(told)


def test_a_requester_is_found_by_their_address_in_any_case(past: Past) -> None:
    told = json.loads(privacy("export", "--requester", "Ravi8@Mail.example").stdout)
    assert told["requester"] == ASHA


def test_an_address_of_two_requesters_asks_which_one_and_one_of_nobody_says_so(past: Past) -> None:
    sealed = SealedVault(past.store.engine, privacy_key(past.settings), past.store.clock)
    sealed.grow(ASHA, lambda known: (None, {**known, "[email 2]": "ravi7@mail.example"}))
    asked = privacy("export", "--requester", "ravi7@mail.example")
    assert asked.exit_code == 1
    assert "requesters 7, 8" in asked.output
    assert "nothing is stored" in privacy("erase", "--requester", "nobody@mail.example", "--yes").output


def test_erasing_leaves_nothing_of_theirs_and_all_of_others(past: Past) -> None:
    asha = past.store.records.of_ticket(2)
    assert privacy("erase", "--requester", str(RAVI), "--yes").exit_code == 0
    assert past.mapping(RAVI) == {}
    assert past.mapping(ASHA) != {}
    assert past.store.records.of_ticket(2) == asha
    [left] = past.store.records.of_ticket(1)
    assert (left.erased, left.ticket, left.message, left.customer) == (True, None, None, None)
    told = json.loads(privacy("export", "--requester", str(RAVI)).stdout)
    assert (told["records"], told["originals"], told["posts"]) == ([], {}, [])


def test_no_placeholder_of_theirs_is_left_anywhere_in_the_database(past: Past) -> None:
    with past.store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM vault WHERE requester = 8")
    privacy("erase", "--requester", str(ASHA), "--yes")
    privacy("erase", "--requester", str(RAVI), "--yes")
    assert "[email 1]" not in past.whole()
    assert "[name 1]" not in past.whole()


def test_what_keeps_a_second_answer_away_survives_an_erasure(past: Past) -> None:
    sent = past.run("run-9", 1, RAVI, NOW)
    sent = replace(sent, receipt=Receipt("reply", "allowed", 99, "R-9"))
    past.store.records.finish(sent, "answered", NOW, "reply")
    privacy("erase", "--requester", str(RAVI), "--yes")
    assert past.store.outbox.has_answered(1, 0)
    assert past.store.outbox.ours(1) == {10: 0}
    assert past.store.records.sent_templates(1) == ("lock-in-im",)
    assert past.store.records.first_lane(1) == "note"


@pytest.mark.parametrize("answer", ["n\n", ""])
def test_nothing_is_erased_without_a_yes(past: Past, answer: str) -> None:
    assert privacy("erase", "--requester", str(RAVI), answer=answer).exit_code == 1
    assert past.mapping(RAVI) != {}
    assert privacy("erase", "--requester", str(RAVI), answer="y\n").exit_code == 0


def test_a_bell_that_waits_or_a_run_under_way_refuses_it(past: Past) -> None:
    past.store.inbox.ring(1, NOW, 0.0)
    refused = privacy("erase", "--requester", str(RAVI), "--yes")
    assert (refused.exit_code, "ticket 1" in refused.output) == (1, True)
    past.store.inbox.claim(1, "run-5")
    assert privacy("erase", "--requester", str(RAVI), "--yes").exit_code == 1
    assert past.mapping(RAVI) != {}
    past.store.inbox.end("run-5", "decided")
    assert privacy("erase", "--requester", str(RAVI), "--yes").exit_code == 0


def test_a_first_run_that_has_no_record_yet_refuses_it_too(past: Past) -> None:
    past.dealt_with(3, 0, requester=9, ended=False)
    refused = privacy("erase", "--requester", "9", "--yes")
    assert (refused.exit_code, "ticket 3" in refused.output) == (1, True)


def test_the_row_that_tells_of_it_names_nobody(past: Past) -> None:
    privacy("erase", "--requester", str(RAVI), "--yes")
    with past.store.engine.connect() as connection:
        [row] = connection.execute(sa.select(erasures)).mappings()
    assert (row["records"], row["posts"], row["jobs"]) == (1, 1, 1)
    assert set(row) == {"id", "at", "author", "records", "posts", "jobs"}


def test_a_replay_leaves_out_what_was_erased_and_says_so(past: Past) -> None:
    privacy("erase", "--requester", str(RAVI), "--yes")
    rules = lendora()
    work = Replay(rules, rules, {rules.sha256: rules}.get, lambda _: {}, ("en",))
    report = work.run(PastRecords(past.store.engine).newest())
    assert report.left_out[EMPTIED] == 1
    assert report.tickets == 1 - report.left_out.get("ended by a fault before anything was decided", 0)


def test_tickets_show_says_that_it_was_erased(past: Past) -> None:
    privacy("erase", "--requester", str(RAVI), "--yes")
    shown = CliRunner().invoke(cli, ["tickets", "show", "1"])
    assert shown.exit_code == 0
    assert "Erased" in shown.output


def test_another_key_is_told_in_words_and_a_number_is_erased_without_it(
    past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUTER_PRIVACY_KEY", Fernet.generate_key().decode())
    for arguments in (("export", "--requester", "7"), ("erase", "--requester", "ravi7@mail.example", "--yes")):
        told = privacy(*arguments)
        assert (told.exit_code, "ROUTER_PRIVACY_KEY" in told.output) == (1, True)
    assert privacy("erase", "--requester", "7", "--yes").exit_code == 0


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_not_even_the_sealed_map_is_left_in_the_file(past: Past) -> None:
    with past.store.engine.connect() as connection:
        sealed = connection.exec_driver_sql("SELECT sealed FROM vault WHERE requester = 7").scalar_one()
    file = past.settings.var / "router.sqlite"
    whole = file.read_bytes() + file.with_name("router.sqlite-wal").read_bytes()
    assert sealed in whole
    privacy("erase", "--requester", str(RAVI), "--yes")
    assert sealed not in b"".join(path.read_bytes() for path in past.settings.var.glob("router.sqlite*"))
