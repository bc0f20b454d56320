"""Finds personal data in a text: e-mail addresses, phone, card and account numbers, and what is known of the writer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import phonenumbers

HOME_REGION = "IN"

_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]"
_EMAIL = re.compile(rf"(?<!{_LOCAL}){_LOCAL}+@[\w-]+(?:\.[\w-]+)+")
_CARD = re.compile(r"(?<![\w.,+-])\d(?:[ -]?\d){12,18}(?![\d]|[.,-]\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b", re.IGNORECASE)
_REFERENCE_BEFORE = re.compile(
    r"(?:#|\b(?:order|ticket|ref|reference|transaction|txn|utr|rrn|loan|invoice|case|complaint|request|folio|"
    r"application|account|a/c|policy|deal|scheme)\W{0,3}(?:(?:id|no|nr|number|num|is)\W{0,3}){0,3})$",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"(?:₹|\$|€|£|\brs\.?|\binr)\s*$", re.IGNORECASE)
_IP = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text that holds personal data of a kind."""

    kind: str
    start: int
    end: int


def emails(text: str) -> Iterator[Span]:
    """E-mail addresses."""
    return (Span("email", *match.span()) for match in _EMAIL.finditer(text))


def cards(text: str) -> Iterator[Span]:
    """Payment card numbers: 13 to 19 digits that pass the Luhn check."""
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if luhn(digits) and digits[0] in "3456":
            yield Span("card", *match.span())


def luhn(digits: str) -> bool:
    """Whether the last digit fits the others by the Luhn formula."""
    doubled = (int(digit) * 2 if at % 2 else int(digit) for at, digit in enumerate(reversed(digits)))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def ibans(text: str) -> Iterator[Span]:
    """International bank account numbers whose check digits fit."""
    for match in _IBAN.finditer(text):
        for end in _ends_at_blank(match):
            if _iban_fits(text[match.start() : end].replace(" ", "")):
                yield Span("iban", match.start(), end)
                break


def _ends_at_blank(match: re.Match[str]) -> Iterator[int]:
    """The whole match, then the match without its last word, and so on: a capital word may follow the number."""
    yield match.end()
    for blank in reversed([at for at, character in enumerate(match.group()) if character == " "]):
        yield match.start() + blank


def _iban_fits(iban: str) -> bool:
    if not 15 <= len(iban) <= 34:
        return False
    digits = "".join(str(int(character, 36)) for character in iban[4:] + iban[:4])
    return int(digits) % 97 == 1


def phones(text: str) -> Iterator[Span]:
    """Phone numbers of the home region or with a country code; amounts and numbers of orders and tickets are none."""
    matcher = phonenumbers.PhoneNumberMatcher(text, HOME_REGION, leniency=phonenumbers.Leniency.VALID)
    for match in matcher:
        before = text[max(0, match.start - 40) : match.start]
        if not any(sign.search(before) for sign in (_REFERENCE_BEFORE, _MONEY_BEFORE)) and not _IP.match(
            match.raw_string
        ):
            yield Span("phone", match.start, match.end)


def known_values(text: str, name: str, phone_numbers: Sequence[str], external_id: str) -> Iterator[Span]:
    """The requester's own name, parts of it, phones in any spelling, and id."""
    for kind, pattern in _known_patterns(name, phone_numbers, external_id):
        yield from (Span(kind, *match.span()) for match in pattern.finditer(text))


def _known_patterns(name: str, phone_numbers: Sequence[str], external_id: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    parts = name.split()
    if len("".join(parts)) >= _SHORTEST_NAME:
        full_name = r"\s+".join(map(re.escape, parts))
        yield "name", re.compile(rf"(?<!\w){full_name}(?!\w)", re.IGNORECASE)
    for part in (part for part in parts if len(part) >= _SHORTEST_NAME and part[0].isalpha()):
        # Only as a name is written: a customer called Grace may still ask about a grace period.
        spellings = "|".join(re.escape(spelling) for spelling in {part.capitalize(), part.upper(), part.title()})
        yield "name", re.compile(rf"(?<!\w)(?:{spellings})(?!\w)")
    for digits in (re.sub(r"\D", "", number) for number in phone_numbers):
        if len(digits) >= 7:
            yield "phone", re.compile(r"(?<!\d)\+?" + r"[\s().-]{0,2}".join(digits) + r"(?!\d)")
    if len(external_id) >= _SHORTEST_NAME:
        yield "id", re.compile(rf"(?<!\w){re.escape(external_id)}(?!\w)", re.IGNORECASE)
