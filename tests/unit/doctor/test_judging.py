"""What the doctor makes of what was gathered: nothing is asked here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from retrieval.alone import Outcome
from router.commands.doctor.knowledge import held_against_files
from router.doctor.automations import automations
from router.doctor.desk import Survey, Webhook, desk, names_in_rules
from router.doctor.line import Line, broken, without_secrets
from router.doctor.machine import clock, disk, told_once, workers
from router.doctor.secrets import addresses, weakness, webhook_secrets

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
SECRET = "9f2b7c41d08e5a6637c2f1be"
RIGHTS = dict.fromkeys(("tickets", "contacts", "groups", "agents"), "")
WELL = Survey(NOW, agent="Router", date=NOW, calls_left=90, calls_total=100, rights=RIGHTS, may_reply="yes")
NEW = Webhook("Ring for new", 1, True, None, "https://router.example/webhooks/freshdesk", "POST", "{{ticket.id}}")
REPLIES = replace(NEW, rule="Ring for replies", type=4, performer=2)


def states(lines: Iterable[Line]) -> dict[str, str]:
    """The worst word on each thing."""
    told: dict[str, str] = {}
    for line in lines:
        told[line.what] = max(told.get(line.what, "ok"), line.state, key=["ok", "warning", "broken"].index)
    return told


@pytest.mark.parametrize(
    "secret", ["", "short-one", "aaaaaaaaaaaaaaaaaaaaaaaa", "webhook-secret-12345", "abcabcabcabcabcabcabc"]
)
def test_a_secret_that_could_be_guessed_is_weak(secret: str) -> None:
    assert weakness(secret) != ""


@pytest.mark.parametrize("secret", [SECRET, "kJ8-vQ2_xT5+mN9w", "correct horse battery staple"])
def test_a_long_mixed_secret_is_not(secret: str) -> None:
    assert weakness(secret) == ""


def test_an_open_webhook_is_broken_and_a_weak_secret_is_told() -> None:
    assert states(webhook_secrets([], "key")) == {"webhook secret": "broken"}
    assert states(webhook_secrets(["a" * 20], "key")) == {"webhook secret": "warning"}
    assert states(webhook_secrets([SECRET], SECRET)) == {"webhook secret": "broken"}
    assert states(webhook_secrets([SECRET], "key")) == {"webhook secret": "ok"}
    assert states(webhook_secrets([SECRET, SECRET[::-1]], "key"))["webhook secret"] == "warning"


def test_what_travels_without_tls_is_told() -> None:
    assert states(addresses("http://acme.freshdesk.com", "127.0.0.1:1", "127.0.0.1:2"))["FRESHDESK_URL"] == "broken"
    assert "FRESHDESK_URL" not in states(addresses("http://127.0.0.1:5", "127.0.0.1:1", "127.0.0.1:2"))
    assert states(addresses("https://acme.freshdesk.com", "0.0.0.0:1", "0.0.0.0:2"))["ROUTER_OPS_BIND"] == "warning"


def test_a_clock_half_a_minute_off_is_told() -> None:
    assert clock("Freshdesk", NOW + timedelta(seconds=29), NOW).state == "ok"
    assert clock("Freshdesk", NOW - timedelta(seconds=31), NOW).state == "warning"
    assert clock("Freshdesk", None, NOW).state == "warning"


def test_a_disk_is_told_before_it_is_full() -> None:
    total = 50 * 2**30
    assert [disk("/", free, total).state for free in (2**20, 2**30, total)] == ["broken", "warning", "ok"]


def test_the_last_sign_of_life_is_told_where_no_worker_is_alive() -> None:
    stale = timedelta(minutes=1)
    old = {"host:1": (NOW - timedelta(hours=2), {})}
    [line] = workers(old, NOW, stale, "feed")
    assert line.state == "broken"
    assert "07:00" in line.says
    living = {"host:1": (NOW, {"problems": {"index": "damaged", "customer list": ""}, "rules": "beef"})}
    told = [line.says for line in workers(living, NOW, stale, "feed")]
    assert any("index: damaged" in says for says in told)
    assert any("another set" in says for says in told)
    ahead = {"host:1": (NOW + timedelta(minutes=5), {})}
    assert any("ahead" in line.says for line in workers(ahead, NOW, stale, None))


def test_a_desk_that_is_well_has_no_line_to_mend() -> None:
    assert set(states(desk(WELL)).values()) == {"ok"}


@pytest.mark.parametrize(
    ("survey", "what", "state"),
    [
        (replace(WELL, problem="the API key isn't accepted (401)", mend="set it"), "Freshdesk", "broken"),
        (replace(WELL, date=NOW - timedelta(minutes=5)), "clock, against Freshdesk", "warning"),
        (replace(WELL, rights=RIGHTS | {"tickets": "may not"}), "right to read tickets", "broken"),
        (replace(WELL, rights=RIGHTS | {"contacts": "may not"}), "right to read contacts", "warning"),
        (replace(WELL, scope=2), "tickets the key sees", "broken"),
        (replace(WELL, may_reply="no"), "right to reply", "broken"),
        (replace(WELL, occasional=True), "key's agent", "warning"),
        (replace(WELL, calls_left=10), "call limit", "warning"),
        (replace(WELL, calls_left=0, calls_total=0), "call limit", "broken"),
        (replace(WELL, by_hand=(7,), looked_at=6), "key's agent", "warning"),
    ],
)
def test_what_is_wrong_at_the_desk_is_told(survey: Survey, what: str, state: str) -> None:
    told = states(desk(survey))
    assert told[what] == state
    assert [line.mend != "" for line in desk(survey) if line.state != "ok"] != []


def test_groups_named_in_rules_are_looked_up_in_freshdesk() -> None:
    known = replace(WELL, groups=("Risk", "Billing"), agents=())
    assert states(names_in_rules(known, {"group": ("risk",)}, False)) == {"groups named in rules": "ok"}
    [line] = names_in_rules(known, {"group": ("Risc",)}, False)
    assert line.state == "broken"
    assert "Risc" in line.says
    assert "Billing" in line.mend
    unread = replace(WELL, groups=None, agents=())
    assert states(names_in_rules(unread, {"group": ("Risk",)}, False)) == {"groups named in rules": "warning"}
    [line] = names_in_rules(unread, {}, True)
    assert line.state == "broken"
    assert "ticket.group" in line.says


def rule(what: str, *rules: Webhook) -> str:
    return states(automations(replace(WELL, webhooks=rules), [SECRET]))[f"automation rule ({what})"]


def test_the_two_automation_rules_must_ring_us() -> None:
    assert rule("Ticket Creation", NEW, REPLIES) == "ok"
    assert rule("Ticket Updates", NEW, REPLIES) == "ok"
    assert rule("Ticket Updates", NEW) == "broken"
    assert rule("Ticket Creation", replace(NEW, active=False), REPLIES) == "broken"
    assert states(automations(WELL, [SECRET])) == {"automation rules": "warning"}


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"performer": 1}, "broken"),
        ({"method": "GET"}, "broken"),
        ({"url": "http://router.example/webhooks/freshdesk"}, "warning"),
        ({"body": "{{ticket.subject}}"}, "broken"),
        ({"secret": "another"}, "broken"),
        ({"secret": SECRET}, "ok"),
    ],
)
def test_a_rule_that_rings_wrongly_is_told(change: dict[str, object], state: str) -> None:
    assert rule("Ticket Updates", NEW, replace(REPLIES, **change)) == state  # type: ignore[arg-type]


def test_no_secret_is_left_in_a_line_whoever_wrote_it() -> None:
    line = broken("Groq", f"told {SECRET} back", f"not {SECRET}")
    assert SECRET not in str(without_secrets([line], [SECRET, "key"]))


def told_by_worker(**state: object) -> list[Line]:
    return list(workers({"host:1": (NOW, state)}, NOW, timedelta(minutes=1), None))


def test_what_the_line_of_a_place_says_already_is_not_told_again_for_each_worker() -> None:
    beats = told_by_worker(problems={"index": "rows are missing", "steps": "slow"})
    own = broken("index", "rows are missing", "python -m retrieval mend")
    kept = told_once([*beats, own])
    assert own in kept
    assert [line.says for line in kept if line.state == "warning"] == ["steps: slow"]
    assert told_once(beats) == beats


def test_a_budget_that_is_used_up_is_told_with_what_to_do_about_it() -> None:
    [line] = [line for line in told_by_worker(problems={"model": "the budget of this day is used up"}) if line.mend]
    assert "python -m router costs" in line.mend
    [line] = [line for line in told_by_worker(problems={"model": "HTTP 500"}) if line.mend]
    assert "No model is asked" in line.mend


def test_a_model_that_is_left_alone_while_another_answers_is_named() -> None:
    [line] = [line for line in told_by_worker(models={"one": "decommissioned", "two": "in use"}) if line.mend]
    assert line.says == "model one: decommissioned"
    assert "GROQ_MODELS" in line.mend
    both = told_by_worker(models={"one": "HTTP 500"}, problems={"model": "one: HTTP 500"})
    assert [line.says for line in both if line.mend] == ["model: one: HTTP 500"]


def test_an_index_that_a_rebuild_found_to_be_as_the_files_are_is_as_new_as_that_rebuild() -> None:
    built, later = "2026-11-20T09:00:00+00:00", "2026-11-21T09:00:00+00:00"
    assert held_against_files(built, "now", None) == built
    assert held_against_files(built, "now", Outcome(later, "nothing changed", "", "now")) == later
    assert held_against_files(built, "now", Outcome(later, "nothing changed", "", "before")) == built
    assert held_against_files(built, "now", Outcome(later, "failed", "", "now")) == built
