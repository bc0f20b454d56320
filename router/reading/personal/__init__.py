"""Finds personal data in a text; a file for each family of it, and no I/O.

What isn't looked for, because neither a check nor the words around make it sure, or because the message can't be
answered without it: postal addresses, places, organisations, dates other than of birth, amounts, links.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from router.reading.personal.addresses import emails, upi_ids
from router.reading.personal.identity import aadhaars, other_ids, pans
from router.reading.personal.known import known_values
from router.reading.personal.names import names
from router.reading.personal.payment import accounts, branches, cards, ibans
from router.reading.personal.phones import phones
from router.reading.personal.span import Span

__all__ = ["Known", "Span", "personal_data"]


@dataclass(frozen=True, slots=True)
class Known:
    """What the help desk already knows of the requester. Empty values are passed over."""

    name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    external_id: str = ""


def personal_data(
    text: str, known: Known | None = None, public: Collection[str] = (), people: Collection[str] = ()
) -> list[Span]:
    """What to replace, from left to right; of two that overlap the kind named first below wins.

    ``public`` are the company's own addresses in small letters: they stay, and so does what they are named after.
    ``people`` are names that were met in other texts.
    """
    known = known or Known()
    company = {label for address in public for label in address.rpartition("@")[2].split(".")[:-1]}
    addresses = (span for span in emails(text) if text[span.start : span.end].lower() not in public)
    banks = (*upi_ids(text), *ibans(text), *accounts(text), *cards(text), *branches(text))
    numbers = (*pans(text), *aadhaars(text), *other_ids(text))
    persons = (_whose(span, text, known) for span in names(text, company, people))
    own = known_values(text, known.name, known.phones, known.external_id)
    return _apart([*addresses, *banks, *numbers, *persons, *own, *phones(text)])


def _whose(span: Span, text: str, known: Known) -> Span:
    """A name that begins as the requester's is theirs."""
    own, first = known.name.casefold().split(), text[span.start : span.end].casefold().split()[0]
    return Span("name", span.start, span.end) if own and first == own[0] else span


def _apart(spans: Iterable[Span]) -> list[Span]:
    taken: list[Span] = []
    for span in spans:
        at = bisect(taken, span.start, key=lambda other: other.start)
        # What is taken stands apart and in order, so that only the two neighbours can overlap.
        if all(span.end <= other.start or span.start >= other.end for other in taken[max(0, at - 1) : at + 1]):
            taken.insert(at, span)
    return taken
