"""Numbers that a state gives a person, where a check digit or the words before make it sure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum.in_ import aadhaar, gstin, pan, vid
from stdnum.us import ssn

from router.reading.personal.span import Span, before, digits_of, is_reference

_PAN = re.compile(r"(?<!\w)[A-Z]{5}[ -]?\d{4}[ -]?[A-Z](?!\w)", re.IGNORECASE)
_GSTIN = re.compile(r"(?<!\w)\d{2}[A-Z]{5}\d{4}[A-Z][A-Z0-9]Z[A-Z0-9](?!\w)", re.IGNORECASE)
_AADHAAR = re.compile(r"(?<![\w.,+-])[2-9]\d{3}([ -]?)\d{4}\1\d{4}(?:\1\d{4})?(?!\w|[ .,-]?\d)")
_AADHAAR_BEFORE = re.compile(r"\b(?:aadh?aa?r|adh?aa?r|uid|uidai)\b[^\d\n]{0,25}$", re.IGNORECASE)
_SSN = re.compile(r"(?<![\w.,-])\d{3}-\d{2}-\d{4}(?![\w-])")

_CALLED = r"\W{0,4}(?:(?:card|id|no|nr|num|number|is|was|of|mine|my|the)\b\W{0,4}){0,5}"
_BY_WORDS = tuple(
    re.compile(rf"\b(?:{words}){_CALLED}(?P<number>{number})(?![\w-])", re.IGNORECASE)
    for words, number in (
        (r"pan", r"[A-Z]{5}[ -]?\d{4}[ -]?[A-Z]"),
        (r"ssn|social security", r"\d{3}[ -]?\d{2}[ -]?\d{4}"),
        (r"passport", r"[A-Z]{0,2}\d{6,9}"),
        (
            r"driv(?:er|ing|er['’]?s|ers)['’]?\s(?:licen[cs]e|permit)|d/?l",
            r"(?=(?:[A-Z/ -]*\d){5})[A-Z]{0,3}[\dA-Z][\dA-Z/ -]{3,18}[\dA-Z]",
        ),
        (r"voter(?:['’]?s)?|epic|election\scard", r"[A-Z]{3}[/ ]?\d{7}"),
        (r"ckyc|kyc\sidentifier|kin", r"\d{14}"),
    )
)
_BORN = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|birth ?date|birth ?day|born)\b\W{0,3}(?:(?:is|was|on|in|the|as)\b\W{0,3}){0,3}"
    r"(?P<date>\d{1,4}[./ -]\d{1,2}[./ -]\d{1,4}|\d{1,2}(?:st|nd|rd|th)?[ -](?:of )?[A-Z]{3,9}\.?,?[ -]\d{2,4}"
    r"|[A-Z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{2,4})(?!\w)",
    re.IGNORECASE,
)


def pans(text: str) -> Iterator[Span]:
    """Indian tax numbers, by the letter that tells what kind of holder it is, also inside of a GSTIN."""
    for match in _PAN.finditer(text):
        if pan.is_valid(re.sub(r"[ -]", "", match.group())):
            yield Span("pan", *match.span())
    for match in _GSTIN.finditer(text):
        if gstin.is_valid(match.group()):
            yield Span("pan", *match.span())


def aadhaars(text: str) -> Iterator[Span]:
    """Aadhaar numbers (12 digits) and virtual ids (16) whose Verhoeff digit fits, or that the words before call so.

    One in ten of the 12-digit references of UPI and IMPS fits by chance: after the word for one it stays.
    """
    for match in _AADHAAR.finditer(text):
        digits = digits_of(match.group())
        called = bool(_AADHAAR_BEFORE.search(before(text, match.start())))
        fits = aadhaar.is_valid(digits) or vid.is_valid(digits)
        if called or (fits and not is_reference(text, match.start())):
            yield Span("aadhaar", *match.span())


def other_ids(text: str) -> Iterator[Span]:
    """Social security numbers; passports, licences, voters' cards and dates of birth where they are called so."""
    for match in _SSN.finditer(text):
        if ssn.is_valid(match.group()) and not is_reference(text, match.start()):
            yield Span("id", *match.span())
    for pattern in _BY_WORDS:
        yield from (Span("id", *match.span("number")) for match in pattern.finditer(text))
    yield from (Span("birth", *match.span("date")) for match in _BORN.finditer(text))
