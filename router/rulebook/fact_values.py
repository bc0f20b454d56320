"""From the values of the stages to the facts that rules ask about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from router.rulebook.asking import asks_for_a_person
from router.rulebook.calendar import Calendar
from router.rulebook.cells import cell_value
from router.rulebook.courtesy import is_courtesy
from router.rulebook.facts import COLUMN, PRIORITIES, SOURCES, STATUSES, FactType, Value
from router.rulebook.known import Known
from router.rulebook.questions import number_of_questions
from router.types import Counts, Customer, Draft, Findings, Found, Message, Route, Ticket

if TYPE_CHECKING:
    from router.rulebook.ruleset import RuleSet

Restore = Callable[[str], str]


def facts_for_routing(
    ticket: Ticket,
    message: Message,
    customer: Customer,
    ruleset: RuleSet,
    at: datetime,
    restore: Restore | None = None,
) -> Known:
    """What a rule of ``routing.yaml`` can ask about, at this moment.

    What nobody looked at is left out, so that it can be told from what is empty. ``restore`` puts personal data back
    for comparing.
    """
    facts = {
        **_of_ticket(ticket, ruleset.calendar),
        **_of_message(ticket, message, customer),
        **_of_customer(customer),
        **_of_columns(customer, ruleset.customers.columns),
        **ruleset.calendar.facts(at),
    }
    return Known(facts, restore)


def facts_for_sending(
    routing: Known,
    route: Route,
    found: Found,
    draft: Draft,
    findings: Findings,
    counts: Counts | None,
    replies: int = 0,
) -> Known:
    """What a rule of ``sending.yaml`` can ask about: the same, the draft, and how it came about.

    ``replies`` went out on this ticket before.
    """
    of_draft = {"route.rule": route.rule, "ticket.replies": float(replies), **_of_draft(draft, found)}
    return routing.also({**of_draft, **_of_findings(findings), **_of_counts(counts)})


def whole_message(subject: str, text: str) -> str:
    """The fact ``message``. It holds everything that waits for an answer, so a first mail isn't lost in a second."""
    return f"{subject}\n{text}".strip()


def not_held(named: Collection[str], may_see: Collection[str]) -> tuple[str, ...]:
    """The products among these that a customer may not be told about."""
    return tuple(product for product in named if product not in may_see)


def facts_of_text(subject: str, text: str) -> Mapping[str, Value]:
    """What follows from the customer's words alone."""
    return {
        "message": whole_message(subject, text),
        "message.length": float(len(text)),
        "message.questions": float(number_of_questions(subject, text)),
        "message.asks for a person": asks_for_a_person(whole_message(subject, text)),
        "message.courtesy": is_courtesy(subject, text),
    }


def _of_ticket(ticket: Ticket, calendar: Calendar) -> Mapping[str, Value]:
    newest = max((entry.created_at for entry in ticket.entries), default=ticket.created_at)
    return {
        "ticket.subject": ticket.subject,
        "ticket.type": ticket.type,
        "ticket.source": SOURCES.get(ticket.source, str(ticket.source)),
        "ticket.priority": PRIORITIES.get(ticket.priority, str(ticket.priority)),
        "ticket.status": STATUSES.get(ticket.status, str(ticket.status)),
        "ticket.tags": ticket.tags,
        "ticket.freshdesk product": "" if ticket.product_id is None else str(ticket.product_id),
        "ticket.attachments": float(ticket.attachments),
        "ticket.created": calendar.day(ticket.created_at),
        "ticket.age": max(newest - ticket.created_at, timedelta(0)),
        **({"ticket.group": ticket.group} if ticket.group or ticket.group_id is None else {}),
        **{f"ticket.{name}": value for name, value in ticket.custom_fields.items() if name.startswith("cf_")},
    }


def _of_message(ticket: Ticket, message: Message, customer: Customer) -> Mapping[str, Value]:
    return {
        **facts_of_text(ticket.subject, message.text),
        "message.newest": message.newest,
        "message.language": message.language,
        "message.products named": message.products_named,
        "message.products not held": not_held(message.products_named, customer.may_see),
        "message.written by the requester": message.author_is_requester,
        "message.robot": message.robot,
        **({} if message.courtesy is None else {"message.courtesy": message.courtesy}),
    }


def _of_customer(customer: Customer) -> Mapping[str, Value]:
    facts: dict[str, Value] = {
        "customer.kind": customer.kind,
        "customer.products": customer.products,
        "customer.conflict": customer.conflict,
        "customer.proof": customer.proof,
    }
    if customer.email_domain is not None:
        facts["customer.e-mail domain"] = customer.email_domain
    if customer.history is not None:
        facts["customer.open tickets"] = float(customer.history.open_tickets)
        facts["customer.tickets in 30 days"] = float(customer.history.tickets_in_30_days)
        facts["customer.time since last"] = customer.history.since_last
    return facts


def _of_columns(customer: Customer, columns: Mapping[str, FactType]) -> Mapping[str, Value]:
    """Cells as the types that ``customers.yaml`` gives them; one that can't be read so is empty.

    A row that was kept without a column, because nothing asked for it then, tells nothing of it now.
    """
    row = customer.columns
    kept = {name: kind for name, kind in columns.items() if name in row or not row}
    return {f"{COLUMN}{name}": cell_value(kind, row.get(name, "")) for name, kind in kept.items()}


def _of_draft(draft: Draft, found: Found) -> Mapping[str, Value]:
    used = next((hit for hit in found.templates if hit.template.id == draft.template), None)
    return {
        "draft.template": draft.template,
        "draft.grounding": draft.grounding,
        "draft.writer": draft.writer,
        "draft.audience": draft.audience,
        "draft.probability": used.probability if used and draft.writer != "standard" else None,
    }


def _of_findings(findings: Findings) -> Mapping[str, Value]:
    kinds = tuple(dict.fromkeys(item.kind for item in findings.items))
    return {"draft.findings": float(len(findings.items)), "draft.kinds of findings": kinds}


def _of_counts(counts: Counts | None) -> Mapping[str, Value]:
    if counts is None:
        return {}
    return {
        "requester.replies in 1 hour": float(counts.in_1_hour),
        "requester.replies in 24 hours": float(counts.in_24_hours),
        "requester.replies in 7 days": float(counts.in_7_days),
    }
