"""Addresses on the net: e-mail addresses, also those written around the sign, and UPI ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from router.reading.personal.span import Span

_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]"
_EMAIL = re.compile(rf"(?<!{_LOCAL}){_LOCAL}+@[\w-]+(?:\.[\w-]+)+")
_DOT = r"(?:\s?\.\s?|\s?[\[({]\s?(?:dot|\.)\s?[\])}]\s?|\s(?:dot|DOT)\s)"
_AT_IN_BRACKETS = r"\s?[\[({]\s?(?:at|@)\s?[\])}]\s?"
_SPELLED = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}{_AT_IN_BRACKETS}[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,63}}){{1,3}}"
    rf"|(?<![\w.+-])[\w.+-]{{1,64}}\sat\s[\w-]{{1,63}}(?:\sdot\s[a-z]{{2,12}}){{1,3}}\b",
    re.IGNORECASE,
)
_UPI = re.compile(r"(?<![\w.@+-])[A-Za-z0-9][A-Za-z0-9._-]{1,255}@[A-Za-z]{3}[A-Za-z0-9]{0,60}(?![\w@-]|\.\w)")


def emails(text: str) -> Iterator[Span]:
    """E-mail addresses, and those written as "asha (at) mail dot com"."""
    yield from (Span("email", *match.span()) for match in _EMAIL.finditer(text))
    if re.search(r"[\[({]\s?(?:at|@)|\sdot\s", text, re.IGNORECASE):
        yield from (Span("email", *match.span()) for match in _SPELLED.finditer(text))


def upi_ids(text: str) -> Iterator[Span]:
    """UPI ids such as ``name@okhdfcbank``: an address whose second half is no domain."""
    return (Span("upi", *match.span()) for match in _UPI.finditer(text))
