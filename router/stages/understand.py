"""Understand: the ticket as the help desk holds it becomes what the customer wrote and waits for an answer to.

Everything that leaves this stage is masked. Private notes keep their place in the thread and lose their text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from router.ports import Contact, DeskEntry, DeskTicket
from router.reading.language import language_of
from router.reading.masking import Known, Mask
from router.reading.reply import OwnWords, own_words, without_quoted_lines
from router.reading.robots import opening_sign, robot_sign
from router.rulebook.courtesy import is_answers, is_courtesy
from router.stages.courtesy import wants_nothing
from router.types import Entry, Message, Ticket

OUTBOUND = 10
"""Freshdesk's source number of a ticket that the company opened by writing first."""

NOTHING_WAITS = Message(id=-1, text="", newest="", language="", products_named=(), author_is_requester=False, robot="")


@dataclass(frozen=True, slots=True)
class _Read:
    """An entry with its words, not masked yet; lives in memory only."""

    entry: DeskEntry
    own: OwnWords
    robot: str

    @property
    def words(self) -> str:
        return self.own.text

    @property
    def from_customer(self) -> bool:
        return self.entry.incoming and not self.entry.private


def understand(
    desk_ticket: DeskTicket,
    contact: Contact,
    segments_named: Callable[[str], tuple[str, ...]],
    mapping: Mapping[str, str],
    own_posts: Mapping[int, int],
    support_addresses: tuple[str, ...] = (),
) -> tuple[Ticket, Message, Mapping[str, str]]:
    """The ticket and what of the customer's waits, both masked, and the requester's grown mapping.

    ``contact`` is the requester, ``mapping`` what earlier runs left for them, ``own_posts`` the entries that we
    posted, each with the newest entry that it answers. What waits is everything the customer wrote since the last
    public word of a person, without what one of ours answers; an automatic acknowledgement is no such word.
    """
    thread = _thread(desk_ticket, contact, support_addresses)
    waiting = _waiting(thread, own_posts)
    mask = Mask(_known(contact), mapping, support_addresses)
    message = _message(desk_ticket, waiting, segments_named, mask)
    subject = mask.mask(desk_ticket.subject)  # after the message, which says of a bare name that it is one
    message = replace(message, courtesy=_wants_nothing(desk_ticket, thread, waiting))
    entries = tuple(_masked(read, mask) for read in thread)
    return _ticket(desk_ticket, subject, entries, mask), message, mask.mapping


def _thread(ticket: DeskTicket, contact: Contact, support_addresses: tuple[str, ...]) -> list[_Read]:
    """The description and all entries, oldest first."""
    opening = _opening(ticket)
    own = own_words(opening.body)
    sender = contact.email if opening.incoming else ""
    signs = (ticket.subject, own.text, sender, support_addresses, opening.to_emails)
    sign = opening_sign(*signs) if opening.incoming else ""
    entries = sorted(ticket.entries, key=lambda entry: (entry.created_at, entry.id))
    return [_Read(opening, own, sign), *(_read(entry, support_addresses) for entry in entries)]


def _opening(ticket: DeskTicket) -> DeskEntry:
    """The description as an entry: the customer's first message, except where the company wrote first."""
    incoming = ticket.source != OUTBOUND
    return DeskEntry(
        id=0,
        author_id=ticket.requester_id if incoming else ticket.responder_id,
        incoming=incoming,
        private=False,
        source=ticket.source,
        auto_response=False,
        email_failures=0,
        body=ticket.description,
        created_at=ticket.created_at,
        to_emails=ticket.to_emails,
    )


def _read(entry: DeskEntry, support_addresses: tuple[str, ...]) -> _Read:
    own = OwnWords("") if entry.private else own_words(entry.body)
    return _Read(entry, own, robot_sign(entry, own.text, support_addresses))


def _waiting(thread: list[_Read], own_posts: Mapping[int, int]) -> list[_Read]:
    """What no public word has answered yet. A machine's entries count only when nothing else waits."""
    waiting: list[_Read] = []
    for read in thread:
        if read.from_customer:
            waiting.append(read)
        elif _is_public_word(read.entry, own_posts):
            waiting = [asked for asked in waiting if not _answers(read.entry, asked.entry, own_posts)]
    return [read for read in waiting if not read.robot] or waiting


