"""By which marks the parts of an HTML mail are told apart: what nobody sees, quotes, attributions, signatures."""

from __future__ import annotations

import re
from enum import Enum, auto
from itertools import islice

from lxml import etree

from router.reading.attributions import attribution_at
from router.reading.headers import is_separator
from router.reading.signatures import looks_written

QUOTE_WAS_HERE = ">"
OUTLOOK_QUOTE = "-----Original Message-----"
LONGEST_SIGNATURE = 600
MOST_EVENTS = 400
"""Beginnings and ends of elements that are looked at to learn how an element begins."""

_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "img", "svg", "object", "iframe"})
_QUOTE_CLASSES = frozenset({"freshdesk_quote", "protonmail_quote", "tutanota_quote", "zmail_extra", "spark_quote"})
_YAHOO_QUOTE = "yahoo_quoted"
"""Yahoo puts a mark of its own before the class."""
_ATTRIBUTION_CLASSES = frozenset({"gmail_attr", "moz-cite-prefix"})
_SIGNATURE_CLASSES = frozenset({"gmail_signature", "moz-signature", "protonmail_signature_block"})
_SIGNATURE_ID = re.compile(
    r"(?:signature|ms-outlook-mobile-signature|applemailsignature|composer_signature|edo-signature"
    r"|ymail_(?:android|ios)_signature|zm-_id_-sgn.{0,40}|messagesignaturesection)$",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)"
    r"|(?<![-\w])(?:font-size|max-height|max-width|width|height)\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)"
    r"|(?<![-\w])font-size\s*:\s*1(?:\.0+)?p[xt]\s*(?:;|!|$)",
    re.IGNORECASE,
)
_HEADER_LABEL = re.compile(r"(?:^|\n)[^\w\n]*[^\W\d][\w .]{0,20}\s?:")


class Part(Enum):
    """What an element of a mail is to its reader."""

    TEXT = auto()
    HIDDEN = auto()
    QUOTE = auto()
    ATTRIBUTION = auto()
    OUTLOOK_QUOTE = auto()
    SIGNATURE = auto()


def part_of(element: etree._Element) -> Part:
    """Which part of the mail this element opens.

    Gmail's ``div.gmail_quote`` is text: people answer between the quoted blocks inside it, and a forwarded mail in
    it is told by its own first line.
    """
    if _is_hidden(element):
        return Part.HIDDEN
    classes = frozenset(str(element.get("class") or "").split())
    if _is_quote(element, classes):
        return Part.QUOTE
    if classes & _ATTRIBUTION_CLASSES:
        # Above a forwarded mail, which bears no marks, the same class holds the line that tells of it.
        return Part.TEXT if is_separator(_start_of(element, "\n", 200).split("\n")[0]) else Part.ATTRIBUTION
    if _is_signature(element, classes):
        return Part.SIGNATURE
    return Part.OUTLOOK_QUOTE if _starts_outlook_quote(element) else Part.TEXT


def _is_hidden(element: etree._Element) -> bool:
    if element.tag in _UNSEEN or element.get("hidden") is not None:
        return True
    if "0" in (element.get("width"), element.get("height")):
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


def _is_quote(element: etree._Element, classes: frozenset[str]) -> bool:
    if classes & _QUOTE_CLASSES or any(name.endswith(_YAHOO_QUOTE) for name in classes):
        return True
    if element.tag != "blockquote":
        return False
    return "gmail_quote" in classes or element.get("type") == "cite" or _begins_with_attribution(element)


def _begins_with_attribution(element: etree._Element) -> bool:
    lines = [line for line in _start_of(element, "\n", 600).split("\n") if line.strip()]
    return bool(lines and attribution_at(lines, 0))


def _is_signature(element: etree._Element, classes: frozenset[str]) -> bool:
    named = any(_SIGNATURE_ID.match(str(element.get(name) or "")) for name in ("id", "name"))
    if not named and not classes & _SIGNATURE_CLASSES and element.get("data-smartmail") != "gmail_signature":
        return False
    lines = _start_of(element, "\n", LONGEST_SIGNATURE + 1).split("\n")
    # People do write into the block their mail program made for the signature.
    return sum(map(len, lines)) < LONGEST_SIGNATURE and not any(map(looks_written, lines))


def _starts_outlook_quote(element: etree._Element) -> bool:
    """Outlook draws a line above the quoted mail's header and leaves the quote itself unmarked."""
    if element.get("id") == "divRplyFwdMsg" or "OutlookMessageHeader" in (element.get("class") or ""):
        return True
    if element.tag != "div" or "border-top" not in (element.get("style") or ""):
        return False
    return len(_HEADER_LABEL.findall(_start_of(element, "\n", 2000))) >= 3


def _start_of(element: etree._Element, between: str, most: int) -> str:
    """The first words inside the element: blocks nest, and reading each one to its end reads the mail many times."""
    pieces: list[str] = []
    length = 0
    for event, inner in islice(etree.iterwalk(element, events=("start", "end")), MOST_EVENTS):
        text = inner.text if event == "start" else inner.tail if inner is not element else None
        if text:
            pieces.append(str(text).strip())
            length += len(pieces[-1]) + 1
        if length > most:
            break
    return between.join(pieces).strip(" ")[:most]
