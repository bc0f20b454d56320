"""The help-desk page: the tickets, a thread, and forms to write as the customer or as an agent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from sandbox.freshdesk import mailroom, ticketing
from sandbox.freshdesk.desk import Desk
from sandbox.freshdesk.gate import this_desk
from sandbox.freshdesk.html import flat_text, for_page
from sandbox.freshdesk.records import PRIORITY_NAMES, STATUS_NAMES, Entry, Ticket

blueprint = Blueprint("page", __name__)
_HEARTBEAT = 15.0


@dataclass(frozen=True)
class Row:
    """A ticket in the list."""

    id: int
    subject: str
    requester: str
    status: str
    state: str
    group: str
    tags: tuple[str, ...]
    moved: datetime
    preview: str


@dataclass(frozen=True)
class Post:
    """A message of a thread. ``kind`` is customer, reply, note or public-note."""

    anchor: str
    kind: str
    label: str
    writer: str
    address: str
    body: Markup
    at: datetime
    remark: str = ""


def moment(at: datetime) -> Markup:
    """A time in UTC, which the page's script turns into the reader's own."""
    return Markup('<time datetime="{}">{} UTC</time>').format(at.isoformat(), at.strftime("%d %b %H:%M"))


@blueprint.get("/")
def index() -> str:
    desk = this_desk()
    return render_template("page.html", desk=desk, rows=_rows(desk), ticket=None, writing=False)


@blueprint.get("/new")
def new() -> str:
    desk = this_desk()
    known = sorted((c for c in desk.contacts.values() if c.email), key=lambda contact: contact.name)
    return render_template("page.html", desk=desk, rows=_rows(desk), ticket=None, writing=True, contacts=known)


@blueprint.get("/tickets/<int:ticket_id>")
def thread(ticket_id: int) -> str:
    desk = this_desk()
    ticket = _found(desk, ticket_id)
    return render_template(
        "page.html",
        desk=desk,
        rows=_rows(desk),
        ticket=_row(desk, ticket),
        posts=_posts(desk, ticket),
        requester=desk.contacts[ticket.requester_id],
        priority=PRIORITY_NAMES.get(ticket.priority, ""),
        agents=[agent for agent in desk.agents.values() if agent is not desk.own_agent],
        writing=False,
    )


@blueprint.post("/new")
def send_new() -> AnyResponse:
    try:
        ticket = mailroom.new_ticket(this_desk(), request.form)
    except ValueError as fault:
        abort(400, str(fault))
    return redirect(url_for("page.thread", ticket_id=ticket.id))


@blueprint.post("/tickets/<int:ticket_id>/write")
def write(ticket_id: int) -> AnyResponse:
    """``as`` is customer, reply or note."""
    desk = this_desk()
    ticket, role = _found(desk, ticket_id), request.form.get("as", "customer")
    try:
        _write(desk, ticket, role)
    except ValueError as fault:
        abort(400, str(fault))
    return redirect(url_for("page.thread", ticket_id=ticket.id, _anchor="newest"))


def _write(desk: Desk, ticket: Ticket, role: str) -> None:
    words = mailroom.words_of(request.form)
    if role == "customer":
        mailroom.customer_reply(desk, ticket, {"html": words})
        return
    agent = mailroom.writing_agent(desk, request.form.get("agent"))
    if role == "note":
        ticketing.note_as_agent(desk, ticket, agent, words)
    else:
        ticketing.reply_as_agent(desk, ticket, agent, words)


@blueprint.get("/events")
def events() -> Response:
    """Tells a watching page that something moved since version ``after``, as server-sent events."""
    desk, after = this_desk(), request.args.get("after", -1, type=int)
    return Response(_moves(desk, after), mimetype="text/event-stream", headers={"Cache-Control": "no-store"})


def _moves(desk: Desk, seen: int) -> Iterator[str]:
    yield ": watching\n\n"  # the headers go out with the first bytes
    while True:
        version = desk.next_version(seen, _HEARTBEAT)
        yield f"data: {version}\n\n" if version != seen else ": still here\n\n"
        seen = version


def _found(desk: Desk, ticket_id: int) -> Ticket:
    if ticket_id not in desk.tickets:
        abort(404)
    return desk.tickets[ticket_id]


def _rows(desk: Desk) -> list[Row]:
    shown = [ticket for ticket in desk.tickets.values() if not ticket.archived]
    return [_row(desk, one) for one in sorted(shown, key=lambda t: (t.updated_at, t.id), reverse=True)]


def _row(desk: Desk, ticket: Ticket) -> Row:
    person, group = desk.person(ticket.requester_id), desk.groups.get(ticket.group_id or 0)
    gone = "Deleted" if ticket.deleted else "Spam" if ticket.spam else ""
    status = gone or STATUS_NAMES.get(ticket.status, str(ticket.status))
    last = ticket.entries[-1].body if ticket.entries else ticket.description
    return Row(
        id=ticket.id,
        subject=ticket.subject,
        requester=person.name if person else "Unknown",
        status=status,
        state=status.split()[0].lower(),
        group=group.name if group else "",
        tags=tuple(ticket.tags),
        moved=ticket.updated_at,
        preview=flat_text(last)[:120],
    )


def _posts(desk: Desk, ticket: Ticket) -> list[Post]:
    person = desk.person(ticket.requester_id)
    first = Post(
        anchor="first",
        kind="customer",
        label="Customer",
        writer=person.name if person else "Unknown",
        address=(person.email or "") if person else "",
        body=Markup(for_page(ticket.description)),  # noqa: S704  nh3 has just cleaned it
        at=ticket.created_at,
        remark="Sent by a machine" if ticket.automatic else "",
    )
    return [first, *(_post(desk, entry) for entry in ticket.entries)]


def _post(desk: Desk, entry: Entry) -> Post:
    person = desk.person(entry.user_id)
    kind, label = _kind(entry)
    failed = "Came back: the mailbox refused it" if entry.email_failure_count else ""
    return Post(
        anchor=str(entry.id),
        kind=kind,
        label=label,
        writer=person.name if person else "Unknown",
        address=(person.email or "") if person else "",
        body=Markup(for_page(entry.body)),  # noqa: S704  nh3 has just cleaned it
        at=entry.created_at,
        remark=failed or ("Sent by a machine" if entry.auto_response else ""),
    )


def _kind(entry: Entry) -> tuple[str, str]:
    if entry.private:
        return "note", "Private note · only agents see this"
    if entry.incoming:
        return "customer", "Customer"
    return ("public-note", "Public note") if entry.source == 2 else ("reply", "Public reply")