def _is_public_word(entry: DeskEntry, own_posts: Mapping[int, int]) -> bool:
    """Whether the entry is a public word of a person or of ours, a public note among them."""
    if entry.private or entry.incoming:
        return False
    return entry.id in own_posts or not entry.auto_response


def _answers(word: DeskEntry, asked: DeskEntry, own_posts: Mapping[int, int]) -> bool:
    """Ours answers what had been read for it; what the customer wrote until it was posted still waits."""
    return word.id not in own_posts or asked.id <= own_posts[word.id]


def _known(contact: Contact) -> Known:
    return Known(
        name=contact.name,
        emails=tuple(address for address in (contact.email, *contact.other_emails) if address),
        phones=tuple(number for number in (contact.phone, contact.mobile) if number),
        external_id=contact.external_id,
    )


def _message(
    ticket: DeskTicket, waiting: list[_Read], segments_named: Callable[[str], tuple[str, ...]], mask: Mask
) -> Message:
    if not waiting:
        return NOTHING_WAITS
    newest = waiting[-1]
    text = "\n\n".join(words for words in (_said(read, ticket.subject) for read in waiting) if words)
    return Message(
        id=newest.entry.id,
        text=mask.mask(text),
        newest=mask.mask(_said(newest, ticket.subject)),
        language=language_of(text) or language_of(ticket.subject),
        products_named=segments_named(f"{ticket.subject}\n{without_quoted_lines(text)}"),
        author_is_requester=all(read.entry.author_id == ticket.requester_id for read in waiting),
        robot=newest.robot,
        doubt="; ".join(dict.fromkeys(read.own.doubt for read in waiting if read.own.doubt)),
    )


def _said(read: _Read, subject: str) -> str:
    """An entry's words. Who says it all in the subject leaves the rest empty, or writes a greeting there."""
    if read.entry.id == 0 and not is_answers(subject) and (not read.words.strip() or is_courtesy("", read.words)):
        return "\n\n".join(part for part in (subject, read.words) if part.strip())
    return read.words


def _wants_nothing(ticket: DeskTicket, thread: list[_Read], waiting: list[_Read]) -> bool:
    if not waiting or any(read.robot or read.own.doubt for read in waiting):
        return False
    before = thread[: thread.index(waiting[0])]
    said = [read.words for read in before if not read.entry.private and not read.entry.incoming]
    return wants_nothing(ticket, said[-1] if said else "", [(read.entry, read.words) for read in waiting])


def _masked(read: _Read, mask: Mask) -> Entry:
    return Entry(
        id=read.entry.id,
        author_id=read.entry.author_id,
        incoming=read.entry.incoming,
        private=read.entry.private,
        source=read.entry.source,
        robot=read.robot,
        text=mask.mask(read.words),
        created_at=read.entry.created_at,
    )


def _ticket(ticket: DeskTicket, subject: str, entries: tuple[Entry, ...], mask: Mask) -> Ticket:
    return Ticket(
        id=ticket.id,
        subject=subject,
        status=ticket.status,
        priority=ticket.priority,
        source=ticket.source,
        type=ticket.type,
        tags=tuple(mask.mask(tag) for tag in ticket.tags),
        group_id=ticket.group_id,
        responder_id=ticket.responder_id,
        product_id=ticket.product_id,
        requester_id=ticket.requester_id,
        spam=ticket.spam,
        deleted=ticket.deleted,
        created_at=ticket.created_at,
        updated_at=ticket.updated_at,
        custom_fields={name: mask.mask(_in_words(value)) for name, value in ticket.custom_fields.items()},
        attachments=ticket.attachments,
        entries=entries,
    )


def _in_words(value: object) -> str:
    """A custom field's value as rules read it: yes and no, lists with commas, nothing for an empty one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(_in_words(item) for item in value)
    return str(value)
