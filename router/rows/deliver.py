"""The row of the step ``deliver``: what was permitted is posted, unless its lane was lowered since."""

from __future__ import annotations

from dataclasses import replace

from router.doors import STOPPED_WAIT, SWITCH, Doors
from router.errors import Unavailable
from router.posting.changes import changes_for
from router.posting.note import draft_note, hand_over_note
from router.posting.reply import reply_html
from router.rulebook.rule_list import BUILT_IN, OTHERWISE
from router.rulebook.sending import Sending, SendingAction
from router.run import Run, known
from router.stages.deliver import Delivery, Parcel
from router.types import Findings, Lane, Receipt, lower_lane

SHADOW = "shadow: nothing is written to Freshdesk"
HANDED_OVER = "handed over"


def deliver(run: Run, doors: Doors) -> Run:
    decided = known(run.route)
    if decided.decision == "ignore":
        return replace(run, receipt=Receipt("nothing", decided.reason))
    if doors.switches.stopped():
        raise Unavailable(SWITCH, "sending is stopped", STOPPED_WAIT)
    delivery, lowered = _delivery(run, doors), lowered_since(run, doors)
    if lowered is not run and known(run.permit).lane == "reply" and (arrived := delivery.arrived("reply")):
        return replace(run, receipt=arrived)  # before the lane was lowered; a note beside it would be a second answer
    parcel = _hand_over(run, doors) if decided.decision == "hand over" else _draft(lowered)
    if parcel is None:
        return replace(lowered, receipt=Receipt("nothing", SHADOW))
    return replace(lowered, receipt=delivery.deliver(parcel))


def _delivery(run: Run, doors: Doors) -> Delivery:
    ticket = known(run.ticket)
    return Delivery(
        run.id,
        ticket,
        known(run.message).id,
        doors.desk,
        doors.outbox,
        doors.vault.mapping(ticket.requester_id),
        doors.clock,
        doors.settle_seconds,
    )


def _hand_over(run: Run, doors: Doors) -> Parcel | None:
    """The note for the person who gets it. Where everything is in shadow, now or when the run began, there is none."""
    began = doors.rule_sets.by_hash(run.rules).sending.highest_lane
    if began == "shadow" or all_in_shadow(doors):
        return None
    decided, customer = known(run.route), known(run.customer)
    changes, remarks = changes_for(decided.hand_over, doors.desk.groups, doors.desk.agents)
    reason = ". ".join([f"{HANDED_OVER}: {decided.reason}", *remarks])
    told = replace(decided, reason=reason)
    return Parcel("note", lambda ref: hand_over_note(told, customer, ref), changes, decided.tags, reason)


def all_in_shadow(doors: Doors) -> bool:
    """Whether nothing at all is written to Freshdesk at this moment, by the rules in force or by hand."""
    return "shadow" in (doors.switches.lane_of(), doors.rule_sets.in_force().sending.highest_lane)


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
