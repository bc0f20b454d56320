"""The doctor as one types it, with a help desk, a model and databases that are well, broken or not there."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from router.cli import cli
from router.posting.post import Post
from router.settings import read_settings
from router.store.switches import SENDING
from router.wiring import Store, open_store
from sandbox.freshdesk.server import RunningDesk
from sandbox.groq.server import RunningGroq, start
from tests.control import Control
from tests.laid_out import lay_out

SECRET = "9f2b7c41d08e5a6637c2f1be"
GROQ_KEY = "gsk-of-these-tests"
CUSTOMERS = "email,customer id,phone,products\nasha@mail.example,1,,IM\n"


@dataclass
class Case:
    """Somebody at the keyboard. ``environment`` is what the service is set up with."""

    environment: dict[str, str]
    control: Control
    store: Store

    def run(self, *options: str, **changes: str) -> Result:
        return CliRunner().invoke(cli, ["doctor", *options], env=self.environment | changes)

    def told(self, **changes: str) -> dict[str, str]:
        """The worst word on each thing."""
        lines: list[dict[str, str]] = json.loads(self.run("--json", **changes).stdout)
        return {line["what"]: line["state"] for line in sorted(lines, key=lambda line: order(line["state"]))}

    def says(self, what: str, **changes: str) -> str:
        lines: list[dict[str, str]] = json.loads(self.run("--json", **changes).stdout)
        return " ".join(f"{line['says']} {line['mend']}" for line in lines if line["what"] == what)


def order(state: str) -> int:
    return ["ok", "warning", "broken"].index(state)


@pytest.fixture(scope="module")
def groq() -> Iterator[RunningGroq]:
    with start(api_key=GROQ_KEY) as running:
        yield running


@pytest.fixture
def case(running: RunningDesk, control: Control, groq: RunningGroq, tmp_path: Path) -> Iterator[Case]:
    settings = read_settings(var=tmp_path)
    lay_out(settings)
    store = open_store(settings, connections=1)
    store.rule_sets.publish(Path("rules"), "anna", store.clock.now())
    (tmp_path / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    environment = {
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": "",
        "FRESHDESK_URL": running.url,
        "FRESHDESK_API_KEY": running.api_key,
        "ROUTER_WEBHOOK_SECRETS": SECRET,
        "ROUTER_CUSTOMER_LIST": str(tmp_path / "customers.csv"),
        "ROUTER_OPS_BIND": "127.0.0.1:9",
        "GROQ_API_KEY": GROQ_KEY,
        "GROQ_BASE_URL": groq.url,
        "MILVUS_URI": "http://127.0.0.1:9",
    }
    yield Case(environment, control, store)
    store.engine.dispose()


def webhook_rule(**more: Any) -> dict[str, Any]:
    action = {
        "field_name": "trigger_webhook",
        "request_type": "POST",
        "url": "https://router.example/webhooks/freshdesk",
        "content": {"content_layout": 2, "content_type": "json", "content": '{"ticket_id": "{{ticket.id}}"}'},
    }
    return {"name": "Ring", "performer": {"type": 2}, "actions": [action], **more}


def test_a_desk_a_model_and_a_database_that_are_well_are_told_so(case: Case) -> None:
    case.control.api("POST", "/automations/1/rules", json=webhook_rule())
    case.control.api("POST", "/automations/4/rules", json=webhook_rule(events=[{"field_name": "reply_sent"}]))
    told = case.told()
    well = ["Freshdesk", "right to read tickets", "right to reply", "call limit", "key's agent", "database", "Groq"]
    well += ["GROQ_MODELS", "rules in force", "rules folder", "sending", "customer list", "webhook secret", "outbox"]
    well += ["automation rule (Ticket Creation)", "automation rule (Ticket Updates)", "clock, against Freshdesk"]
    assert {what: told[what] for what in well} == dict.fromkeys(well, "ok")
    assert told["worker"] == "broken"
    assert told["index"] == "broken"
    assert case.run().exit_code == 1


def test_nothing_is_posted_and_few_calls_are_made(case: Case) -> None:
    ticket = case.control.mail()
    before, calls = case.control.entries(ticket), case.control.credits()["calls"]
    case.run()
    assert case.control.entries(ticket) == before
    assert case.control.credits()["calls"] - calls < 25


def test_the_doctor_speaks_when_everything_is_down(case: Case) -> None:
    nowhere = "http://127.0.0.1:9"
    told = case.told(
        FRESHDESK_URL=nowhere,
        GROQ_BASE_URL=nowhere,
        DATABASE_URL="postgresql://nobody:hidden-word@127.0.0.1:9/none",
        ROUTER_CUSTOMER_LIST="/nowhere.csv",
        ROUTER_RULES="/nowhere",
    )
    assert {told[what] for what in ("Freshdesk", "Groq", "database", "index", "customer list")} == {"broken"}
    assert told["worker"] == "warning"


def test_no_secret_is_printed_in_words_or_as_json(case: Case) -> None:
    hidden = {
        "DATABASE_URL": "postgresql://nobody:hidden-word@127.0.0.1:9/none",
        "FRESHDESK_API_KEY": "wrong-key-12345",
    }
    printed = case.run(**hidden).output + case.run("--json", **hidden).output
    for secret in (SECRET, GROQ_KEY, "hidden-word", "wrong-key-12345"):
        assert secret not in printed


def test_a_wrong_key_is_told_apart_from_a_desk_that_is_down(case: Case) -> None:
    assert "isn't accepted (401" in case.says("Freshdesk", FRESHDESK_API_KEY="wrong")
    assert "can't be reached" in case.says("Freshdesk", FRESHDESK_URL="http://127.0.0.1:9")
    assert "isn't set" in case.says("Freshdesk", FRESHDESK_API_KEY="")
    assert "GROQ_API_KEY" in case.says("Groq", GROQ_API_KEY="wrong")


def test_models_that_are_not_offered_are_told_with_those_that_are(case: Case) -> None:
    assert "GROQ_MODELS" in case.told(GROQ_MODELS="no-such-model")
    assert case.told(GROQ_MODELS="no-such-model")["GROQ_MODELS"] == "broken"
    assert case.told(GROQ_MODELS="no-such-model,llama-3.3-70b-versatile")["GROQ_MODELS"] == "warning"
    assert "llama-3.3-70b-versatile" in case.says("GROQ_MODELS", GROQ_MODELS="no-such-model")


def test_a_right_that_the_key_lacks_is_told_with_what_it_spoils(case: Case) -> None:
    case.control.fault("5xx", path="/groups", status=403, count=-1)
    assert case.told()["right to read groups"] == "warning"
    assert case.told()["groups named in rules"] in ("warning", "broken")
    case.control.fault("5xx", path="/tickets/0/reply", status=403, count=-1)
    assert case.told()["right to reply"] == "broken"


def test_groups_that_the_desk_does_not_have_are_told(case: Case) -> None:
    assert case.told()["groups named in rules"] == "broken"
    assert "Freshdesk has none called Complaints" in case.says("groups named in rules")


def test_an_agent_that_also_writes_by_hand_is_told(case: Case) -> None:
    ticket = case.control.mail()
    assert case.told()["key's agent"] == "ok"
    case.control.api("POST", f"/tickets/{ticket}/reply", json={"body": "Written by a person"})
    assert case.told()["key's agent"] == "warning"
    assert str(ticket) in case.says("key's agent")


def test_a_desk_with_another_clock_is_told(case: Case) -> None:
    assert case.told()["clock, against Freshdesk"] == "ok"
    case.control.clock(ahead=300)
    assert case.told()["clock, against Freshdesk"] == "warning"


def test_an_automation_rule_fired_by_agents_is_told(case: Case) -> None:
    case.control.api("POST", "/automations/1/rules", json=webhook_rule(performer={"type": 1}))
    case.control.api(
        "POST", "/automations/4/rules", json=webhook_rule(performer={"type": 3}, events=[{"field_name": "reply_sent"}])
    )
    told = case.told()
    assert told["automation rule (Ticket Creation)"] == "ok"
    assert told["automation rule (Ticket Updates)"] == "broken"


def test_what_is_set_by_hand_is_told(case: Case) -> None:
    case.store.switches.set(SENDING, "stopped", "anna", case.store.clock.now())
    case.store.switches.set("rule:lock-in-answers", "note", "anna", case.store.clock.now())
    assert case.told()["sending"] == "warning"
    assert "rules lane lock-in-answers --lift" in case.says("lane")


def test_a_folder_that_is_not_in_force_is_told(case: Case, tmp_path: Path) -> None:
    assert case.told(ROUTER_RULES=str(tmp_path / "none"))["rules folder"] == "warning"
    assert "no such folder" in case.says("rules folder", ROUTER_RULES=str(tmp_path / "none"))


def test_another_privacy_key_than_the_one_that_sealed_is_told(case: Case) -> None:
    from router.store.vault import SealedVault, privacy_key

    settings = read_settings(var=Path(case.environment["VAR_DIR"]))
    SealedVault(case.store.engine, privacy_key(settings), case.store.clock).grow(5, lambda old: (None, {"<a>": "b"}))
    assert case.told()["privacy key"] == "ok"
    other = "3ZQ6bXl0Y3J5cHRvLXRlc3Qta2V5LTEyMzQ1Njc4OTA="
    assert case.told(ROUTER_PRIVACY_KEY=other)["privacy key"] == "broken"


def test_a_sweep_that_never_ends_is_told(case: Case) -> None:
    assert case.told()["sweep"] == "warning"
    now = case.store.clock.now()
    case.store.sweeps.begin(now)
    case.store.sweeps.moved(now, now, {})
    assert case.told()["sweep"] == "ok"
    case.store.sweeps.moved(now, now - timedelta(hours=2), {})
    case.store.sweeps.failed("Freshdesk: has a fault (502)", now)
    assert "has a fault (502)" in case.says("sweep")
    assert case.told(ROUTER_SWEEP_MINUTES="0")["sweep"] == "warning"


def test_a_setting_that_can_not_be_read_is_a_line_like_any_other(case: Case) -> None:
    assert case.told(ROUTER_QUIET_SECONDS="soon")["settings"] == "broken"


def test_a_post_in_doubt_is_told_with_its_ticket_and_the_command_that_settles_it(case: Case) -> None:
    now = case.store.clock.now()
    post = Post("key", 42, 0, "reply", "<p>Hello</p>", "R-1", 0, now, holder="a")
    case.store.outbox.intend(post, [])
    case.store.outbox.unknown(post, now)
    assert "on ticket 42" in case.says("outbox")
    settle = CliRunner().invoke(cli, ["runs", "settle", "--ticket", "42"], env=case.environment)
    assert settle.exit_code == 0, settle.output
    assert case.told()["outbox"] == "ok"
    again = CliRunner().invoke(cli, ["runs", "settle", "--ticket", "42"], env=case.environment)
    assert again.exit_code == 1
    assert "no post on ticket 42 is in doubt" in again.output


def test_calls_that_named_no_ticket_are_told_for_a_day_or_until_somebody_rang(case: Case) -> None:
    now = case.store.clock.now()
    case.store.rejected.keep("an old one", "{}", now - timedelta(days=2))
    assert case.told()["rejected calls"] == "ok"
    case.store.rejected.keep("the JSON holds no ticket", "{}", now)
    assert "1 named no ticket within a day" in case.says("rejected calls")
    assert "the JSON holds no ticket" in case.says("rejected calls")


def test_what_only_the_database_knows_is_one_line_while_it_is_down(case: Case) -> None:
    printed = case.run(DATABASE_URL="postgresql://nobody@127.0.0.1:9/none").output
    assert printed.count("can't be told without the database") == 1
    assert "rejected calls, sweep, waiting tickets: can't be told" in printed
    assert "pg_isready" in printed


def test_a_database_that_another_program_holds_is_told_with_how_to_find_it(case: Case, tmp_path: Path) -> None:
    holder = sqlite3.connect(tmp_path / "router.sqlite", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        assert "fuser" in case.says("database")
    finally:
        holder.close()
