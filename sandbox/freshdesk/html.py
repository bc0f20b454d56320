"""What Freshdesk does to HTML it is given: what is read back never equals what was sent, byte for byte."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

import nh3

_STYLE = (
    "font-family:-apple-system, BlinkMacSystemFont, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif; font-size:14px"
)
_KEPT = {"style", "class", "dir", "align", "width", "height", "title"}
_ATTRIBUTES = {"*": _KEPT, "a": {"href"}, "img": {"src", "alt", "data-id"}, "td": {"colspan", "rowspan"}}
_SHOWN = {"a": {"href"}, "div": {"class"}, "blockquote": {"class"}, "td": {"colspan", "rowspan"}}
_BREAKING = {"p", "div", "br", "li", "ul", "ol", "tr", "table", "blockquote", "h1", "h2", "h3", "h4", "hr", "td"}


def rewrite(html: str, *, keep_comments: bool = False, keep_attributes: bool = False) -> str:
    """The body as stored: cleaned and wrapped, comments and unknown attributes gone unless asked to keep them."""
    cleaned = nh3.clean(
        html,
        attributes=_ATTRIBUTES,
        strip_comments=not keep_comments,
        generic_attribute_prefixes={"data-", "aria-", "x-"} if keep_attributes else None,
        link_rel="noreferrer",
    )
    return f'<div style="{_STYLE}">\n{cleaned}\n</div>'


def for_page(html: str) -> str:
    """The body as our own page shows it: no styles, no images, links that tell nothing about the desk."""
    tags = nh3.ALLOWED_TAGS - {"img", "map", "area"}
    return nh3.clean(html, tags=tags, attributes=_SHOWN, link_rel="noopener noreferrer nofollow")


def from_text(text: str) -> str:
    """Plain words as a mail program's HTML."""
    return "<div>" + escape(text, quote=False).replace("\r\n", "\n").replace("\n", "<br>") + "</div>"


def flat_text(html: str) -> str:
    """``body_text``: no tags, and line breaks become blanks."""
    reader = _Words()
    reader.feed(html)
    return re.sub(r"[\r\n\t]", " ", "".join(reader.words)).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKING:
            self.words.append(" ")
