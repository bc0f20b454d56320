from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast

import pytest

from router.doors import Doors
from router.errors import Refused
from router.ports import Contact, TicketLine
from router.rows import prepare
from router.rulebook.ruleset import RuleSet, from_files
from router.run import Run
from router.stages.identify import AnswerMemory
from router.types import Customer, CustomerHistory
from tests.unit.desk import ListCustomers, ListDesk, SetClock
from tests.unit.rulebook.lendora import changed, lendora
from tests.unit.tickets import MESSAGE, MORNING, TICKET

ASHA = Contact(TICKET.requester_id, "Asha", "asha@mail.example")
NOBODY = frozenset[str]()


@dataclass
class OneSet:
    rules: RuleSet

    def in_force(self) -> RuleSet:
        return self.rules

    def by_hash(self, sha256: str) -> RuleSet:
        return self.rules


def doors(desk: ListDesk, asked: frozenset[str]) -> Doors:
    """The doors of the identify row, with a set whose rules ask for these facts."""
    bundle: dict[str, Any] = dict.fromkeys(Doors.__dataclass_fields__)
    bundle |= {
        "desk": desk,
        "customers": ListCustomers(),
        "rule_sets": OneSet(replace(lendora(), facts_asked=asked)),
        "memory": AnswerMemory(SetClock()),
    }
    return Doors(**bundle)


def identified(desk: ListDesk, asked: frozenset[str], robot: str = "") -> Customer:
    message = replace(MESSAGE, robot=robot)
    run = Run("run", TICKET.id, MORNING, MORNING, ticket=TICKET, message=message)
    return cast(Customer, prepare.identify(run, doors(desk, asked)).customer)


def test_the_customers_other_tickets_are_asked_for_only_where_a_rule_uses_them() -> None:
    desk = ListDesk(ASHA)
    desk.lines_by_requester[ASHA.id] = [TicketLine(41, 2, MORNING - timedelta(days=3))]
    assert identified(desk, NOBODY).history is None
    assert "tickets of" not in desk.asked
    told = identified(desk, frozenset({"customer.tickets in 30 days"}))
    assert told.history == CustomerHistory(1, 1, timedelta(days=3))


def test_the_domain_is_kept_only_where_a_rule_uses_it() -> None:
    assert identified(ListDesk(ASHA), NOBODY).email_domain is None
    assert identified(ListDesk(ASHA), frozenset({"customer.e-mail domain"})).email_domain == "mail.example"


def test_nobody_is_asked_about_a_machine() -> None:
    desk = ListDesk(ASHA)
    assert identified(desk, frozenset({"customer.tickets in 30 days"}), robot="a bounce").kind == "unknown"
    assert desk.asked == []


def test_the_other_tickets_of_a_machine_are_asked_for_where_a_rule_about_machines_uses_them() -> None:
    bounces = """
  - id: bounces
    title: Bounces of those who wrote before
    owner: a@b.example
    when: {all: [{message.robot: {is empty: no}}, {customer.open tickets: {greater than: 0}}]}
    then: {hand over: {group: Support}}
"""
    desk, rules = ListDesk(ASHA), from_files(changed("routing.yaml", "\nrules:\n", f"\nrules:{bounces}"))
    bundle = replace(doors(desk, NOBODY), rule_sets=OneSet(rules))
    run = Run("run", TICKET.id, MORNING, MORNING, ticket=TICKET, message=replace(MESSAGE, robot="a bounce"))
    customer = cast(Customer, prepare.identify(run, bundle).customer)
    assert (customer.kind, customer.history) == ("unknown", CustomerHistory(0, 0, None))
    assert desk.asked == ["tickets of"]


class NamesGroups(ListDesk):
    def groups(self) -> dict[str, int]:
        return {"Risk": 8}


class MayNotReadGroups(ListDesk):
    def groups(self) -> dict[str, int]:
        raise Refused("Freshdesk", "this key may not read groups", 403)


@pytest.mark.parametrize(("desk", "name"), [(NamesGroups(), "Risk"), (MayNotReadGroups(), "")])
def test_a_group_whose_name_may_not_be_read_is_not_known(desk: ListDesk, name: str) -> None:
    assert prepare.group_name(8, doors(desk, NOBODY)) == name
