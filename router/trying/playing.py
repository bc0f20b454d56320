"""Plays a scenario through the stages that decide in earnest, with no call to anyone.

A mail is read as one from Freshdesk is. Given facts take the place of reading; the rules are walked over them, and
the stages make of the rule's decision what they always do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from router.reading.masking import restore
from router.rulebook.customer_runs import customer_of
from router.rulebook.examples.scenarios import Mail, Scenario
from router.rulebook.examples.usual import example_facts
from router.rulebook.fact_values import facts_for_routing, facts_for_sending
from router.rulebook.facts import Value
from router.rulebook.known import Known
from router.rulebook.rule_list import OTHERWISE, walk
from router.rulebook.ruleset import RuleSet
from router.rulebook.sending import LaneStep, Sending, SendingAction
from router.stages.permit import permit
from router.stages.route import reason_to_ignore, route
from router.stages.understand import understand
from router.trying import letters, stand_ins
from router.types import Customer, Message, Permit, Route, Ticket

LANGUAGES = ("en",)
"""What the search understands as delivered; an answer in another language is a note."""
FIRST_MONDAY = datetime(2026, 1, 5, 10, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Written:
    """How far a draft may go, by which rule, and what that rule says by itself."""

    permit: Permit
    says: LaneStep
    known: Known


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a scenario. ``written`` is None where nothing is written: ignored or handed over.

    Not ``asked``: it was decided before any rule was asked.
    """

    message: Message
    customer: Customer
    route: Route
    known: Known
    asked: bool
    written: Written | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """What is known before any rule is looked at."""

    ticket: Ticket
    message: Message
    customer: Customer
    known: Known


def play(scenario: Scenario, rules: RuleSet) -> Played:
    """Everything that the rules decide, from the customer to the lane."""
    zone = rules.calendar.zone
    at = scenario.at.replace(tzinfo=zone).astimezone(UTC) if scenario.at else usual_moment(rules)
    read = _read_mail(scenario.mail, scenario, rules, at) if scenario.mail else _read_facts(scenario, rules, at)
    decided = route(read.ticket, read.message, read.customer, rules, at=at, facts=read.known, traced=False, asked=())
    written = _write(read, decided, {**rules.usual, **scenario.facts}, rules, at)
    asked = not reason_to_ignore(read.ticket, read.message)
    return Played(read.message, read.customer, decided, read.known, asked, written)


def usual_moment(rules: RuleSet) -> datetime:
    """A moment in business hours, always the same for a calendar; without hours, a Monday morning."""
    hours = (FIRST_MONDAY + timedelta(hours=hour) for hour in range(14 * 24))
    return next((at for at in hours if rules.calendar.facts(at)["time.business hours"]), FIRST_MONDAY)


def _read_mail(mail: Mail, scenario: Scenario, rules: RuleSet, at: datetime) -> _Read:
    given = {**{name: v for name, v in rules.usual.items() if name.startswith("ticket.")}, **scenario.facts}
    thread, contact = letters.desk_ticket(mail, given, at), letters.contact_of(mail)
    ticket, message, mapping = understand(thread, contact, rules.segments.products_named, {}, {})
    ticket = replace(ticket, group=str(given.get("ticket.group") or ""))
    customer = replace(
        customer_of(scenario.customer, rules),
        columns=dict(scenario.customer.columns),
        email_domain=mail.sender.rpartition("@")[2].lower(),
        history=stand_ins.history_of_facts({**rules.usual, **scenario.facts}),
    )
    known = facts_for_routing(ticket, message, customer, rules, at, partial(restore, mapping=mapping))
    return _Read(ticket, message, customer, known)


def _read_facts(scenario: Scenario, rules: RuleSet, at: datetime) -> _Read:
    then = rules.calendar.facts(at) if scenario.at else {}
    known = example_facts({**then, **scenario.facts}, rules.usual, rules.segments)
    customer = stand_ins.customer_of_facts(known.values, rules)
    return _Read(stand_ins.ticket_of(known.values, at), stand_ins.message_of(known.values), customer, known)


def _write(read: _Read, decided: Route, facts: Mapping[str, Value], rules: RuleSet, at: datetime) -> Written | None:
    """What the stage makes of the lane of the rule that wins over these facts; share and others aside."""
    if decided.decision not in ("retrieve", "standard reply"):
        return None
    draft, findings, counts = (
        stand_ins.draft_of(facts, decided),
        stand_ins.findings_of(facts),
        stand_ins.counts_of(facts),
    )
    found = stand_ins.found_of(facts, draft)
    replies = int(letters.count_of(facts, "ticket.replies"))
    known = facts_for_sending(read.known, decided, found, draft, findings, counts, replies)
    if (given := letters.count_of(facts, "draft.findings")) > len(findings.items):
        known = known.also({"draft.findings": given})
    walked = walk(rules.sending.rules, known)
    action = walked.rule.then if walked.rule else rules.sending.otherwise
    says = action.step or LaneStep("note")
    farthest = SendingAction(LaneStep(says.lane), action.tags)
    alone = replace(rules, sending=Sending(rules.sending.highest_lane, (), farthest))
    permitted = permit(
        read.ticket,
        read.message,
        read.customer,
        decided,
        found,
        draft,
        findings,
        alone,
        at=at,
        counts=counts,
        embedding_languages=LANGUAGES,
        ceiling=None,
        lane_override=None,
    )
    tags = tuple(dict.fromkeys((*walked.added, *permitted.tags)))
    return Written(replace(permitted, rule=walked.rule.id if walked.rule else OTHERWISE, tags=tags), says, known)
