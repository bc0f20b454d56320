"""The identify stage: who is writing, what they hold and what they may be told.

Values read here aren't masked: they stay in memory, and of a row only the columns are kept that
``customers.yaml`` names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from router.errors import Problem
from router.ports import Contact, CustomerList, HelpDesk
from router.rulebook.customers import CustomerRules, ProductLine
from router.rulebook.identity import by_customer, cell, customer_from, products_said, with_country
from router.rulebook.ruleset import RuleSet
from router.stages.answers import AnswerMemory
from router.stages.places import ListAnswer, Places, Rows, ask_places
from router.types import Customer, CustomerHistory, Evidence, Ticket, lower_lane

__all__ = ["AnswerMemory", "domain_of", "history_of", "identify"]

STILL_OPEN = (2, 3)
"""Freshdesk's numbers of open and pending."""
_OTHER_AUTHOR = Evidence("author", "no", "not everything that waits is by the ticket's requester")


def identify(
    requester_id: int,
    ticket_id: int,
    author_is_requester: bool,
    desk: HelpDesk,
    customer_list: CustomerList,
    ruleset: RuleSet,
    memory: AnswerMemory,
) -> tuple[Customer, Contact]:
    """Who is writing and what they may be told, with the contact (not masked).

    Faults in reading the contact itself are raised: the run is tried again. Any other place that can't be asked
    makes the customer unknown.
    """
    contact = memory.contact(desk, requester_id)
    rules = ruleset.customers
    proofs, listed = ask_places(rules, Places(contact, ticket_id, desk, customer_list, memory))
    said = tuple(one for line in rules.products for one in _products(line, listed, contact))
    customer = customer_from(proofs, said, rules, ruleset.segments)
    customer = with_country(customer, rules, listed.rows, lambda line: _field(contact, line.name))
    if not author_is_requester:
        customer = replace(customer, highest_lane=lower_lane(customer.highest_lane, "note"))
        customer = replace(customer, evidence=(*customer.evidence, _OTHER_AUTHOR))
    return replace(customer, columns=_columns(listed.rows, rules) if customer.kind == "existing" else {}), contact


def history_of(ticket: Ticket, desk: HelpDesk) -> CustomerHistory | None:
    """The requester's other tickets as they are now; None when Freshdesk can't be asked. Costs a list call."""
    try:
        lines = [line for line in desk.tickets_of(ticket.requester_id) if line.id != ticket.id]
    except Problem:
        return None
    before = [line.created_at for line in lines if line.created_at <= ticket.created_at]
    return CustomerHistory(
        open_tickets=sum(line.status in STILL_OPEN for line in lines),
        tickets_in_30_days=sum(created > ticket.created_at - timedelta(days=30) for created in before),
        since_last=ticket.created_at - max(before) if before else None,
    )


def domain_of(contact: Contact) -> str:
    """What stands behind the @ of the contact's address."""
    return contact.email.rpartition("@")[2].lower()


def _products(line: ProductLine, listed: ListAnswer, contact: Contact) -> tuple[Evidence, ...]:
    return products_said(line, listed.rows, _field(contact, line.name), listed.proof)


def _field(contact: Contact, name: str) -> str:
    value = contact.custom_fields.get(name)
    return "" if value is None else str(value)


def _columns(rows: Rows | None, rules: CustomerRules) -> Mapping[str, str]:
    """The customer's row, if exactly one customer was found: the columns that the rules name, empty ones too."""
    customers = by_customer(rows or ())
    if len(customers) != 1:
        return {}
    return {name: cell(customers[0][0], name) for name in rules.kept_columns}
