"""What is wrong with a table before it is cut: everything by which a figure could reach the wrong people."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterator

from retrieval.documents.blocks import Table
from retrieval.documents.tables import plain, product_columns

MAX_ROW = 1000
"""Characters. A row is never cut, and the model that finds it reads no more than that."""

CODE_LIKE = re.compile(r"[A-Z0-9]*[A-Z][A-Z0-9]*[+*-]*|\S+\+")

Wrong = tuple[int, str]
"""The line, and what to say."""


def wrong_with_table(table: Table, line: int, products: Collection[str], audience: str) -> Iterator[Wrong]:
    """Everything wrong with a table whose heading stands on ``line``, in an article for this audience."""
    for at, says in (*_wrong_headings(table, line, products), *_wrong_rows(table, products, audience)):
        yield at, table.where + says


def _wrong_headings(table: Table, line: int, products: Collection[str]) -> Iterator[Wrong]:
    heads = [plain(head) for head in table.header]
    columns = product_columns(table, products)
    if not table.rows:
        yield line, "this table has headings and no rows; write them, or remove it"
    if heads[0] in products and len(heads) > 1:
        yield line, f'the first column is headed "{heads[0]}", and should name the rows; put a column before it'
    for head, times in Counter(heads).items():
        if head and times > 1:
            yield line, f'two columns are headed "{head}"; give each its own heading'
        if not head and columns and times > (not heads[0]):
            yield line, "a column beside those of products has no heading; say what stands in it"
    for head in doubtful_columns(table, products):
        says = f'column "{head}" looks like a product and is not declared; declare it in the segments file,'
        yield line, f"{says} or give the column another heading"


def _wrong_rows(table: Table, products: Collection[str], audience: str) -> Iterator[Wrong]:
    columns = {place: product for product, place in product_columns(table, products).items()}
    for at, row in table.placed_rows():
        if _longest_part(row, columns) > MAX_ROW:
            yield at, f"this row has more than {MAX_ROW} characters; write it as text under a heading"
        if plain(row[0]) in products and plain(row[0]) != audience:
            says = f'this row is for "{plain(row[0])}", so everybody would read it;'
            yield at, f"{says} turn the table, so that each product has a column"
        elif columns and not plain(row[0]):
            yield at, "this row has no name in its first cell; write there what its figures are"
        elif columns:
            yield from _names_in_cells(at, row, table, columns, products)


def _longest_part(row: tuple[str, ...], columns: Collection[int]) -> int:
    """Characters of what one reader gets of the row."""
    lengths = list(map(len, row))
    return (
        sum(lengths) - sum(lengths[place] for place in columns) + max((lengths[place] for place in columns), default=0)
    )


def _names_in_cells(
    at: int, row: tuple[str, ...], table: Table, columns: dict[int, str], products: Collection[str]
) -> Iterator[Wrong]:
    for place, cell in enumerate(row):
        mine = columns.get(place)
        for name in products_named(plain(cell), products):
            if name != mine:
                head = plain(table.header[place])
                says = f'the cell under "{head}" names {name}; what concerns {name} stands in its own column,'
                yield at, f"{says} since the readers of this one may not be its holders"


def products_named(text: str, products: Collection[str]) -> list[str]:
    """The products that a text names: the longest name first, never inside a word."""
    names = sorted(filter(None, products), key=len, reverse=True)
    if not names:
        return []
    pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)"
    return list(dict.fromkeys(re.findall(pattern, text)))


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
        if squeezed == re.sub(r"\s", "", product).casefold() or product in products_named(head, products):
            return True
        if len(product) > 3 and difflib.SequenceMatcher(None, squeezed, product.casefold()).ratio() > 0.8:
            return True
    return beside_products and CODE_LIKE.fullmatch(head) is not None
