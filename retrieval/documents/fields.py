"""Asking a document's fields for what they should hold, with a complaint where they don't."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from retrieval.documents.complaints import Complaints, did_you_mean
from retrieval.documents.nodes import Fields, Many, Node, Text

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_ID = 80


class FieldReader:
    """The fields of one place in one file."""

    def __init__(self, fields: Fields, path: str, complaints: Complaints) -> None:
        self.fields = fields
        self.path = path
        self.complaints = complaints

    def complain(self, name: str, says: str) -> None:
        """Complain at the line where ``name`` stands, or at the first line of the fields when it doesn't."""
        self.complaints.add(self.path, self.fields.lines.get(name, self.fields.line), says)

    def only(self, known: Collection[str]) -> None:
        """Complain about fields that nobody reads."""
        for name in self.fields.entries:
            if name not in known:
                self.complain(name, f'unknown field "{name}", {did_you_mean(name, known)}')

    def text(self, name: str, *, required: bool = True, default: str = "") -> str:
        """One text. A required one must be there and not blank."""
        node = self.fields.entries.get(name)
        if isinstance(node, Text) and (node.value.strip() or not required):
            return node.value.strip()
        if node is None and not required:
            return default
        self.complain(name, f'"{name}" is missing' if node is None else f'"{name}" must be a text')
        return default

    def texts(self, name: str) -> tuple[Text, ...]:
        """A list of texts, each with its line; a single text is a list of one; absent is empty."""
        node = self.fields.entries.get(name)
        if node is None:
            return ()
        items: tuple[Node, ...] = node.items if isinstance(node, Many) else (node,)
        good = tuple(item for item in items if isinstance(item, Text) and item.value.strip())
        for item in items:
            if item not in good:
                hint = "put a text with a colon in quotes" if isinstance(item, Fields) else "remove the empty one"
                self.complaints.add(self.path, item.line, f'every item of "{name}" must be a text; {hint}')
        return good

    def one_of(self, name: str, allowed: Collection[str], *, default: str = "") -> str:
        """One of a few words."""
        value = self.text(name, required=not default, default=default)
        if value and value not in allowed:
            self.complain(name, f'"{name}" is "{value}", {did_you_mean(value, allowed)}')
        return value

    def id(self) -> str:
        """The document's id: lower-case words with hyphens, since it stands in rules, records and row ids."""
        value = self.text("id")
        if value and (len(value) > MAX_ID or not ID.fullmatch(value)):
            self.complain("id", f'"{value}" is no id: use up to {MAX_ID} lower-case letters, digits and hyphens')
        return value

    def day(self, name: str) -> str:
        """A date such as 2026-03-31, or empty."""
        value = self.text(name, required=False)
        try:
            return date.fromisoformat(value).isoformat() if value else ""
        except ValueError:
            self.complain(name, f'"{name}" is "{value}"; write a date such as 2026-03-31')
            return ""
