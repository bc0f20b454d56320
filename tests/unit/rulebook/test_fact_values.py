from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from retrieval.types import Template, TemplateHit
from router.rulebook.asking import asks_for_a_person
from router.rulebook.cells import cell_value
from router.rulebook.fact_values import facts_for_routing, facts_for_sending
from router.rulebook.facts import FACTS, FactType, Value
from router.rulebook.known import Known
from router.rulebook.ruleset import RuleSet
from router.types import Counts, Customer, CustomerHistory, Finding, Findings, Found, Message, Route, Ticket
from tests.unit.rulebook.lendora import lendora
from tests.unit.tickets import DRAFT, IM_HOLDER, MESSAGE, MORNING, TICKET

HISTORY = CustomerHistory(2, 3, timedelta(days=4))
CLEAN, NOTHING = Findings(), Found()
ROUTE = Route("retrieve", "otherwise", "no rule decided")


def routing(
    ticket: Ticket = TICKET, message: Message = MESSAGE, customer: Customer = IM_HOLDER, rules: RuleSet | None = None
) -> Known:
    return facts_for_routing(ticket, message, customer, rules or lendora(), MORNING)


def sending(counts: Counts | None = None, findings: Findings = CLEAN, found: Found = NOTHING) -> Known:
    return facts_for_sending(routing(), ROUTE, found, DRAFT, findings, counts)


def test_every_fact_of_the_list_has_a_value_once_everything_was_looked_at() -> None:
    customer = replace(IM_HOLDER, email_domain="mail.example", history=HISTORY)
    known = facts_for_sending(routing(customer=customer), ROUTE, Found(), DRAFT, Findings(), Counts())
    assert [fact.name for fact in FACTS if not known.knows(fact.name)] == []


def test_what_nobody_looked_at_is_told_from_what_is_empty() -> None:
    known = routing(ticket=replace(TICKET, group_id=8), customer=replace(IM_HOLDER, history=None))
    assert not known.knows("customer.open tickets")
    assert not known.knows("customer.e-mail domain")
    assert not known.knows("ticket.group")
    assert not sending().knows("requester.replies in 24 hours")
    assert routing().knows("ticket.group")
    assert routing().read("ticket.group") == ""


def test_the_customers_history_is_counted() -> None:
    known = routing(customer=replace(IM_HOLDER, history=HISTORY))
    assert known.read("customer.open tickets") == 2
    assert known.read("customer.tickets in 30 days") == 3
    assert known.read("customer.time since last") == timedelta(days=4)


def test_columns_have_the_types_that_the_file_gives_them() -> None:
    columns: dict[str, FactType] = {"vip": "yes or no", "since": "date", "lent": "number", "city": "text"}
    rules = replace(lendora(), customers=replace(lendora().customers, columns=columns))
    row = {"vip": "Yes", "since": "2024-03-01", "lent": "1,00,000"}
    known = routing(customer=replace(IM_HOLDER, columns=row), rules=rules)
    read = {name: known.read(f"customer list.{name}") for name in columns}
    assert read == {"vip": True, "since": date(2024, 3, 1), "lent": 100000.0, "city": None}


def test_a_row_kept_without_a_column_tells_nothing_of_it() -> None:
    rules = replace(lendora(), customers=replace(lendora().customers, columns={"vip": "yes or no", "since": "date"}))
    known = routing(customer=replace(IM_HOLDER, columns={"since": ""}), rules=rules)
    assert (known.knows("customer list.since"), known.knows("customer list.vip")) == (True, False)
    assert routing(customer=replace(IM_HOLDER, columns={}), rules=rules).knows("customer list.vip")


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("number", "₹ 2,50,000.50", 250000.5),
        ("number", "-3", -3.0),
        ("number", "1e9", None),
        ("number", "1,5", None),
        ("number", "1.234,56", None),
        ("number", "12,34,567", 1234567.0),
        ("number", "many", None),
        ("yes or no", "N", False),
        ("yes or no", "perhaps", None),
        ("date", "2024-03-01T10:00:00", date(2024, 3, 1)),
        ("date", "01/03/2024", None),
        ("date", "2026-W01-1", None),
        ("text", "  Pune ", "Pune"),
        ("text", "", None),
    ],
)
def test_a_cell_that_cant_be_read_is_empty(kind: FactType, cell: str, value: Value) -> None:
    assert cell_value(kind, cell) == value


def test_counts_findings_and_the_templates_fit_are_facts() -> None:
    hit = TemplateHit(Template(DRAFT.template, "t", "IM", "en", "lock-in", "locked", "x"), 0.7, "x", 0.83)
    findings = Findings((Finding("amount", "24 %", "x"), Finding("amount", "30 %", "x")))
    known = sending(Counts(1, 2, 3), findings, Found(templates=(hit,)))
    assert known.read("requester.replies in 7 days") == 3
    assert known.read("draft.probability") == 0.83
    assert (known.read("draft.findings"), known.read("draft.kinds of findings")) == (2.0, ("amount",))


def test_originals_are_compared_and_never_shown() -> None:
    masked = replace(MESSAGE, text="My mail is [email 1]")
    known = facts_for_routing(
        TICKET, masked, IM_HOLDER, lendora(), MORNING, lambda text: text.replace("[email 1]", "a@b.example")
    )
    assert "a@b.example" in str(known.folded("message"))
    assert "a@b.example" not in str(known.read("message"))


@pytest.mark.parametrize(
    "text",
    [
        "I want to talk to a human",
        "can I speak with your manager",
        "please connect me to an agent",
        "Kindly call me",
        "Is this a real person?",
        "Ich möchte mit einem Menschen sprechen",
        "mujhe kisi insaan se baat karni hai",
    ],
)
def test_who_asks_for_a_person_is_heard(text: str) -> None:
    assert asks_for_a_person(text)


@pytest.mark.parametrize(
    "text",
    ["How do I become an agent?", "Which ID proof does a person need for KYC?", "someone used my account"],
)
def test_not_everybody_who_names_a_person_asks_for_one(text: str) -> None:
    assert not asks_for_a_person(text)
