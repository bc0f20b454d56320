"""Markdown as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from retrieval.documents.blocks import Block, Complain, Headings, Table, table_of

MARKDOWN = MarkdownIt("commonmark").enable("table")
BETWEEN_CELLS = re.compile(r"(?<!\\)\|")
LIKE_A_ROW = re.compile(r"^[^\S\n]*(?:>[^\S\n]*)*\|.*\|", re.MULTILINE)
HTML_TABLE = re.compile(r"<\s*(?:table|tr|td)\b", re.IGNORECASE)


def markdown_blocks(body: str, first_line: int, complain: Complain) -> Iterator[Block]:
    """The blocks of a Markdown text that begins on ``first_line`` of its file."""
    lines = body.split("\n")
    headings = Headings()
    tokens = MARKDOWN.parse(body)
    for place, token in enumerate(tokens):
        if token.level or not token.map or token.nesting < 0:
            continue
        start, end = token.map
        if token.type == "heading_open":
            headings.set(int(token.tag[1]), tokens[place + 1].content)
        elif token.type == "table_open":
            table = _table(tokens[place:], lines, first_line, complain)
            if table:
                yield Block(headings.path, first_line + start, table=table)
        elif token.type != "hr":
            text = "\n".join(lines[start:end]).strip()
            if token.type not in ("fence", "code_block"):
                _complain_about_hidden_tables(text, first_line + start, complain)
            yield Block(headings.path, first_line + start, text=text)


def _complain_about_hidden_tables(text: str, line: int, complain: Complain) -> None:
    """As plain text all columns of a table would go to everybody."""
    if like := LIKE_A_ROW.search(text):
        says = (
            "this looks like a table and can't be read as one: it stands by itself, not in a list or quote, and under"
        )
        complain(line + text.count("\n", 0, like.start()), f"{says} its heading a line such as | --- | --- |")
    if html := HTML_TABLE.search(text):
        says = "a table in HTML isn't read here; write it in Markdown, or save the article as an .html file"
        complain(line + text.count("\n", 0, html.start()), says)


def _table(tokens: Sequence[Token], lines: list[str], first_line: int, complain: Complain) -> Table | None:
    rows: list[tuple[int, list[str]]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open" and token.map:
            rows.append((token.map[0], []))
        elif token.type == "inline":
            rows[-1][1].append(token.content.strip())
    # The parser fills short rows and cuts long ones in silence.
    for at, cells in rows[1:]:
        written = _cells_in(lines[at])
        if written != len(cells):
            cells[:] = cells[:written] + [""] * (written - len(cells))
    return table_of([(first_line + at, cells) for at, cells in rows], complain)


def _cells_in(line: str) -> int:
    row = line.strip()
    row = row[1:] if row.startswith("|") else row
    row = row[:-1] if row.endswith("|") and not row.endswith("\\|") else row
    return len(BETWEEN_CELLS.split(row))
