"""Freshdesk as a help desk: the few calls the service needs, each as cheap as the API allows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import requests
from pydantic import TypeAdapter, ValidationError

from router.adapters.freshdesk_answers import ACCOUNT_RETRY_AFTER, PLACE, json_of
from router.adapters.freshdesk_http import FreshdeskCalls
from router.adapters.freshdesk_shapes import (
    AgentShape,
    ContactShape,
    EntryShape,
    Named,
    TicketLineShape,
    TicketShape,
)
from router.errors import Refused, TicketGone, Unavailable, Unclear
from router.ports import Contact, DeskTicket, TicketLine

EMBEDDED = 10
"""A ticket's view embeds its ten oldest entries and no more; the newest would be missing."""
PAGE, LAST_PAGE = 100, 300
EVER = "2000-01-01T00:00:00Z"
"""Lists hold thirty days unless told since when."""
REMEMBERED = 600.0
"""Seconds that names of groups and agents are remembered: they hardly change, and each look costs a call."""

LOOK_AGAIN = 10.0

Shape = TypeVar("Shape")


class Freshdesk:
    """Implements :class:`router.ports.HelpDesk` over the REST API, version 2."""

    def __init__(self, calls: FreshdeskCalls) -> None:
        self._calls = calls
        self._names: dict[str, tuple[float, dict[str, int]]] = {}

    def ticket(self, ticket_id: int) -> DeskTicket:
        try:
            answer = self._calls.read(f"/tickets/{ticket_id}", {"include": "conversations"})
        except Refused as refusal:
            if refusal.status == 404:
                self._must_be_an_account()
            raise TicketGone(refusal.place, refusal.says, refusal.status) from refusal
        shape = read_as(TicketShape, json_of(answer))
        entries = shape.conversations
        if entries is None or len(entries) >= EMBEDDED:  # what isn't embedded isn't known to be empty
            begins = {entry.id for entry in entries or ()}
            entries = self._pages(EntryShape, f"/tickets/{ticket_id}/conversations")
            if not begins <= {entry.id for entry in entries}:
                raise Unavailable(PLACE, "shows a thread without its own beginning: it is read again", LOOK_AGAIN)
        return shape.ticket(entries)

    def _must_be_an_account(self) -> None:
        """At a wrong address nothing is found, and then no ticket is gone. Raises ``Unavailable``."""
        try:
            self.me()
        except Refused as refusal:
            if refusal.status == 404:
                says = "nothing at all is found at this address (404): set FRESHDESK_URL to the account's own"
                raise Unavailable(refusal.place, says, ACCOUNT_RETRY_AFTER) from refusal

    def _pages(self, shape: type[Shape], path: str) -> list[Shape]:
        return [one for answer in all_pages(self._calls, path) for one in read_list_as(shape, json_of(answer))]

    def contact(self, contact_id: int) -> Contact:
        return read_as(ContactShape, json_of(self._calls.read(f"/contacts/{contact_id}"))).contact()

    def contacts(self, *, email: str = "", phone: str = "", mobile: str = "", external_id: str = "") -> list[Contact]:
        signs = {"email": email, "phone": phone, "mobile": mobile, "unique_external_id": external_id}
        params: dict[str, str | int] = {name: value for name, value in signs.items() if value}
        return [shape.contact() for shape in read_list_as(ContactShape, json_of(self._calls.read("/contacts", params)))]

    def has_earlier_tickets(self, requester_id: int, before: int) -> bool:
        params: dict[str, str | int] = {
            "requester_id": requester_id,
            "updated_since": EVER,
            "order_by": "created_at",
            "order_type": "asc",
            "per_page": 2,
        }
        return any(row["id"] < before for row in json_of(self._calls.read("/tickets", params)))

    def tickets_of(self, requester_id: int) -> list[TicketLine]:
        params: dict[str, str | int] = {
            "requester_id": requester_id,
            "updated_since": EVER,
            "order_by": "created_at",
            "order_type": "desc",
            "per_page": PAGE,
        }
        shapes = read_list_as(TicketLineShape, json_of(self._calls.read("/tickets", params)))
        return [TicketLine(shape.id, shape.status, shape.created_at) for shape in shapes]

    def reply(self, ticket_id: int, html: str) -> int:
        return _posted_id(self._calls.post(f"/tickets/{ticket_id}/reply", {"body": html}))

    def note(self, ticket_id: int, html: str) -> int:
        return _posted_id(self._calls.post(f"/tickets/{ticket_id}/notes", {"body": html, "private": True}))

    def change_note(self, entry_id: int, html: str) -> None:
        self._calls.set(f"/conversations/{entry_id}", {"body": html})

    def update(self, ticket_id: int, changes: Mapping[str, object]) -> None:
        self._calls.set(f"/tickets/{ticket_id}", dict(changes))

    def groups(self) -> dict[str, int]:
        return self._remembered("groups", self._read_groups)

    def agents(self) -> dict[str, int]:
        return self._remembered("agents", self._read_agents)

    def _read_groups(self) -> dict[str, int]:
        return {shape.name: shape.id for shape in self._pages(Named, "/groups")}

    def _read_agents(self) -> dict[str, int]:
        return {str(shape.contact.get("email", "")).lower(): shape.id for shape in self._pages(AgentShape, "/agents")}

    def _remembered(self, what: str, read: Callable[[], dict[str, int]]) -> dict[str, int]:
        at, names = self._names.get(what, (float("-inf"), {}))
        if time.monotonic() - at >= REMEMBERED:
            at, names = time.monotonic(), read()
            self._names[what] = (at, names)
        return names

    def me(self) -> int:
        return read_as(AgentShape, json_of(self._calls.read("/agents/me"))).id

    def first(self) -> Freshdesk:
        desk = Freshdesk(self._calls.going("post"))
        desk._names = self._names
        return desk


def all_pages(calls: FreshdeskCalls, path: str) -> Iterator[requests.Response]:
    """A whole list, page by page, up to the last page that Freshdesk serves."""
    for page in range(1, LAST_PAGE + 1):
        answer = calls.read(path, {"page": page, "per_page": PAGE})
        yield answer
        if not has_next(answer):
            break


def has_next(answer: requests.Response) -> bool:
    """Whether another page may follow: this one is full, or says so though it holds less than was asked for."""
    return len(json_of(answer)) >= PAGE or "next" in answer.links


def _posted_id(response: requests.Response) -> int:
    try:
        return int(response.json()["id"])
    except (ValueError, KeyError, TypeError) as error:
        raise Unclear(PLACE, "accepted a post and answered with something we can't read") from error


def read_as(shape: type[Shape], value: Any) -> Shape:
    try:
        return TypeAdapter(shape).validate_python(value)
    except ValidationError as error:
        fields = ", ".join(sorted({".".join(map(str, e["loc"])) for e in error.errors()}))
        raise Unavailable(PLACE, f"sent a {shape.__name__} we can't read: {fields}") from error


def read_list_as(shape: type[Shape], value: Any) -> list[Shape]:
    return [read_as(shape, item) for item in value]
