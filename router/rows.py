"""Fits each stage to the run: takes the moments it needs, calls it, and adds what it returned.

Nothing is decided here; a row that has nothing to do passes the run on as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from retrieval.types import SHARED, TemplateHit
from router.doors import STOPPED_WAIT, SWITCH, Doors
from router.errors import Refused, Unavailable
from router.ports import Index
from router.posting.changes import changes_for
from router.posting.note import draft_note, hand_over_note
from router.posting.reply import reply_html
from router.reading.masking import FIRST_NAME, restore
from router.rulebook.rule_list import BUILT_IN, OTHERWISE
from router.rulebook.sending import Sending, SendingAction
from router.run import Run, known
from router.stages.check import check as check_draft
from router.stages.deliver import Delivery, Parcel
from router.stages.identify import domain_of, history_of
from router.stages.identify import identify as identify_customer
from router.stages.permit import permit as permit_draft
from router.stages.retrieve import retrieve as retrieve_found
from router.stages.route import HISTORY, reason_to_ignore
from router.stages.route import route as route_ticket
from router.stages.understand import understand as understand_ticket
from router.stages.write import write as write_draft
from router.types import (
    Customer,
    Draft,
    Evidence,
    Findings,
    Found,
    Lane,
    Message,
    Permit,
    Receipt,
    Route,
    Ticket,
    lower_lane,
)

NOBODY_ASKED = Customer(
    "unknown",
    (),
    (SHARED,),
    False,
    "none",
    "note",
    (Evidence("all places", "not asked", "nothing here waits for an answer, and asking costs calls"),),
)
GROUP, DOMAIN = "ticket.group", "customer.e-mail domain"
"""Facts that are looked up only where a rule asks for them: names cost a call, and less that is personal is kept."""
NOTHING_FOUND = "no template and no article fits the message"


def understand(run: Run, doors: Doors) -> Run:
    rules = doors.rule_sets.in_force()
    thread = doors.desk.ticket(run.ticket_id)
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
    if GROUP in rules.facts_asked and ticket.group_id is not None:
        ticket = replace(ticket, group=_group_name(ticket.group_id, doors))
    return replace(run, rules=rules.sha256, ticket=ticket, message=message)


def _group_name(group: int, doors: Doors) -> str:
    """The name of a group, or its number where the key may not read the names."""
    try:
        names = {number: name for name, number in doors.desk.groups().items()}
    except Refused:
        names = {}
    return names.get(group, str(group))


def identify(run: Run, doors: Doors) -> Run:
    ticket, message = known(run.ticket), known(run.message)
    if reason_to_ignore(ticket, message) or message.robot:
        return replace(run, customer=NOBODY_ASKED)
    rules = doors.rule_sets.by_hash(run.rules)
    customer, contact = identify_customer(
        ticket.requester_id,
        ticket.id,
        message.author_is_requester,
        doors.desk,
        doors.customers,
        rules,
        doors.memory,
    )
    if DOMAIN in rules.facts_asked:
        customer = replace(customer, email_domain=domain_of(contact))
    if HISTORY & rules.facts_asked:
        customer = replace(customer, history=history_of(ticket, doors.desk))
    return replace(run, customer=customer)


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
        restore=_restore(ticket, doors),
    )
    return replace(run, route=decided)


def _restore(ticket: Ticket, doors: Doors) -> Callable[[str], str]:
    """What puts the requester's own data back into a text, for comparing in memory."""
    return partial(restore, mapping=doors.vault.mapping(ticket.requester_id))


def retrieve(run: Run, doors: Doors) -> Run:
    decided = known(run.route)
    if not _drafts(decided):
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


def write(run: Run, doors: Doors) -> Run:
    if not _drafts(known(run.route)):
        return run
    first_name = FIRST_NAME if FIRST_NAME in doors.vault.mapping(known(run.ticket).requester_id) else ""
    draft = write_draft(
        known(run.ticket),
        known(run.message),
        known(run.customer),
        known(run.route),
        known(run.found),
        doors.model,
        first_name=first_name,
    )
    return replace(run, draft=draft)


def check(run: Run, doors: Doors) -> Run:
    if run.draft is None:
        return run
    customer = known(run.customer)
    findings = check_draft(
        run.draft,
        known(run.message),
        known(run.found),
        customer,
        [str(run.ticket_id), *customer.columns.values()],
        doors.index.outside(customer.may_see, run.collection),
        names_in=doors.rule_sets.by_hash(run.rules).segments.products_named,
    )
    return replace(run, findings=findings)


def permit(run: Run, doors: Doors) -> Run:
    if not _drafts(known(run.route)):
        return run
    if run.draft is None:
        return replace(run, permit=Permit("note", "built in", _why_nothing(known(run.message), doors)))
    run = replace(run, counts=doors.history.replies_to(known(run.ticket).requester_id, run.started_at))
    permitted = _permitted(run, known(run.draft), doors, by_hand=None)
    by_hand = doors.switches.lane_of(permitted.rule, known(run.draft).template)
    return replace(run, permit=_permitted(run, known(run.draft), doors, by_hand) if by_hand else permitted)


