"""By which marks the parts of an HTML mail are told apart: what nobody sees, quotes, attributions, signatures."""

from __future__ import annotations

import re
from enum import Enum, auto

from lxml import etree

QUOTE_WAS_HERE = ">"
OUTLOOK_QUOTE = "-----Original Message-----"
LONGEST_SIGNATURE = 600

_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "img", "svg", "object", "iframe"})
_QUOTE_CLASSES = frozenset({"freshdesk_quote", "yahoo_quoted", "protonmail_quote", "tutanota_quote", "zmail_extra"})
_ATTRIBUTION_CLASSES = frozenset({"gmail_attr", "moz-cite-prefix"})
_SIGNATURE_CLASSES = frozenset({"gmail_signature", "moz-signature", "protonmail_signature_block"})
_SIGNATURE_IDS = frozenset({"signature", "ms-outlook-mobile-signature", "applemailsignature"})
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
        return Part.ATTRIBUTION
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
    if classes & _QUOTE_CLASSES:
        return True
    return element.tag == "blockquote" and ("gmail_quote" in classes or element.get("type") == "cite")


def _is_signature(element: etree._Element, classes: frozenset[str]) -> bool:
    named = (element.get("id") or "").lower() in _SIGNATURE_IDS or element.get("data-smartmail") == "gmail_signature"
    if not named and not classes & _SIGNATURE_CLASSES:
        return False
    words = _start_of(element, " ", LONGEST_SIGNATURE + 1)
    # People do write into the block their mail program made for the signature.
    return len(words) <= LONGEST_SIGNATURE and not re.search(r"\?(\s|$)", words)


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
    for text in element.itertext():
        pieces.append(str(text).strip())
        length += len(pieces[-1]) + 1
        if length > most:
            break
    return between.join(pieces).strip(" ")[:most]
