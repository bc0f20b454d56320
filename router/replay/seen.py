"""What a set of rules sees of a past ticket: its message, its customer, and from them the facts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from router.reading.reply import without_quoted_lines
from router.replay.customer import customer_under
from router.replay.past import Past
from router.rulebook import calendar, customers
from router.rulebook.fact_values import Restore, facts_for_routing
from router.rulebook.known import Known
from router.rulebook.ruleset import SEGMENTS, RuleSet
from router.run import known
from router.types import Customer, Lane, Message

_SEEN_BY = (SEGMENTS, customers.FILE, calendar.FILE)


@dataclass(frozen=True, slots=True)
class Case:
    """A past ticket with what the database knew of it, and the set of its time (None: not kept any more)."""

    past: Past
    own: RuleSet | None
    own_posts: tuple[int, ...]
    ceiling: Lane | None
    sent_before: tuple[str, ...]
    restore: Restore


@dataclass(frozen=True, slots=True)
class Seen:
    """The message with the products it names under these rules, the customer, and the facts that rules read.

    ``told`` is False where these rules ask other places about the customer than were asked.
    """

    message: Message
    customer: Customer
    told: bool
    facts: Known


def see(case: Case, rules: RuleSet) -> Seen:
    """What these rules see of it."""
    past, message = case.past, _message(case, rules)
    own = case.own.customers if case.own else None
    customer, told = customer_under(
        known(past.customer), own, rules.customers, rules.segments, message.author_is_requester
    )
    facts = facts_for_routing(known(past.ticket), message, customer, rules, past.started_at, case.restore)
    return Seen(message, customer, told, facts)


def see_alike(one: RuleSet, other: RuleSet) -> bool:
    """Whether both sets see the same of every ticket."""
    return all(one.files.get(file) == other.files.get(file) for file in _SEEN_BY)


def _message(case: Case, rules: RuleSet) -> Message:
    """The message with the products it names; they are looked for again unless the same names were known then."""
    message, own = known(case.past.message), case.own
    if own is rules or (own is not None and own.segments == rules.segments):
        return message
    text = f"{known(case.past.ticket).subject}\n{without_quoted_lines(message.text)}"
    return replace(message, products_named=rules.segments.products_named(case.restore(text)))
