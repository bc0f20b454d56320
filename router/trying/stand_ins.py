"""The values of the stages as a scenario's facts have them, where no mail was read and nothing was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal, TypeVar, get_args

from retrieval.types import SHARED, Template, TemplateHit
from router.rulebook.customers import CustomerRules
from router.rulebook.facts import PRIORITIES, SOURCES, STATUSES, Value
from router.rulebook.ruleset import RuleSet
from router.trying.letters import SENDER, TICKET, count_of, custom_fields, items_of, number_of
from router.types import (
    Counts,
    Customer,
    CustomerHistory,
    CustomerKind,
    Draft,
    Entry,
    Finding,
    Findings,
    Found,
    Grounding,
    Lane,
    Message,
    ProofStrength,
    Route,
    Ticket,
    lower_lane,
)

Writer = Literal["model", "template", "standard"]
MOST_FINDINGS = 1_000
NAMELESS = Template("", "", SHARED, "en", "", "guided", "")
_KINDS: tuple[CustomerKind, ...] = get_args(CustomerKind)
_PROOFS: tuple[ProofStrength, ...] = get_args(ProofStrength)
_GROUNDINGS: tuple[Grounding, ...] = get_args(Grounding)
_WRITERS: tuple[Writer, ...] = get_args(Writer)
W = TypeVar("W", bound=str)


def ticket_of(facts: Mapping[str, Value], at: datetime) -> Ticket:
    """A ticket of one message, with the fields that the facts name."""
    text = _text(facts, "message")
    return Ticket(
        id=TICKET,
        subject=_text(facts, "ticket.subject"),
        status=number_of(facts, "ticket.status", STATUSES, 2),
        priority=number_of(facts, "ticket.priority", PRIORITIES, 1),
        source=number_of(facts, "ticket.source", SOURCES, 1),
        type=_text(facts, "ticket.type"),
        tags=items_of(facts.get("ticket.tags")),
        group_id=None,
        responder_id=None,
        product_id=None,
        requester_id=SENDER,
        spam=False,
        deleted=False,
        created_at=at,
        updated_at=at,
        custom_fields=custom_fields(facts),
        attachments=int(count_of(facts, "ticket.attachments")),
        entries=(Entry(0, SENDER, True, False, 1, "", text, at),),
        group=_text(facts, "ticket.group"),
    )


def message_of(facts: Mapping[str, Value]) -> Message:
    """The one message that waits."""
    text = _text(facts, "message")
    return Message(
        id=0,
        text=text,
        newest=_text(facts, "message.newest") or text,
        language=_text(facts, "message.language"),
        products_named=items_of(facts.get("message.products named")),
        author_is_requester=facts.get("message.written by the requester") is not False,
        robot=_text(facts, "message.robot"),
        courtesy=facts.get("message.courtesy") is True,
    )


def customer_of_facts(facts: Mapping[str, Value], rules: RuleSet) -> Customer:
    """Who is writing, with the lane that ``customers.yaml`` gives somebody of this kind and proof."""
    kind = _one_of(_KINDS, facts.get("customer.kind"), "existing")
    proof = _one_of(_PROOFS, facts.get("customer.proof"), "strong")
    products, conflict = items_of(facts.get("customer.products")), facts.get("customer.conflict") is True
    return Customer(
        kind,
        products,
        rules.segments.may_see(products) if kind == "existing" else (SHARED,),
        conflict,
        proof,
        _highest_lane(kind, proof, conflict, rules.customers),
        history=history_of_facts(facts),
    )


def _highest_lane(kind: CustomerKind, proof: ProofStrength, conflict: bool, rules: CustomerRules) -> Lane:
    if kind != "existing":
        return rules.unknown_lane if kind == "unknown" else "reply"
    return lower_lane(rules.weak_lane if proof == "weak" else "reply", rules.conflict_lane if conflict else "reply")


def history_of_facts(facts: Mapping[str, Value]) -> CustomerHistory:
    """No other tickets, unless the facts say so."""
    since = facts.get("customer.time since last")
    return CustomerHistory(
        int(count_of(facts, "customer.open tickets")),
        int(count_of(facts, "customer.tickets in 30 days")),
        since if isinstance(since, timedelta) else None,
    )


def draft_of(facts: Mapping[str, Value], route: Route) -> Draft:
    """The draft that the facts speak of; for a standard reply, the one the rule named."""
    if route.decision == "standard reply":
        return Draft("", route.template, SHARED, "template", "standard")
    audience = _text(facts, "draft.audience") or SHARED
    grounding = _one_of(_GROUNDINGS, facts.get("draft.grounding"), "template")
    writer: Writer = _one_of(_WRITERS, facts.get("draft.writer"), "template")
    return Draft("", _text(facts, "draft.template"), audience, grounding, writer)


def found_of(facts: Mapping[str, Value], draft: Draft) -> Found:
    """The template that carries the draft, where the facts say how well it fits."""
    score = facts.get("draft.probability")
    if not isinstance(score, float) or not draft.template:
        return Found()
    template = replace(NAMELESS, id=draft.template, audience=draft.audience)
    return Found((TemplateHit(template, score, "", score),), ours=1.0)


def findings_of(facts: Mapping[str, Value]) -> Findings:
    """As many findings as the facts count, up to a number that nobody would read, of the kinds that they name."""
    kinds = items_of(facts.get("draft.kinds of findings"))
    others = min(int(count_of(facts, "draft.findings")), MOST_FINDINGS) - len(kinds)
    return Findings(tuple(Finding(kind, "", "the scenario says so") for kind in (*kinds, *["text"] * others)))


def counts_of(facts: Mapping[str, Value]) -> Counts:
    hour, day, week = (
        int(count_of(facts, f"requester.replies in {span}")) for span in ("1 hour", "24 hours", "7 days")
    )
    return Counts(hour, day, week)


def _text(facts: Mapping[str, Value], name: str) -> str:
    value = facts.get(name)
    return value if isinstance(value, str) else ""


def _one_of(choices: tuple[W, ...], value: Value, usual: W) -> W:
    return next((choice for choice in choices if choice == value), usual)