def _why_nothing(message: Message, doors: Doors) -> tuple[str, ...]:
    if message.language and message.language not in doors.embedding_languages:
        return (f"the message is in another language ({message.language}) than the search understands",)
    return (NOTHING_FOUND,)


def _permitted(run: Run, draft: Draft, doors: Doors, by_hand: Lane | None) -> Permit:
    return permit_draft(
        known(run.ticket),
        known(run.message),
        known(run.customer),
        known(run.route),
        known(run.found),
        draft,
        known(run.findings),
        doors.rule_sets.by_hash(run.rules),
        at=run.started_at,
        counts=known(run.counts),
        restore=_restore(known(run.ticket), doors),
        embedding_languages=doors.embedding_languages,
        ceiling=doors.history.first_lane(run.ticket_id),
        lane_override=by_hand,
        sent_before=doors.history.sent_templates(run.ticket_id),
    )


def deliver(run: Run, doors: Doors) -> Run:
    decided = known(run.route)
    if decided.decision == "ignore":
        return replace(run, receipt=Receipt("nothing", decided.reason))
    if doors.switches.stopped():
        raise Unavailable(SWITCH, "sending is stopped", STOPPED_WAIT)
    run = lowered_since(run, doors)
    parcel = _hand_over(run, doors) if decided.decision == "hand over" else _draft(run)
    if parcel is None:
        return replace(run, receipt=Receipt("nothing", "shadow: nothing is written to Freshdesk"))
    ticket = known(run.ticket)
    delivery = Delivery(
        run.id,
        ticket,
        known(run.message).id,
        doors.desk,
        doors.outbox,
        doors.vault.mapping(ticket.requester_id),
        doors.clock,
        doors.settle_seconds,
    )
    return replace(run, receipt=delivery.deliver(parcel))


def _hand_over(run: Run, doors: Doors) -> Parcel | None:
    """The note for the person who gets it. Where everything is in shadow, now or when the run began, there is none."""
    began, now = doors.rule_sets.by_hash(run.rules).sending, doors.rule_sets.in_force().sending
    if "shadow" in (began.highest_lane, now.highest_lane, doors.switches.lane_of()):
        return None
    decided, customer = known(run.route), known(run.customer)
    changes, remarks = changes_for(decided.hand_over, doors.desk.groups, doors.desk.agents)
    reason = ". ".join([f"handed over: {decided.reason}", *remarks])
    told = replace(decided, reason=reason)
    return Parcel("note", lambda ref: hand_over_note(told, customer, ref), changes, decided.tags, reason)


def _draft(run: Run) -> Parcel | None:
    """The reply or the note."""
    permitted, decided = known(run.permit), known(run.route)
    if permitted.lane == "shadow":
        return None
    reason = "; ".join(permitted.reasons)
    tags = tuple(dict.fromkeys((*decided.tags, *permitted.tags)))
    draft, findings, found = run.draft, run.findings or Findings(), known(run.found)
    if permitted.lane == "reply" and draft is not None:
        text = draft.text
        return Parcel("reply", lambda ref: reply_html(text, ref), {}, tags, reason)
    customer = known(run.customer)
    return Parcel("note", lambda ref: draft_note(draft, findings, permitted, customer, found, ref), {}, tags, reason)


def lowered_since(run: Run, doors: Doors) -> Run:
    """The run with a lane that was lowered since it was judged: what counts now is what its record tells."""
    if run.permit is None:
        return run
    permitted = run.permit
    template = run.draft.template if run.draft else ""
    lane = lower_lane(permitted.lane, _lane_now(permitted.rule, template, known(run.ticket).requester_id, doors))
    if lane == permitted.lane:
        return run
    of_rule = _action(doors.rule_sets.by_hash(run.rules).sending, permitted.rule)
    tags = tuple(tag for tag in permitted.tags if of_rule is None or tag not in of_rule.tags)
    reasons = (*permitted.reasons, f"lowered since to: {lane}")
    return replace(run, permit=replace(permitted, lane=lane, reasons=reasons, tags=tags))


def _lane_now(rule: str, template: str, requester_id: int, doors: Doors) -> Lane:
    """How far the rules in force and the lanes set by hand let this draft go at this moment.

    A rule that was taken out of the file, or put on trial, has no say any more: ``otherwise`` has.
    """
    sending = doors.rule_sets.in_force().sending
    by_hand = doors.switches.lane_of(rule, template) or "reply"
    if rule == BUILT_IN:
        return lower_lane(sending.highest_lane, by_hand)
    action = _action(sending, rule)
    named, step = (rule, action.step) if action else (OTHERWISE, sending.otherwise.step)
    says = step.for_requester(named, requester_id) if step else "note"
    return lower_lane(sending.highest_lane, by_hand, says)


def _action(sending: Sending, rule: str) -> SendingAction | None:
    """What a rule decides; None when it isn't there, is on trial, or only adds tags."""
    if rule == OTHERWISE:
        return sending.otherwise
    return next((one.then for one in sending.rules if one.id == rule and not one.trial and one.then.decides), None)


def _drafts(decided: Route) -> bool:
    return decided.decision in ("retrieve", "standard reply")
