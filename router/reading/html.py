"""The HTML of a mail to text, with its lines kept.

Freshdesk's own ``body_text`` puts a whole mail on one line, so quotes and signatures can't be told from it.
"""

from __future__ import annotations

import re
from html import unescape

from lxml import etree

from router.reading.attributions import ends_with_attribution
from router.reading.marks import OUTLOOK_QUOTE, QUOTE_WAS_HERE, Part, part_of
from router.reading.tidying import tidy

DEEPEST = 2000
"""Nesting at which the parser gives up and drops text; deeper mails lose their layout instead of their words."""
ATTRIBUTION_TAIL = 450
LAST_PIECES = 60
LONGEST_TAIL = 200
"""Characters at the end of a piece that tell how many line breaks have been written already."""

_UNREAD = re.compile(r"<(script|style|head|title)\b|<(!--)", re.IGNORECASE)
_ENDS_OF_UNREAD = {"!--": re.compile("-->")} | {
    tag: re.compile(rf"</{tag}\s*>", re.IGNORECASE) for tag in ("script", "style", "head", "title")
}
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_MARKUP = re.compile(
    r"</?(?:p|div|br|hr|a|b|i|u|em|strong|span|font|html|body|head|meta|style|script|table|tr|td|ul|ol|li|h[1-6]|img"
    r"|blockquote|pre|center|section|article)\b[^<>]*>|<!--|<!doctype",
    re.IGNORECASE,
)
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "hr"})
_LINES = frozenset({"div", "li", "tr", "blockquote", "section", "article", "header", "footer", "dt", "dd", "center"})


def html_to_text(html: str, *, keep_quotes: bool = False) -> str:
    """The text that a reader of this mail sees, without quoted mail and signature blocks.

    A quote that was cut leaves a line with ``>`` alone, so that whoever reads on knows where it stood. Text without
    any tags comes back as it is, apart from invisible characters.
    """
    if not _MARKUP.search(html):
        return tidy(unescape(html))
    parser = etree.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    root = etree.fromstring(html.replace("\x00", "").encode("utf-8", "ignore"), parser)
    if root is None:
        return ""
    reader = _Reader(keep_quotes)
    reader.read(root)
    if reader.deepest >= DEEPEST:
        return tidy(unescape(_TAG.sub("\n", _without_unread(html))))
    return tidy("".join(reader.pieces))


def _without_unread(html: str) -> str:
    """The HTML without comments, scripts and styles that end somewhere. Each kind of end is missed only once."""
    kept: list[str] = []
    written = at = 0
    endless: set[str] = set()
    while found := _UNREAD.search(html, at):
        kind = (found[1] or found[2]).lower()
        end = None if kind in endless else _ENDS_OF_UNREAD[kind].search(html, found.end())
        at = end.end() if end else found.end()
        if end:
            kept.append(html[written : found.start()])
            written = at
        else:
            endless.add(kind)
    return "".join([*kept, html[written:]])


class _Reader:
    """One walk over the elements, without recursion: a mail may nest as deep as its sender likes."""

    def __init__(self, keep_quotes: bool) -> None:
        self.pieces: list[str] = []
        self.deepest = 0
        self._keep_quotes = keep_quotes
        self._depth = 0
        self._skipped_from = 0
        self._pre = 0
        self._links: list[int] = []

    def read(self, root: etree._Element) -> None:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self._open(element)
            else:
                self._close(element)

    def _open(self, element: etree._Element) -> None:
        self._depth += 1
        self.deepest = max(self.deepest, self._depth)
        if self._skipped_from:
            return
        part = part_of(element)
        if part is Part.TEXT and element.tag == "blockquote" and ends_with_attribution(self._written(ATTRIBUTION_TAIL)):
            part = Part.QUOTE
        if part is Part.HIDDEN or (part in (Part.QUOTE, Part.ATTRIBUTION, Part.SIGNATURE) and not self._keep_quotes):
            self._skipped_from = self._depth
            if part is Part.QUOTE:
                self.pieces.append(f"\n{QUOTE_WAS_HERE}\n")
            return
        if part is Part.OUTLOOK_QUOTE and not self._keep_quotes:
            self.pieces.append(f"\n{OUTLOOK_QUOTE}\n")
        self._begin(element)

    def _begin(self, element: etree._Element) -> None:
        tag = str(element.tag)
        self._break(tag)
        self._pre += tag == "pre"
        if tag == "li":
            self.pieces.append("- ")
        if tag == "a":
            self._links.append(len(self.pieces))
        self._write(element.text)

    def _close(self, element: etree._Element) -> None:
        skipping = self._skipped_from
        if skipping == self._depth:
            self._skipped_from = 0
        self._depth -= 1
        if skipping == 0:
            self._end(element)
        if not self._skipped_from:
            self._write(element.tail)

    def _end(self, element: etree._Element) -> None:
        tag = str(element.tag)
        self._pre -= tag == "pre"
        if tag == "a":
            self._write_target(element, "".join(self.pieces[self._links.pop() :]).strip())
        if tag in ("td", "th"):
            self.pieces.append(" ")
        self.pieces.append("\n") if tag == "br" else self._break(tag)

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self._ensure(2)
        elif tag in _LINES:
            self._ensure(1)

    def _ensure(self, lines: int) -> None:
        """Blocks that touch share their line break, as in a browser."""
        written = "".join(piece[-LONGEST_TAIL:] for piece in self.pieces[-3:]).rstrip(" ")
        missing = lines - (len(written) - len(written.rstrip("\n")))
        if written.strip() and missing > 0:
            self.pieces.append("\n" * missing)

    def _written(self, most: int) -> str:
        """The last of what was written, up to so many characters."""
        return "".join(piece[-most:] for piece in self.pieces[-LAST_PIECES:])[-most:]

    def _write(self, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            self.pieces.append(text)
            return
        folded = re.sub(r"[ \t\r\n\f]+", " ", text)
        at_line_start = not self.pieces or self.pieces[-1].endswith(("\n", " "))
        self.pieces.append(folded.lstrip(" ") if at_line_start else folded)

    def _write_target(self, link: etree._Element, words: str) -> None:
        target = str(link.get("href") or "").strip()
        if target.startswith(("http://", "https://")) and words and not _same_address(words, target):
            self.pieces.append(f" ({target})")


def _same_address(words: str, target: str) -> bool:
    def bare(address: str) -> str:
        return re.sub(r"^(https?://)?(www\.)?", "", address.lower()).rstrip("/")

    return bare(words) == bare(target)
