"""Markdown to the HTML that Freshdesk mails out. Whatever a text holds, only these few tags come through."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "table", "thead", "tbody", "tr", "th", "td", "h3", "h4"}
TAGS |= {"blockquote", "hr", "div", "mark", "code"}
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False}).enable("table")


def to_html(markdown: str, *, links: bool = True) -> str:
    """Safe HTML: raw HTML in the text is shown as text, never obeyed; links are http, https or mailto.

    Without ``links`` none can be followed: where each leads stands behind its words.
    """
    blocks = parsed(markdown)
    for block in blocks if not links else ():
        block.children = list(_unlinked(block.children or []))
    return clean(str(_markdown.renderer.render(blocks, _markdown.options, {})))


def _unlinked(pieces: Sequence[Token]) -> Iterator[Token]:
    target = ""
    for piece in pieces:
        if piece.type == "link_open":
            target = "" if piece.markup == "autolink" else str(piece.attrGet("href") or "")
        elif piece.type == "link_close":
            yield Token("text", "", 0, content=f" (leads to {target})" if target else "")
        else:
            yield piece


def parsed(markdown: str) -> list[Token]:
    """The parts of which the HTML is made."""
    return _markdown.parse(markdown)


def links_of(markdown: str) -> Iterator[tuple[str, str]]:
    """The words and the target of each link."""
    for block in parsed(markdown):
        words: list[str] | None = None
        target = ""
        for piece in block.children or ():
            if piece.type == "link_open":
                words, target = [], str(piece.attrGet("href") or "")
            elif piece.type == "link_close":
                yield "".join(words or ()), target
                words = None
            elif words is not None:
                words.append(piece.content)


def clean(value: str) -> str:
    """The same HTML without anything that isn't on the list above."""
    return nh3.clean(value, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"})


def put_back(body: str, originals: Mapping[str, str]) -> str:
    """The HTML with the customer's own data in place of the placeholders, escaped: a name can't bring markup.

    One pass: a value that looks like a placeholder is not read as one.
    """
    if not originals:
        return body
    longest_first = sorted(originals, key=len, reverse=True)
    placeholders = re.compile("|".join(re.escape(placeholder) for placeholder in longest_first))
    return placeholders.sub(lambda found: html.escape(originals[found.group()]), body)
