"""CSV files: one file is one table, its first line the headings."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from retrieval.documents.blocks import Block, Complain, table_of


def csv_blocks(text: str, complain: Complain) -> Iterator[Block]:
    """The file's table. Blank lines say nothing."""
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        line = getattr(error, "line", 1)
        complain(line, f"this can't be read as CSV: {error}; save the sheet as CSV with commas, UTF-8")
        return
    if rows and len(rows[0][1]) == 1 and any(sign in rows[0][1][0] for sign in ";\t|"):
        complain(rows[0][0], "the cells are not separated by commas; save the sheet as CSV with commas, UTF-8")
        return
    for line, cells in rows:
        if any(cell.startswith("=") for cell in cells):
            complain(line, "a cell begins with =, which is a formula; write its value")
    table = table_of(rows, complain)
    if table:
        yield Block((), rows[0][0], table=table)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            stripped = [" ".join(cell.split()) for cell in cells]
            if any(stripped):
                yield line, stripped
            line = reader.line_num + 1
    except csv.Error as error:
        error.line = line  # type: ignore[attr-defined]
        raise
