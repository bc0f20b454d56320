"""Search for tickets: ``field:value`` with AND, OR and parentheses, thirty a page, ten pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.freshdesk import shapes
from sandbox.freshdesk.checks import number
from sandbox.freshdesk.errors import FieldError, invalid
from sandbox.freshdesk.gate import this_desk
from sandbox.freshdesk.records import Ticket

blueprint = Blueprint("search", __name__)

Test = Callable[[Ticket], bool]
_TOKEN = re.compile(r"\s*(\(|\)|AND\b|OR\b|[\w]+:[<>]?(?:'[^']*'|[\w-]+))")
_FIELDS = {"agent_id": "responder_id", "tag": "tags"}
_KNOWN = {
    "agent_id",
    "group_id",
    "priority",
    "status",
    "tag",
    "type",
    "due_by",
    "fr_due_by",
    "created_at",
    "updated_at",
}
_PAGE, _LONGEST = 30, 512
_LAG = timedelta(minutes=2)
"""The index is a few minutes behind, where the switch says so."""


@blueprint.get("/search/tickets")
def search() -> Response:
    desk = this_desk()
    query, page = request.args.get("query", ""), number("page", 1, highest=10) or 1
    if not (query.startswith('"') and query.endswith('"') and 2 < len(query) <= _LONGEST):
        raise _wrong("The query must stand in double quotes and hold at most 512 characters")
    test = _Reader(query[1:-1], [*_KNOWN, *desk.ticket_fields]).read()
    indexed = desk.now() - (_LAG if desk.switches.search_lags else timedelta(0))
    tickets = [t for t in desk.tickets.values() if t.updated_at <= indexed]
    found = [t for t in tickets if not (t.spam or t.deleted or t.archived) and test(t)]
    shown = found[(page - 1) * _PAGE : page * _PAGE]
    return jsonify(total=len(found), results=[shapes.ticket(desk, one, listed=True) for one in shown])


def _wrong(words: str) -> Exception:
    return invalid(FieldError("query", words, "invalid_value"))


class _Reader:
    """Reads a query from left to right; AND binds closer than OR."""

    def __init__(self, text: str, known: list[str]) -> None:
        self._tokens = _TOKEN.findall(text)
        self._known = known
        if _TOKEN.sub("", text).strip():
            raise _wrong(f"Can't read: {_TOKEN.sub('', text).strip()}")

    def read(self) -> Test:
        test = self._either()
        if self._tokens:
            raise _wrong(f"Unexpected {self._tokens[0]}")
        return test

    def _either(self) -> Test:
        tests = [self._both()]
        while self._tokens[:1] == ["OR"]:
            self._tokens.pop(0)
            tests.append(self._both())
        return lambda ticket: any(test(ticket) for test in tests)

    def _both(self) -> Test:
        tests = [self._one()]
        while self._tokens[:1] == ["AND"]:
            self._tokens.pop(0)
            tests.append(self._one())
        return lambda ticket: all(test(ticket) for test in tests)

    def _one(self) -> Test:
        if not self._tokens:
            raise _wrong("The query ends too early")
        word = self._tokens.pop(0)
        if word == "(":
            inner = self._either()
            if self._tokens[:1] != [")"]:
                raise _wrong("A parenthesis is never closed")
            self._tokens.pop(0)
            return inner
        if ":" not in word:
            raise _wrong(f"Unexpected {word}")
        return self._comparison(*word.split(":", 1))

    def _comparison(self, name: str, wanted: str) -> Test:
        if name not in self._known:
            raise invalid(FieldError(name, "Unexpected/invalid field in request", "invalid_field"))
        sign, value = (wanted[0], wanted[1:]) if wanted[0] in "<>" else ("", wanted)
        return lambda ticket: _compare(_value(ticket, name), sign, value.strip("'"))


def _value(ticket: Ticket, name: str) -> Any:
    return ticket.custom_fields.get(name) if name.startswith("cf_") else getattr(ticket, _FIELDS.get(name, name))


def _compare(value: Any, sign: str, wanted: str) -> bool:
    if isinstance(value, list):
        return wanted in value
    if value is None or wanted == "null":
        return value is None and wanted == "null"
    # Dates are whole days; numbers compare as numbers, everything else as text.
    text = value.date().isoformat() if hasattr(value, "date") else str(value)
    left, right = (int(text), int(wanted)) if text.isdigit() and wanted.isdigit() else (text, wanted)
    if sign == ">":
        return bool(left >= right)  # type: ignore[operator]
    return bool(left <= right) if sign == "<" else left == right  # type: ignore[operator]
