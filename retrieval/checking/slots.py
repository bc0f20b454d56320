"""Blanks: where their words come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from retrieval.checking.finding import Finding, error, warning
from retrieval.checking.library import Library
from retrieval.types import SlotType

TICKET = "ticket."
KNOWN = "ticket.id"
TYPES: Mapping[str, tuple[SlotType, ...]] = {
    KNOWN: ("text", "reference", "count"),
    "customer.first name": ("text", "name"),
}
"""What is never anything else: with another type the blank would stay empty on every ticket."""


def check_slots(library: Library, today: date) -> Iterator[Finding]:
    """Blanks with a source that nobody can fill or that fits no such type, and those left to the model in a reply that
    must stay as it is."""
    for written in library.templates:
        for slot in written.template.slots:
            place = written.slot(slot.name)
            if slot.source.startswith(TICKET) and slot.source != KNOWN:
                says = f'slot "{slot.name}" comes from "{slot.source}", which nobody fills;'
                yield error(place, f"{says} of the ticket there is only {KNOWN}")
            if slot.type not in TYPES.get(slot.source, (slot.type,)):
                says = f'slot "{slot.name}" comes from "{slot.source}", which is no {slot.type};'
                yield error(place, f"{says} write one of {', '.join(TYPES[slot.source])}")
            if slot.source == "model" and written.template.writing == "locked":
                says = f'the reply is locked, and the model writes the slot "{slot.name}";'
                yield warning(place, f"{says} remove it, or make the reply guided")
