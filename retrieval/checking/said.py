"""What the articles say, paragraph by paragraph and row by row, and to whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from retrieval.checking.figures import figures_in
from retrieval.checking.finding import Place
from retrieval.documents.articles import BY_COLUMN
from retrieval.documents.blocks import Block, Table
from retrieval.documents.sources import Source
from retrieval.documents.tables import plain, product_columns
from retrieval.facts.fact import Fact
from retrieval.types import SHARED


@dataclass(frozen=True, slots=True)
class Said:
    """One paragraph of an article, or one row of a table as the readers of one product get it.

    ``subject`` is what a row's first cell says it is about, up to the first comma; empty for text.
    """

    audience: str
    place: Place
    text: str
    subject: str = ""
    figures: tuple[Fact, ...] = ()


def said_in(source: Source, audience: str, products: Collection[str]) -> Iterator[Said]:
    """Everything that an article says."""
    readers = SHARED if audience == BY_COLUMN else audience
    headings: set[str] = set()
    for block in source.blocks:
        for words in block.headings:
            if words not in headings:
                headings.add(words)
                yield _said(readers, Place(source.path, block.line), plain(words))
        yield from _in_block(block, source.path, readers, products)


def _in_block(block: Block, path: str, readers: str, products: Collection[str]) -> Iterator[Said]:
    if block.table is None:
        yield _said(readers, Place(path, block.line), " ".join(block.text.split()))
        return
    columns = product_columns(block.table, products)
    shared = {*range(len(block.table.header))} - {*columns.values()}
    for product, column in columns.items():
        yield from _rows(block.table, path, product, shared, column)
    if not columns:
        yield from _rows(block.table, path, readers, shared, 0)


def _rows(table: Table, path: str, readers: str, shared: set[int], column: int) -> Iterator[Said]:
    """The rows as one audience reads them: the columns for everybody, and their own."""
    for line, cells in table.placed_rows():
        told = [cells[place] for place in sorted({0, column, *shared}) if cells[place]]
        if column == 0 or cells[column]:
            subject = plain(cells[0]).split(",")[0]
            yield _said(readers, Place(path, line), " | ".join(map(plain, told)), subject)


def _said(audience: str, place: Place, text: str, subject: str = "") -> Said:
    return Said(audience, place, text, subject, tuple(figures_in(text)))
