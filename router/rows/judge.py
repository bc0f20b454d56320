"""The rows of the step ``judge``: what is wrong with the draft, and how far it may go."""

from __future__ import annotations

from dataclasses import replace

from router.doors import Doors, originals
from router.rulebook.rule_list import BUILT_IN
from router.run import Run, known
from router.stages.check import check as check_draft
from router.stages.permit import permit as permit_draft
from router.stages.wording import company_texts
from router.types import Draft, Lane, Message, Permit

NOTHING_FOUND = "no template and no article fits the message"


def check(run: Run, doors: Doors) -> Run:
    if run.draft is None:
        return run
    customer, message, found = known(run.customer), known(run.message), known(run.found)
    rules = doors.rule_sets.by_hash(run.rules)
    findings = check_draft(
        run.draft,
        message,
        found,
        customer,
        [str(run.ticket_id), *customer.columns.values()],
        doors.index.outside(customer.may_see, run.collection),
        own_texts=company_texts(run.draft, message, customer, found, rules.wording),
        names_in=rules.segments.products_named,
        wording=rules.wording,
    )
    return replace(run, findings=findings)


def permit(run: Run, doors: Doors) -> Run:
    if not known(run.route).drafts:
        return run
    if run.draft is None:
        return replace(run, permit=Permit("note", BUILT_IN, _why_nothing(known(run.message), doors)))
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
        restore=originals(doors, known(run.ticket).requester_id),
        embedding_languages=doors.embedding_languages,
        ceiling=doors.history.first_lane(run.ticket_id),
        lane_override=by_hand,
        sent_before=doors.history.sent_templates(run.ticket_id),
    )
