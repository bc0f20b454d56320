"""A help desk and a customer list that hold what they are given, and count what they are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from router.errors import Unavailable
from router.ports import Contact, DeskTicket, TicketLine


class ListDesk:
    """Contacts and their tickets' ids. ``down`` names the calls that fail."""

    def __init__(self, *contacts: Contact, tickets: Mapping[int, Sequence[int]] | None = None) -> None:
        self.known = {contact.id: contact for contact in contacts}
        self.ids_by_requester = dict(tickets or {})
        self.lines_by_requester: dict[int, Sequence[TicketLine]] = {}
        self.asked: list[str] = []
        self.down: set[str] = set()

    def _ask(self, call: str) -> None:
        self.asked.append(call)
        if call in self.down:
            raise Unavailable("Freshdesk", "it is down")

    def contact(self, contact_id: int) -> Contact:
        self._ask("contact")
        return self.known[contact_id]

    def contacts(self, *, email: str = "", phone: str = "", mobile: str = "", external_id: str = "") -> list[Contact]:
        self._ask("contacts")
        return [
            contact
            for contact in self.known.values()
            if (email and email in (contact.email, *contact.other_emails))
            or (phone and phone == contact.phone)
            or (mobile and mobile == contact.mobile)
            or (external_id and external_id == contact.external_id)
        ]

    def has_earlier_tickets(self, requester_id: int, before: int) -> bool:
        self._ask("earlier tickets")
        return any(ticket_id < before for ticket_id in self.ids_by_requester.get(requester_id, ()))

    def tickets_of(self, requester_id: int) -> list[TicketLine]:
        self._ask("tickets of")
        return list(self.lines_by_requester.get(requester_id, ()))

    def ticket(self, ticket_id: int) -> DeskTicket:
        raise NotImplementedError

    def reply(self, ticket_id: int, html: str) -> int:
        raise NotImplementedError

    def note(self, ticket_id: int, html: str) -> int:
        raise NotImplementedError

    def change_note(self, entry_id: int, html: str) -> None:
        raise NotImplementedError

    def update(self, ticket_id: int, changes: Mapping[str, object]) -> None:
        raise NotImplementedError

    def groups(self) -> dict[str, int]:
        return {}

    def agents(self) -> dict[str, int]:
        return {}

    def me(self) -> int:
        return 1


class ListCustomers:
    """Rows of a customer list in memory; ``down`` makes it unreachable."""

    def __init__(self, *rows: Mapping[str, str]) -> None:
        self.table = rows
        self.down = False

    def rows(self, *, email: str = "", customer_id: str = "", phone: str = "") -> Sequence[Mapping[str, str]]:
        if self.down:
            raise Unavailable("customer list", "the file is missing")
        return [
            row
            for row in self.table
            if (email and email == row.get("e-mail"))
            or (customer_id and customer_id == row.get("customer id"))
            or (phone and phone == row.get("phone"))
        ]


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        self.at += by
