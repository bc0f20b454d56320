"""Freshdesk's placeholders in a text, and our blanks in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
CONDITION = re.compile(r"\{%.*?%\}", re.DOTALL)

_FIRST_NAME = "customer.first name"
USUAL = {
    "ticket.id": "ticket.id",
    "ticket.requester.firstname": _FIRST_NAME,
    "ticket.contact.firstname": _FIRST_NAME,
    "ticket.requester.name": _FIRST_NAME,
    "ticket.contact.name": _FIRST_NAME,
}
"""What needs no word in the map."""

_WHOLE_NAMES = ("ticket.requester.name", "ticket.contact.name")


@dataclass(frozen=True, slots=True)
class Blanked:
    """The text with our blanks; ``slots`` leads from their names to their sources.

    ``unknown`` are placeholders that nobody has told the meaning of; they stay in the text.
    """

    text: str
    slots: Mapping[str, str]
    unknown: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def with_blanks(text: str, sources: Mapping[str, str], texts: Mapping[str, str]) -> Blanked:
    """Put blanks for what ``sources`` or Freshdesk's usual names tell, and words for what ``texts`` tells."""
    told = USUAL | dict(sources)
    slots: dict[str, str] = {}
    unknown: dict[str, None] = {}
    whole_names = False

    def put(match: re.Match[str]) -> str:
        nonlocal whole_names
        name = match[1].replace("\\", "")
        if name in texts:
            return texts[name]
        if name not in told:
            unknown[name] = None
            return f"{{{{ {name} }}}}"
        whole_names = whole_names or (name in _WHOLE_NAMES and name not in sources)
        slot = _slot_name(told[name])
        slots[slot] = told[name]
        return f"{{{{ {slot} }}}}"

    replaced = PLACEHOLDER.sub(put, text)
    remarks = ("the whole name of the customer became the first name: read the greeting",) if whole_names else ()
    return Blanked(replaced, slots, tuple(unknown), remarks)


def is_required(source: str) -> bool:
    """Whether a reply without it would be wrong; a greeting is right without a name."""
    return source != _FIRST_NAME


def _slot_name(source: str) -> str:
    """``customer.first name`` is the blank ``first_name``, ``ticket.id`` is ``ticket_id``."""
    words = source.removeprefix("customer.")
    return re.sub(r"\W+", "_", words.casefold()).strip("_") or "blank"
