"""Phone numbers: those that a numbering plan knows, and those that their form or the words around call one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from router.reading.personal.span import Span, before, digits_of, is_reference

HOME_REGION = "IN"
FEWEST, MOST = 7, 15
"""Digits of a phone number without its extension."""

_IP = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")
_EXTENSION = r"(?:\s?(?:x|ext\.?|extn\.?|extension)\s?\d{1,6})"
_NUMBER = re.compile(
    rf"(?<![\w.@/#₹$€£=-])(?<!\d,)(?:\+|\(\+?|00)?\d(?:[ ]?[().-]?[ ]?[()]?\d){{6,16}}(?P<extension>{_EXTENSION})?"
    r"(?![\w@]|[.,:/-]\d|\s?%)",
    re.IGNORECASE,
)
_CALLED_BEFORE = re.compile(
    r"(?:\b(?:phone|telephone|tel|mobile|mob|cell|cellphone|whats ?app|landline|fax|desk|office|home|work|helpline|"
    r"hotline|contact|"
    r"(?:my|your|her|his|our|new|old|this|the|at) (?:number|no|nr)|call|called|calling|ring|dial|reach|reachable|"
    r"answering|available|text|sms|ph)\b[^\d\n]{0,24}\n?[^\d\n]{0,4})$",
    re.IGNORECASE,
)
_CALLED_AFTER = re.compile(
    r"^[\s(,:-]{0,3}(?:is my )?(?:mobile|cell|phone|office|home|work|desk|fax|tel|whatsapp)\b", re.IGNORECASE
)
_FORM = re.compile(
    r"^(?:\(\+?\d{1,4}\)\s?\d{2,4}[ .-]?\d{3,4}(?:[ .-]?\d{2,4})?"  # (07) 5331 0577
    r"|(?:\+?1[ .-])?\(?\d{3}\)?[.-]\d{3}[.-]\d{3,4}"  # 986.291.2294
    r"|0\d{1,4}(?:[ .-]\d{2,8}){1,4}"  # 027 896 92 86, 0421 123456
    r"|0\d{8,10})$"  # 0478123456
)
_GROUPS = re.compile(r"^(?!\d{1,3}(?: \d{3})+$)\d{2,4}([ .-])\d{2,4}(?:\1\d{2,4}){1,4}$")
"""Such as 69 987 88 37; but 10 000 000 is an amount."""
FEWEST_IN_GROUPS = 8
_SOCIAL = re.compile(r"^\d{3}-\d{2}-\d{4}$")
_DAY, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:19|20)\d\d"
_DATE = re.compile(rf"^(?:{_DAY}[ .-]{_DAY}[ .-]{_YEAR}|{_YEAR}[ .-]{_DAY}[ .-]{_DAY}|{_YEAR}\s?-\s?{_YEAR})\b")
_OTHER = (_DATE, _IP, _SOCIAL)


def phones(text: str) -> Iterator[Span]:
    """Phone numbers. Amounts, dates and the numbers of orders and tickets are none."""
    matcher = phonenumbers.PhoneNumberMatcher(text, HOME_REGION, leniency=phonenumbers.Leniency.VALID)
    for known in matcher:
        if not is_reference(text, known.start) and not _IP.match(known.raw_string):
            yield Span("phone", known.start, known.end)
    for match in _NUMBER.finditer(text):
        if _is_one(text, match):
            yield Span("phone", *match.span())


def _is_one(text: str, match: re.Match[str]) -> bool:
    number = match.group()[: -len(match["extension"])] if match["extension"] else match.group()
    digits = digits_of(number)
    if not FEWEST <= len(digits) <= MOST or any(one.match(number) for one in _OTHER):
        return False
    if is_reference(text, match.start()):
        return False
    if _GROUPS.match(number) and len(digits) >= FEWEST_IN_GROUPS:
        return True
    if match["extension"] or number.startswith(("+", "(+")) or _FORM.match(number):
        return True
    return bool(
        _CALLED_BEFORE.search(before(text, match.start())) or _CALLED_AFTER.search(text[match.end() : match.end() + 20])
    )
