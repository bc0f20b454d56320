"""How links, e-mail addresses, references and the numbers of phones and accounts are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.facts.fact import Shape

_DOMAINS = "com|net|org|in|io|info|biz|xyz|app|dev|co|example|site|online|top|club|link|shop|us|uk|eu|de|fr|ru|cn|me"
_LINK = re.compile(
    rf"(?:https?://|www\.)[^\s<>()\[\]\"']+|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:{_DOMAINS})\b(?![@\w])(?:/[^\s<>()\[\]\"']*)?",
    re.I,
)
_ADDRESS = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_NAMED_REFERENCE = re.compile(
    r"\b(?:order|ticket|reference|ref|utr|rrn|txn|transaction|loan|case|request|complaint|application|folio|invoice)"
    r"\W{0,2}(?:(?:no|nr|number|id)\W{0,2}){0,2}#?(?P<id>(?=[\w-]*\d)[A-Za-z0-9][A-Za-z0-9-]{1,30})\b",
    re.I,
)
_REFERENCE = re.compile(
    r"#(?P<a>\w*\d[\w-]*)|\b(?P<b>T\+\d)\b|\b(?P<c>(?<![A-Z0-9/-])(?=[A-Z0-9/-]*\d)(?=[A-Z0-9/-]*[A-Z])[A-Z0-9]+(?:[-/][A-Z0-9]+)*)\b"
    r"|\b(?P<d>[A-Za-z]{2,6}-?\d{3,})\b"
)
_LONG_NUMBER = re.compile(r"(?<![\w.])\+\d[\d\s().-]{5,}\d|(?<![\w.,])\d(?:[ -]?\d){6,}(?![\w]|[.,]\d)")


def links(text: str) -> Iterator[Shape]:
    """Web addresses, as host and path."""
    for match in _LINK.finditer(text):
        word = match.group().rstrip(".,;:!?*_")
        bare = re.sub(r"^https?://", "", word, flags=re.I)
        host, slash, path = re.sub(r"^www\.", "", bare, flags=re.I).partition("/")
        yield Shape(match.start(), match.start() + len(word), (host.lower() + slash + path).rstrip("/"))


def addresses(text: str) -> Iterator[Shape]:
    """E-mail addresses."""
    for match in _ADDRESS.finditer(text):
        yield Shape(*match.span(), match.group().rstrip(".").lower())


def references(text: str) -> Iterator[Shape]:
    """References: what follows a word such as ticket or order, or is made of letters and digits."""
    taken: list[tuple[int, int]] = []
    for pattern in (_NAMED_REFERENCE, _REFERENCE):
        for match in pattern.finditer(text):
            name = match.lastgroup or "id"
            start, end = match.span(name)
            if any(start < other_end and end > other_start for other_start, other_end in taken):
                continue
            taken.append((start, end))
            yield Shape(start, end, match[name].upper())


def long_numbers(text: str) -> Iterator[Shape]:
    """Numbers of phones and accounts, as their digits."""
    for match in _LONG_NUMBER.finditer(text):
        yield Shape(*match.span(), re.sub(r"\D", "", match.group()))
