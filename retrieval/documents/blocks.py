"""An article's body as blocks in order: text and tables, each under its path of headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True, slots=True)
class Table:
    """A table's cells as written. Rows have as many cells as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list or the like, as it is written; or a table (then ``text`` is empty)."""

    headings: tuple[str, ...]
    line: int
    text: str = ""
    table: Table | None = None


def blocks_of(body: str, first_line: int) -> Iterator[Block]:
    """The blocks of a Markdown text that begins on ``first_line`` of its file."""
    lines = body.split("\n")
    headings: dict[int, str] = {}
    tokens = MARKDOWN.parse(body)
    for place, token in enumerate(tokens):
        if token.level or not token.map or token.nesting < 0:
            continue
        if token.type == "heading_open":
            level = int(token.tag[1])
            headings = {depth: words for depth, words in headings.items() if depth < level}
            headings[level] = tokens[place + 1].content
            continue
        start, end = token.map
        path = tuple(headings[level] for level in sorted(headings))
        if token.type == "table_open":
            yield Block(path, first_line + start, table=_table(tokens[place:]))
        elif token.type != "hr":
            yield Block(path, first_line + start, text="\n".join(lines[start:end]).strip())


def _table(tokens: list[Token]) -> Table:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token.content.strip())
    return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))
