"""The rows of the step ``prepare``: what the customer wrote, who they are, what to do, and what was found for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from retrieval.types import SHARED, TemplateHit
from router.doors import Doors, originals
from router.errors import Refused, Unavailable
from router.ports import Index
from router.rulebook.asked import asks_about_robots
from router.rulebook.facts import GROUP, HISTORY
from router.rulebook.rule_list import facts_in
from router.rulebook.ruleset import RuleSet
from router.run import Run, known
from router.stages.identify import domain_of, history_of
from router.stages.identify import identify as identify_customer
from router.stages.recognised import must_be_fresh, recognised
from router.stages.retrieve import retrieve as retrieve_found
from router.stages.route import reason_to_ignore
from router.stages.route import route as route_ticket
from router.stages.understand import understand as understand_ticket
from router.types import Customer, Evidence, Found, Message, Ticket

NOBODY_ASKED = Customer(
    "unknown",
    (),
    (SHARED,),
    False,
    "none",
    "note",
    (Evidence("all places", "not asked", "nothing here waits for an answer, and asking costs calls"),),
)
SET_UP = timedelta(hours=1)
"""So long setting up may take: tickets opened meanwhile are no old ones."""
DOMAIN = "customer.e-mail domain"
"""Kept only where a rule asks for it, as it is personal."""


def understand(run: Run, doors: Doors) -> Run:
    rules = doors.rule_sets.in_force()
    thread = doors.desk.ticket(run.ticket_id)
    posts = recognised(doors.outbox.of_ticket(run.ticket_id), thread, doors.outbox, run.id)
    must_be_fresh(thread, posts, doors.clock.now())
    contact = doors.memory.contact(doors.desk, thread.requester_id)
    ours = doors.outbox.ours(run.ticket_id)

    def read(known_before: Mapping[str, str]) -> tuple[tuple[Ticket, Message], Mapping[str, str]]:
        ticket, message, mapping = understand_ticket(
            thread, contact, rules.segments.products_named, known_before, ours, doors.support_addresses
        )
        return (ticket, message), mapping

    ticket, message = doors.vault.grow(thread.requester_id, read)
    if message.waits and doors.outbox.has_answered(run.ticket_id, message.id):
        message = replace(message, id=-1)
    if doors.installed_at is not None and ticket.created_at < doors.installed_at - SET_UP:
        ticket = replace(ticket, before_us=True)
    if GROUP in rules.facts_asked and ticket.group_id is not None:
        ticket = replace(ticket, group=group_name(ticket.group_id, doors))
    return replace(run, rules=rules.sha256, ticket=ticket, message=message)


def group_name(group: int, doors: Doors) -> str:
    """The name of a group; empty where the key may not read it, so that nobody takes it for known."""
    try:
        names = {number: name for name, number in doors.desk.groups().items()}
    except Refused:
        names = {}
    return names.get(group, "")


def identify(run: Run, doors: Doors) -> Run:
    ticket, message = known(run.ticket), known(run.message)
    if reason_to_ignore(ticket, message):
        return replace(run, customer=NOBODY_ASKED)
    rules = doors.rule_sets.by_hash(run.rules)
    customer = NOBODY_ASKED if message.robot else _identified(ticket, message, rules, doors)
    if HISTORY & _facts_asked(message, rules):
        customer = replace(customer, history=history_of(ticket, doors.desk))
    return replace(run, customer=customer)


def _identified(ticket: Ticket, message: Message, rules: RuleSet, doors: Doors) -> Customer:
    customer, contact = identify_customer(
        ticket.requester_id,
        ticket.id,
        message.author_is_requester,
        doors.desk,
        doors.customers,
        rules,
        doors.memory,
    )
    return replace(customer, email_domain=domain_of(contact)) if DOMAIN in rules.facts_asked else customer


def _facts_asked(message: Message, rules: RuleSet) -> frozenset[str]:
    """What the rules that this message meets ask for: a machine's meets few."""
    if not message.robot:
        return rules.facts_asked
    return facts_in(rule for rule in rules.routing.rules if asks_about_robots(rule))


def route(run: Run, doors: Doors) -> Run:
    rules = doors.rule_sets.by_hash(run.rules)
    ours = doors.outbox.ours(run.ticket_id)
    ticket = known(run.ticket)
    decided = route_ticket(
        ticket,
        known(run.message),
        known(run.customer),
        rules,
        ours,
        at=run.started_at,
        restore=originals(doors, ticket.requester_id),
    )
    return replace(run, route=decided)


def retrieve(run: Run, doors: Doors) -> Run:
    decided = known(run.route)
    if not decided.drafts:
        return run
    state = doors.index.state()
    if state.problem:
        raise Unavailable("index", state.problem)
    may_see = known(run.customer).may_see
    found = retrieve_found(known(run.message), decided, doors.index, state.collection, may_see)
    return replace(run, collection=state.collection, found=_with_siblings(found, doors.index))


def _with_siblings(found: Found, index: Index) -> Found:
    """The best template's siblings are looked at however far they are: an answer may differ by product."""
    if not found.templates:
        return found
    seen = {hit.template.id for hit in found.templates}
    siblings = index.siblings(found.templates[0].template.id, found.searched, found.collection)
    return replace(
        found, templates=(*found.templates, *(TemplateHit(one, -1.0, "") for one in siblings if one.id not in seen))
    )
