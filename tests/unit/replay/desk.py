"""A small company's rules, and tickets that went through the stages under them, kept as decision records."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from retrieval.types import Template, TemplateHit
from router.replay.past import Stored
from router.replay.replay import Replay
from router.replay.report import Report
from router.rulebook.identity import customer_from
from router.rulebook.ruleset import RuleSet, from_files
from router.run import Run
from router.stages.permit import permit
from router.stages.route import route
from router.types import Customer, Draft, Evidence, Findings, Found, Message, Receipt, Ticket
from tests.unit.tickets import MESSAGE, MORNING, TICKET

SEGMENTS = """
segments:
  IM: {title: IM, may see: [IM], called: [IM]}
  IM+: {title: IM+, may see: [IM+, IM], called: [IM+]}
when the message names:
  a product they hold: search that product
  a product they do not hold: search shared
  no product: search all they may see
  no product, and the answer differs by product: note
"""
CUSTOMERS = """
existing if any:
  - customer list: {same: [e-mail]}
otherwise: new
if a place can't be asked: unknown
products from:
  - customer list: {column: products}
if the places disagree: {conflict: yes, may see: only what all of them allow}
if the proof is weak: {highest lane: note}
if unknown: {may see: shared, highest lane: note}
"""
ROUTING = """
rules:
  - id: fraud
    title: Fraud goes to a person
    owner: risk@example.com
    when:
      message: {contains: [fraud, hacked]}
    then:
      hand over: {group: Risk, priority: urgent}
  - id: newcomers
    title: Newcomers get our welcome
    owner: support@example.com
    when:
      customer.kind: {is: new}
    then:
      standard reply: {template: welcome}
otherwise:
  retrieve: {from: what the customer may see}
"""
SENDING = """
highest lane: reply
rules:
  - id: lock-in-answers
    title: Questions about the lock-in
    owner: support@example.com
    when:
      draft.template: {is any of: [lock-in-im]}
    then:
      lane: note
otherwise:
  lane: note
"""
CALENDAR = """
time zone: UTC
business hours:
  monday: 09:00-18:00
  tuesday: 09:00-18:00
  wednesday: 09:00-18:00
  thursday: 09:00-18:00
  friday: 09:00-18:00
  saturday: closed
  sunday: closed
"""
USUAL = "facts: {customer.kind: existing}\n"
FILES = {
    "segments.yaml": SEGMENTS,
    "customers.yaml": CUSTOMERS,
    "routing.yaml": ROUTING,
    "sending.yaml": SENDING,
    "calendar.yaml": CALENDAR,
    "wording.yaml": "never say: []\n",
    "tests/usual.yaml": USUAL,
}
LIVE = from_files(FILES)
EXISTING = (
    Evidence("customer list", "yes", "a row with the contact's e-mail", "strong"),
    Evidence("products in customer list (products)", "yes", "holds IM", "strong", ("IM",)),
)
STRANGER = (
    Evidence("customer list", "no", "no row with the contact's e-mail"),
    Evidence("products in customer list (products)", "no", "says nothing about products"),
)
LOCK_IN = Template("lock-in-im", "Lock-in", "IM", "en", "lock-in", "locked", "Twelve months.")
FOUND = Found((TemplateHit(LOCK_IN, 0.9, "How long is it?", 0.97),), ours=1.0)
DRAFT = Draft("Twelve months.", "lock-in-im", "IM", "template", "template")
WELCOME = Draft("Welcome!", "welcome", "shared", "template", "standard")


def changed(file: str, old: str, new: str) -> RuleSet:
    """The rules with one passage replaced. The passage must be there."""
    assert old in FILES[file]
    return from_files(FILES | {file: FILES[file].replace(old, new)})


def past(
    text: str = "How long is my money locked in?",
    number: int = 42,
    *,
    rules: RuleSet = LIVE,
    evidence: Sequence[Evidence] = EXISTING,
    ticket: Ticket = TICKET,
    **more: Any,
) -> Run:
    """A run that these rules decided: everything that the stages make of such a message."""
    ticket = replace(ticket, id=number)
    message = replace(MESSAGE, text=text, newest=text, products_named=rules.segments.products_named(text))
    message = replace(message, **more.pop("message", {}))
    customer = customer_of(evidence, rules)
    at = MORNING + timedelta(minutes=number)
    decided = route(ticket, message, customer, rules, at=at)
    run = Run(f"run-{number}", number, at, at, rules=rules.sha256, ticket=ticket, message=message, customer=customer)
    run = replace(run, route=decided, receipt=Receipt("note", "as decided"))
    if decided.decision in ("retrieve", "standard reply"):
        run = _drafted(run, ticket, message, customer, rules)
    return replace(run, **more)


def _drafted(run: Run, ticket: Ticket, message: Message, customer: Customer, rules: RuleSet) -> Run:
    assert run.route is not None
    draft = WELCOME if run.route.decision == "standard reply" else DRAFT
    judged = permit(
        ticket,
        message,
        customer,
        run.route,
        FOUND,
        draft,
        Findings(),
        rules,
        at=run.started_at,
        counts=None,
        embedding_languages=("en",),
        ceiling=None,
        lane_override=None,
    )
    return replace(run, found=FOUND, draft=draft, findings=Findings(), permit=judged)


def customer_of(evidence: Sequence[Evidence], rules: RuleSet = LIVE) -> Customer:
    proofs = [line for line in evidence if not line.place.startswith("products in")]
    said = [line for line in evidence if line.place.startswith("products in")]
    return customer_from(proofs, said, rules.customers, rules.segments)


def stored(run: Run, **more: Any) -> Stored:
    return Stored(json.dumps(run.to_json()), **more)


def replayed(
    new: RuleSet,
    *runs: Run | Stored,
    live: RuleSet = LIVE,
    sets: Mapping[str, RuleSet] | None = None,
    mappings: Mapping[int, Mapping[str, str]] | None = None,
) -> Report:
    """The report on these runs. ``sets`` are those of their time, ``mappings`` each requester's placeholders."""
    known = {live.sha256: live, **(sets or {})}
    work = Replay(live, new, known.get, lambda _: mappings or {}, ("en",))
    return work.run(one if isinstance(one, Stored) else stored(one) for one in runs)


def ends(report: Report) -> list[tuple[str, str, str, int]]:
    """The groups: kind, from, to and how many."""
    return [(group.kind, group.before, group.after, group.count) for group in report.groups]
