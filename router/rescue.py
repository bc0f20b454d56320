"""What a person gets when a run can't be finished: an error is never silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from router.doors import STOPPED_WAIT, SWITCH, Doors
from router.errors import Refused, Unavailable
from router.ports import DeskEntry, DeskTicket
from router.posting.note import trouble_note
from router.rows.deliver import SHADOW, all_in_shadow
from router.run import Run, known
from router.stages.deliver import Delivery, Parcel
from router.steps import guarded
from router.types import Entry, Receipt, Ticket


def for_a_person(run: Run, doors: Doors) -> Run:
    """Post a private note that says what went wrong, once. Its own trouble is ``later``, or the end."""
    trouble = known(run.trouble)
    says = f"{trouble.place}: {trouble.says}"
    parcel = Parcel("note", lambda reference: trouble_note(says, reference), {}, (), says)

    def post(run: Run) -> Run:
        if doors.switches.stopped():
            raise Unavailable(SWITCH, "sending is stopped", STOPPED_WAIT)
        if _in_shadow(doors):
            return replace(run, receipt=Receipt("nothing", f"{SHADOW}. {says}"))
        ticket = run.ticket or _bare(doors.desk.ticket(run.ticket_id))
        message = run.message.id if run.message and run.message.waits else _newest_of_customer(ticket)
        desk = doors.desk.first()
        delivery = Delivery(run.id, ticket, message, desk, doors.outbox, {}, doors.clock, doors.settle_seconds)
        if delivery.in_doubt and (earlier := delivery.arrived()) and earlier.delivered == "reply":
            return replace(run, receipt=replace(earlier, reason=f"{says}. Our reply had arrived already"))
        if not _customer_waits(ticket, doors.outbox.ours(ticket.id)):
            return replace(run, receipt=Receipt("nothing", f"{says}. Somebody has replied already"))
        try:
            receipt = delivery.deliver(parcel)
        except Refused as refusal:
            receipt = Receipt("nothing", f"{says}. The note for a person was refused: {refusal.says}")
        return replace(run, receipt=receipt)

    return guarded(post, replace(run, trouble=None), doors, "hand over", may_give_up=False)


def _in_shadow(doors: Doors) -> bool:
    """Whether nothing is written at all. Where no rules can be read a person is told: that may be the trouble."""
    try:
        return all_in_shadow(doors)
    except Unavailable:
        return False


def _customer_waits(ticket: Ticket, ours: Mapping[int, int]) -> bool:
    """Whether anything has no public word after it: a person's answers all before it, ours what was read for it."""
    asked: list[int] = []
    for entry in sorted(ticket.entries, key=lambda entry: (entry.created_at, entry.id)):
        if entry.private or (entry.robot and not entry.incoming):
            continue
        if entry.incoming:
            asked.append(entry.id)
        else:
            asked = [one for one in asked if entry.id in ours and one > ours[entry.id]]
    return bool(asked)


def _newest_of_customer(ticket: Ticket) -> int:
    return max((entry.id for entry in ticket.entries if entry.incoming), default=0)


def _robot(entry: DeskEntry) -> str:
    return "Freshdesk marked it as an automatic response" if entry.auto_response else ""


def _bare(thread: DeskTicket) -> Ticket:
    """The ticket without a word of its texts: enough to post a note on it."""
    entries = tuple(
        Entry(
            entry.id, entry.author_id, entry.incoming, entry.private, entry.source, _robot(entry), "", entry.created_at
        )
        for entry in thread.entries
    )
    return Ticket(
        id=thread.id,
        subject="",
        status=thread.status,
        priority=thread.priority,
        source=thread.source,
        type="",
        tags=thread.tags,
        group_id=thread.group_id,
        responder_id=thread.responder_id,
        product_id=thread.product_id,
        requester_id=thread.requester_id,
        spam=thread.spam,
        deleted=thread.deleted,
        created_at=thread.created_at,
        updated_at=thread.updated_at,
        custom_fields={},
        attachments=thread.attachments,
        entries=(Entry(0, thread.requester_id, True, False, thread.source, "", "", thread.created_at), *entries),
    )
