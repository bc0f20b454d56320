"""The row of the step ``deliver``: what was permitted is posted, unless its lane was lowered since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from router.doors import STOPPED_WAIT, SWITCH, Doors
from router.errors import Unavailable
from router.ports import Outbox
from router.posting.changes import changes_for
from router.posting.note import draft_note, hand_over_note
from router.posting.reply import reply_html
from router.rows.judge import count_held, counted, permitted
from router.run import Run, known
from router.stages.deliver import Delivery, Parcel
from router.types import LANES, Findings, Permit, Receipt, Silencer

SHADOW = "shadow: nothing is written to Freshdesk"
HANDED_OVER = "handed over"
AGENT_AT_WORK = "an agent has the ticket and wrote a private note meanwhile"


def deliver(run: Run, doors: Doors) -> Run:
    decided = known(run.route)
    if decided.decision == "ignore":
        return replace(run, receipt=Receipt("nothing", decided.reason))
    if doors.switches.stopped():
        raise Unavailable(SWITCH, "sending is stopped", STOPPED_WAIT)
    delivery, lowered = _delivery(run, doors), lowered_since(run, doors)
    if lowered is not run and known(run.permit).lane == "reply":  # a note beside it would be a second answer
        if arrived := delivery.arrived():
            return replace(run, receipt=arrived)
        delivery.may_be_repeated()
    parcel = _hand_over(run, doors) if decided.decision == "hand over" else _draft(lowered, doors.embedding_languages)
    if parcel is None:
        by = lowered.permit.shadow_by if lowered.permit else shadow_over_all(doors, run.rules)
        return replace(lowered, receipt=Receipt("nothing", SHADOW, shadow_by=by))
    return replace(lowered, receipt=delivery.deliver(parcel))


def _delivery(run: Run, doors: Doors) -> Delivery:
    ticket = known(run.ticket)
    return Delivery(
        run.id,
        ticket,
        known(run.message).id,
        doors.desk.first(),
        doors.outbox,
        doors.vault.mapping(ticket.requester_id),
        doors.clock,
        doors.settle_seconds,
    )


def _hand_over(run: Run, doors: Doors) -> Parcel | None:
    """The note for the person who gets it. Where everything is in shadow, now or when the run began, there is none."""
    if shadow_over_all(doors, run.rules):
        return None
    decided, customer = known(run.route), known(run.customer)
    changes, remarks = changes_for(decided.hand_over, doors.desk.groups, doors.desk.agents)
    reason = ". ".join([f"{HANDED_OVER}: {decided.reason}", *remarks])
    told = replace(decided, reason=reason)
    return Parcel("note", lambda ref: hand_over_note(told, customer, ref), changes, decided.tags, reason)


def posted_without_fields(run: Run, outbox: Outbox) -> Receipt | None:
    """What stands in Freshdesk of a run that would wait longer: only its tags and fields are missing."""
    if run.message is None or run.route is None or run.receipt or run.trouble is None or run.trouble.what != "later":
        return None
    handed_over = run.route.decision == "hand over"
    reason = (
        f"{HANDED_OVER}: {run.route.reason}" if handed_over else "; ".join(run.permit.reasons if run.permit else ())
    )
    remark = f"the ticket's tags and fields could not be written: {run.trouble.place}: {run.trouble.says}"
    for post in outbox.of_ticket(run.ticket_id):
        if post.message == run.message.id and post.state == "sent":
            return Receipt(post.kind, f"{reason}. {remark}", post.conversation, post.reference)
    return None


def all_in_shadow(doors: Doors) -> bool:
    """Whether nothing at all is written to Freshdesk at this moment, by the rules in force or by hand."""
    return bool(shadow_over_all(doors))


def shadow_over_all(doors: Doors, *began_with: str) -> tuple[Silencer, ...]:
    """What keeps everything in shadow at this moment, or did by the rules that a run began with."""
    sets = (doors.rule_sets.in_force(), *map(doors.rule_sets.by_hash, began_with))
    says: dict[Silencer, bool] = {
        "highest lane": any(one.sending.highest_lane == "shadow" for one in sets),
        "hand": doors.switches.lane_of() == "shadow",
    }
    return tuple(by for by, shadow in says.items() if shadow)


def _draft(run: Run, languages: Sequence[str]) -> Parcel | None:
    """The reply or the note."""
    permitted, decided = known(run.permit), known(run.route)
    if permitted.lane == "shadow":
        return None
    tags = tuple(dict.fromkeys((*decided.tags, *permitted.tags)))
    if permitted.lane == "note" or run.draft is None:
        return _note(run, permitted, tags, languages)
    text, reason = run.draft.text, "; ".join(permitted.reasons)
    at_work = replace(permitted, reasons=(*permitted.reasons, AGENT_AT_WORK))
    instead = _note(run, at_work, decided.tags, languages)
    return Parcel("reply", lambda ref: reply_html(text, ref), {}, tags, reason, draft=True, instead=instead)


def _note(run: Run, permit: Permit, tags: tuple[str, ...], languages: Sequence[str]) -> Parcel:
    """The draft for an agent, with what kept it from being a reply. The agents' language is the first."""
    draft, findings, customer, found = run.draft, run.findings or Findings(), known(run.customer), known(run.found)
    reason = "; ".join(permit.reasons)
    return Parcel(
        "note",
        lambda ref: draft_note(draft, findings, permit, customer, found, ref, run.message, *languages[:1]),
        {},
        tags,
        reason,
        draft=draft is not None,
    )


def lowered_since(run: Run, doors: Doors) -> Run:
    """The run with a lane that was lowered since it was judged: what counts now is what its record tells.

    It is judged again by its own rules and by those in force, and by what has gone out meanwhile: that can only take it
    back, never farther.
    """
    if run.permit is None:
        return run
    now = replace(run, counts=counted(run, doors, doors.clock.now()))
    own, in_force = doors.rule_sets.by_hash(run.rules), doors.rule_sets.in_force()
    # Of what a newer rule asks for, all must be known: for this run nobody has looked it up.
    again = (permitted(now, own, doors), permitted(now, in_force, doors, in_force.facts_asked))
    lowest = min(again, key=lambda one: LANES.index(one.lane))
    if LANES.index(lowest.lane) >= LANES.index(run.permit.lane):
        return run
    if run.permit.lane == "reply":
        count_held(now, lowest, own, doors)
    reasons = (*run.permit.reasons, *lowest.reasons, f"lowered since to: {lowest.lane}")
    lowered = replace(run.permit, lane=lowest.lane, reasons=tuple(dict.fromkeys(reasons)), tags=lowest.tags)
    by = tuple(dict.fromkeys(by for one in again for by in one.shadow_by))
    return replace(now, permit=replace(lowered, shadow_by=by))
