"""A text in Markdown as the reader of the mail sees it: the words without the marks, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from router.posting.html import parsed

_STARTS = ("heading_open", "list_item_open")
_QUOTES = ("blockquote_open", "blockquote_close")


def as_read(markdown: str) -> str:
    """What is read of a text that :func:`router.posting.html.to_html` has set, each line a line.

    Lines keep a sign of what they are: a heading its ``#``, an item its bullet or number, a quote ``>``, a row of a
    table ``|``. Where a link leads, which its words hide, stands in a line of its own below them.
    """
    return "\n".join(_lines(parsed(markdown)))


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    quotes, mark = 0, ""
    row: list[Token] | None = None
    for token in tokens:
        if token.type in _QUOTES:
            quotes += token.nesting
        elif token.type in _STARTS:
            mark = _mark(token)
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield from _row(row or [])
            row = None
        elif row is not None and token.type == "inline":
            row.append(token)
        elif token.content:
            yield from _block(token, "> " * quotes, mark)
            mark = ""


def _mark(token: Token) -> str:
    return f"{'#' * int(token.tag[1:])} " if token.type == "heading_open" else f"{token.info}{token.markup} "


def _row(cells: Sequence[Token]) -> Iterator[str]:
    yield f"| {' | '.join(_words(cell) for cell in cells)} |"
    for cell in cells:
        yield from _links(cell)


def _block(token: Token, quote: str, mark: str) -> Iterator[str]:
    for number, line in enumerate(_words(token).rstrip("\n").split("\n")):
        yield f"{quote}{'' if number else mark}{line}"
    yield from _links(token)


def _words(token: Token) -> str:
    """The words of a paragraph, a cell or a piece of code. Pictures are taken out of a mail, and their words too."""
    if token.type != "inline":
        return token.content
    return "".join(_piece(piece) for piece in token.children or ())


def _piece(piece: Token) -> str:
    if piece.type in ("softbreak", "hardbreak"):
        return "\n"
    return "" if piece.type == "image" else piece.content


def _links(token: Token) -> Iterator[str]:
    for piece in token.children or ():
        if piece.type == "link_open" and piece.markup != "autolink":
            yield f"> {piece.attrGet('href')}"
