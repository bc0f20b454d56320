"""How links, e-mail addresses and other addresses on the net are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.facts.fact import Shape

_WORDLIKE = "in|me|us|to|it|at|be|is|no|so|my|am|as"
"""Ends of addresses that are words too: read only after a letter without a space, as in ``lendora.in``."""
_DOMAINS = (
    "com|net|org|io|ai|info|biz|xyz|app|dev|co|example|site|online|top|club|link|links|shop|uk|eu|de|fr|ru|cn|ch"
    "|nl|es|pl|se"
    "|br|mx|sg|ae|hk|kr|nz|za|pk|np|lk|jp|au|ca|page|store|live|help|support|money|finance|bank|loan|loans|cash"
    "|pay|cc|tk|ml"
    "|ga|ly|gl|tv|ws|mobi|pro|name|asia|gov|edu|mil|test|invalid|local|web|cloud|click|world|today|email|tech"
    "|space|website"
)
_SCHEME = r"(?:(?:https?|hxxps?|ftp|upi|tel|mailto|whatsapp|tg)://|www\.)"
_LINK = re.compile(
    rf"{_SCHEME}[^\s<>()\[\]\"']+|(?<![\w@.-])(?:(?:[^\W_]|-)+\.)+(?:{_DOMAINS}|{_WORDLIKE})\b(?![@\w]"
    rf"|\.\w)(?:/[^\s<>()\[\]\"']*)?"
    r"|(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?:/[^\s<>()\[\]\"']*)?(?![\w.])",
    re.I,
)
_SPELT_LINK = re.compile(
    rf"\b(?P<host>[\w-]+(?:\s?[\(\[{{]?\s?\b(?:dot|punkt)\b\s?[\)\]}}]?\s?[\w-]+)*\s?[\(\[{{]?\s?\b(?:dot|punkt)\b\s?[\)\]}}]?\s?(?:{_DOMAINS}|in))\b",
    re.I,
)
_ADDRESS = re.compile(
    r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b[\w.+%-]+\s?[\(\[{]\s?(?:at|@)\s?[\)\]}]\s?[\w-]+(?:\s?[\(\[{]?\s?(?:dot|punkt|\.)\s?[\)\]}]?\s?[\w-]+)+",
    re.I,
)
_SPELT_ADDRESS = re.compile(rf"\b[\w.+-]+ at [\w-]+(?: dot [\w-]+)* dot (?:{_DOMAINS}|in)\b", re.I)
_HANDLE = re.compile(r"(?<![\w.@])[\w.-]{2,}@[a-z]{2,}\b(?![.-]?\w)|(?<![\w.@/])@[A-Za-z]\w{2,}", re.I)
_DOT = re.compile(r"\s?[\(\[{]?\s?\b(?:dot|punkt)\b\s?[\)\]}]?\s?", re.I)
_AT = re.compile(r"\s?[\(\[{]\s?(?:at|@)\s?[\)\]}]\s?| at ", re.I)


def links(text: str) -> Iterator[Shape]:
    """Web addresses, as host and path."""
    mails = [match.span() for pattern in (_ADDRESS, _SPELT_ADDRESS) for match in pattern.finditer(text)]
    for match in _LINK.finditer(text):
        word = match.group().rstrip(".,;:!?*_")
        bare = re.sub(r"^[a-z]+://", "", word, flags=re.I)
        host, slash, path = re.sub(r"^www\.", "", bare, flags=re.I).partition("/")
        yield Shape(match.start(), match.start() + len(word), (host.lower() + slash + path).rstrip("/"))
    for match in _SPELT_LINK.finditer(text):
        if not any(match.start() < end and match.end() > start for start, end in mails):
            yield Shape(*match.span(), _DOT.sub(".", match["host"]).lower())


def addresses(text: str) -> Iterator[Shape]:
    """E-mail addresses, those written with "at" and "dot" too."""
    for pattern in (_ADDRESS, _SPELT_ADDRESS):
        for match in pattern.finditer(text):
            value = re.sub(r"[\s()\[\]{}]", "", _DOT.sub(".", _AT.sub("@", match.group(), count=1)))
            yield Shape(*match.span(), value.rstrip(".").lower())


def handles(text: str) -> Iterator[Shape]:
    """Payment addresses such as ``name@bank`` and names in networks such as ``@name``."""
    for match in _HANDLE.finditer(text):
        yield Shape(*match.span(), match.group().lower())
