"""The identify stage: who is writing, what they hold and what they may be told.

Values read here aren't masked: they stay in memory, and what is personal never reaches the customer's columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from router.ports import Contact, CustomerList, HelpDesk
from router.rulebook.customers import ProductLine
from router.rulebook.identity import by_customer, column_name, customer_from, products_said
from router.rulebook.ruleset import RuleSet
from router.stages.answers import AnswerMemory
from router.stages.places import ListAnswer, Places, Rows, ask_places
from router.types import Customer, Evidence, lower_lane

__all__ = ["AnswerMemory", "identify"]

_PERSONAL_WORDS = frozenset(
    {"email", "mail", "phone", "mobile", "tel", "name", "address", "birth", "dob", "pan", "iban"}
)
_PERSONAL_NAMES = ("customerid", "accountnumber", "aadhaar")
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
    if not author_is_requester:
        customer = replace(customer, highest_lane=lower_lane(customer.highest_lane, "note"))
        customer = replace(customer, evidence=(*customer.evidence, _OTHER_AUTHOR))
    return replace(customer, columns=_columns(listed.rows) if customer.kind == "existing" else {}), contact


def _products(line: ProductLine, listed: ListAnswer, contact: Contact) -> tuple[Evidence, ...]:
    return products_said(line, listed.rows, _field(contact, line), listed.proof)


def _field(contact: Contact, line: ProductLine) -> str:
    value = contact.custom_fields.get(line.name)
    return "" if value is None else str(value)


def _columns(rows: Rows | None) -> Mapping[str, str]:
    """The customer's row for filling blanks, if exactly one customer was found, without what is personal."""
    customers = by_customer(rows or ())
    if len(customers) != 1:
        return {}
    return {name: value for name, value in customers[0][0].items() if value.strip() and not _is_personal(name)}


def _is_personal(column: str) -> bool:
    words = re.findall(r"[a-z]+", column.casefold())
    return not _PERSONAL_WORDS.isdisjoint(words) or column_name(column).startswith(_PERSONAL_NAMES)
