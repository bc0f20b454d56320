"""Knowledge-base articles: front matter and Markdown, cut into passages, each for exactly one audience."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby

from retrieval.documents.blocks import Block, Table, blocks_of
from retrieval.documents.chunks import cut, pack
from retrieval.documents.complaints import Complaints
from retrieval.documents.fields import FieldReader
from retrieval.documents.files import Document
from retrieval.documents.tables import (
    doubtful_columns,
    plain,
    product_columns,
    rows_as_markdown,
    rows_for_product,
)
from retrieval.partitions import content_id
from retrieval.types import SHARED, Passage

KNOWN = ("id", "title", "audience", "owner", "review", "url")
BY_COLUMN = "by column"
MAX_ROW = 4000
"""Characters. A row of a table is never cut, so it has to fit into a passage."""


def read_article(document: Document, products: Collection[str], complaints: Complaints) -> list[Passage]:
    """The passages of a file. What is wrong goes to ``complaints``; then the passages are not to be used."""
    ask = FieldReader(document.fields, document.path, complaints)
    ask.only(KNOWN)
    article = _Article(ask, products)
    ask.text("owner", required=False)
    ask.day("review")
    blocks = list(blocks_of(document.body, document.body_line))
    if not blocks:
        complaints.add(document.path, document.body_line, "there is nothing below the front matter; write it there")
    article.complain_about(blocks, document)
    return [] if complaints.about(document.path) else list(article.passages(blocks))


class _Article:
    """What all passages of one article have in common."""

    def __init__(self, ask: FieldReader, products: Collection[str]) -> None:
        self.ask = ask
        self.id = ask.id()
        self.title = ask.text("title")
        self.products = products
        self.written_for = ask.one_of("audience", (SHARED, *products, BY_COLUMN))
        self.audience = SHARED if self.written_for == BY_COLUMN else self.written_for

    def complain_about(self, blocks: list[Block], document: Document) -> None:
        tables = [(block.line, block.table) for block in blocks if block.table]
        for line, table in tables:
            if any(sum(map(len, row)) > MAX_ROW for row in table.rows):
                says = f"a row of this table has more than {MAX_ROW} characters; write it as text under a heading"
                self.ask.complaints.add(document.path, line, says)
            for head in doubtful_columns(table, self.products):
                says = f'column "{head}" looks like a product and is not declared; declare it in the segments file,'
                self.ask.complaints.add(document.path, line, says + " or give the column another heading")
            self._complain_about_rows(line, table)
        if self.written_for == BY_COLUMN and not any(product_columns(table, self.products) for _, table in tables):
            self.ask.complain("audience", 'says "by column", and no table has a column headed by a product; add it')

    def _complain_about_rows(self, line: int, table: Table) -> None:
        named = sorted({plain(row[0]) for row in table.rows} & set(self.products))
        if self.written_for == BY_COLUMN and named:
            says = f'this table has a row for "{named[0]}", so everybody would read it; write a column a product'
            self.ask.complaints.add(self.ask.path, line, says)

    def passages(self, blocks: list[Block]) -> Iterator[Passage]:
        for headings, section in groupby(blocks, key=lambda block: block.headings):
            heading = " > ".join(words for words in headings if words != self.title)
            group = list(section)
            yield from self._own_text(heading, group)
            for block in group:
                if block.table:
                    yield from self._by_product(heading, block.table)

    def _own_text(self, heading: str, section: list[Block]) -> Iterator[Passage]:
        pieces: list[str] = []
        for block in section:
            if block.table is None:
                pieces.extend(cut(block.text))
            elif not product_columns(block.table, self.products):
                pieces.extend(pack(rows_as_markdown(block.table), between="\n"))
        for text in pack(pieces):
            own = () if self.audience == SHARED else (self.audience,)
            yield self._passage(self.audience, heading, text, own)

    def _by_product(self, heading: str, table: Table) -> Iterator[Passage]:
        for product in product_columns(table, self.products):
            for text in pack(rows_for_product(table, self.products, product), between="\n"):
                yield self._passage(product, heading, text, (product,))

    def _passage(self, audience: str, heading: str, text: str, products: tuple[str, ...]) -> Passage:
        return Passage(
            id=content_id(self.id, audience, self.title, heading, text),
            article=self.id,
            audience=audience,
            title=self.title,
            heading=heading,
            text=text,
            products=products,
            path=self.ask.path,
        )
