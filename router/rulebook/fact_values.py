"""From the values of the stages to the facts that rules ask about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

from router.rulebook.facts import PRIORITIES, SOURCES, STATUSES, Value
from router.rulebook.known import Known
from router.rulebook.questions import number_of_questions
from router.types import Customer, Draft, Findings, Message, Route, Ticket


def facts_for_routing(ticket: Ticket, message: Message, customer: Customer) -> Known:
    """What a rule of ``routing.yaml`` can ask about."""
    return Known({**_of_ticket(ticket), **_of_message(ticket, message, customer), **_of_customer(customer)})


def facts_for_sending(
    ticket: Ticket, message: Message, customer: Customer, route: Route, draft: Draft, findings: Findings
) -> Known:
    """What a rule of ``sending.yaml`` can ask about: the same, the draft, and how it came about."""
    known = facts_for_routing(ticket, message, customer)
    return known.also({"route.rule": route.rule, **_of_draft(draft), "draft.findings": float(len(findings.items))})


def whole_message(subject: str, text: str) -> str:
    """The fact ``message``. It holds everything that waits for an answer, so a first mail isn't lost in a second."""
    return f"{subject}\n{text}".strip()


def not_held(named: Collection[str], may_see: Collection[str]) -> tuple[str, ...]:
    """The products among these that a customer may not be told about."""
    return tuple(product for product in named if product not in may_see)


def _of_ticket(ticket: Ticket) -> Mapping[str, Value]:
    newest = max((entry.created_at for entry in ticket.entries), default=ticket.created_at)
    return {
        "ticket.subject": ticket.subject,
        "ticket.type": ticket.type,
        "ticket.source": SOURCES.get(ticket.source, str(ticket.source)),
        "ticket.priority": PRIORITIES.get(ticket.priority, str(ticket.priority)),
        "ticket.status": STATUSES.get(ticket.status, str(ticket.status)),
        "ticket.tags": ticket.tags,
        "ticket.attachments": float(ticket.attachments),
        "ticket.age": max(newest - ticket.created_at, timedelta(0)),
        **{f"ticket.{name}": value for name, value in ticket.custom_fields.items() if name.startswith("cf_")},
    }


def _of_message(ticket: Ticket, message: Message, customer: Customer) -> Mapping[str, Value]:
    return {
        "message": whole_message(ticket.subject, message.text),
        "message.language": message.language,
        "message.length": float(len(message.text)),
        "message.questions": float(number_of_questions(ticket.subject, message.text)),
        "message.products named": message.products_named,
        "message.products not held": not_held(message.products_named, customer.may_see),
    }


def _of_customer(customer: Customer) -> Mapping[str, Value]:
    return {
        "customer.kind": customer.kind,
        "customer.products": customer.products,
        "customer.conflict": customer.conflict,
        "customer.proof": customer.proof,
    }


def _of_draft(draft: Draft) -> Mapping[str, Value]:
    return {
        "draft.template": draft.template,
        "draft.grounding": draft.grounding,
        "draft.writer": draft.writer,
        "draft.audience": draft.audience,
    }
