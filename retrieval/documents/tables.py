"""Tables as text: whole, or one column of a product at a time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from retrieval.documents.blocks import Table

EMPHASIS = re.compile(r"[*_`]")


def plain(cell: str) -> str:
    """A cell without emphasis, so that ``**IM+**`` is the heading ``IM+``."""
    return EMPHASIS.sub("", cell).strip()


def product_columns(table: Table, products: Collection[str]) -> dict[str, int]:
    """The columns headed by a declared product, left to right. The first column names the rows and never counts."""
    heads = [plain(cell) for cell in table.header]
    return {head: place for place, head in enumerate(heads) if place > 0 and head in products}


def rows_as_text(table: Table) -> list[str]:
    """One line a row with the column's heading before each cell, so that no figure is ever read without it."""
    return [" | ".join(_named(table, row)) for row in table.rows]


def _named(table: Table, row: Sequence[str]) -> Iterator[str]:
    for place, (head, cell) in enumerate(zip(table.header, row, strict=True)):
        if cell:
            yield cell if place == 0 or not head else f"{plain(head)}: {cell}"


def rows_for_product(table: Table, products: Collection[str], product: str) -> list[str]:
    """One line a row, each naming the product beside its figure: ``IM — Exit fee: 1 %``. Empty cells say nothing."""
    columns = product_columns(table, products)
    others = [place for place in range(1, len(table.header)) if place not in columns.values()]
    lines = []
    for row in table.rows:
        if row[columns[product]]:
            aside = [f"{plain(table.header[place])}: {row[place]}" for place in others if row[place]]
            end = f" ({'; '.join(aside)})" if aside else ""
            lines.append(f"{product} — {plain(row[0])}: {row[columns[product]]}{end}")
    return lines
