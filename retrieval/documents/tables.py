"""Tables as text: whole, or one column of a product at a time."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Sequence

from retrieval.documents.blocks import Table

EMPHASIS = re.compile(r"[*_`]")
CODE_LIKE = re.compile(r"[A-Z0-9]*[A-Z][A-Z0-9]*[+*-]*|\S+\+")


def plain(cell: str) -> str:
    """A cell without emphasis, so that ``**IM+**`` is the heading ``IM+``."""
    return EMPHASIS.sub("", cell).strip()


def product_columns(table: Table, products: Collection[str]) -> dict[str, int]:
    """The columns headed by a declared product, left to right. The first column names the rows and never counts."""
    heads = [plain(cell) for cell in table.header]
    return {head: place for place, head in enumerate(heads) if place > 0 and head in products}


def doubtful_columns(table: Table, products: Collection[str]) -> Iterator[str]:
    """Column headings that look like a product and aren't declared.

    In a table by product each other column goes to every product's readers, so a product that nobody declared would
    be read by all of them.
    """
    columns = product_columns(table, products)
    for place, cell in enumerate(table.header):
        head = plain(cell)
        if place > 0 and head and head not in columns and _looks_like_a_product(head, products, bool(columns)):
            yield head


def _looks_like_a_product(head: str, products: Collection[str], beside_products: bool) -> bool:
    squeezed = re.sub(r"\s", "", head).casefold()
    for product in products:
        if squeezed == re.sub(r"\s", "", product).casefold() or product in head.split():
            return True
        if len(product) > 3 and difflib.SequenceMatcher(None, squeezed, product.casefold()).ratio() > 0.8:
            return True
    return beside_products and CODE_LIKE.fullmatch(head) is not None


def rows_as_markdown(table: Table) -> list[str]:
    """Each row as a small table of its own with the heading above, so that no row is ever read without it."""
    return [" | ".join(_named(table, row)) for row in table.rows]


def _named(table: Table, row: Sequence[str]) -> Iterator[str]:
    for place, (head, cell) in enumerate(zip(table.header, row, strict=False)):
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
