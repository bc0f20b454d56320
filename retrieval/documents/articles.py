"""Knowledge-base articles, cut into passages, each for exactly one audience."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby

from retrieval.documents.blocks import Block, Table
from retrieval.documents.chunks import ROWS_LIMIT, cut, pack, room_below
from retrieval.documents.complaints import Complaints
from retrieval.documents.fields import FieldReader
from retrieval.documents.sources import Source
from retrieval.documents.table_checks import products_named, wrong_with_table
from retrieval.documents.tables import plain, product_columns, rows_as_text, rows_for_product
from retrieval.partitions import content_id
from retrieval.types import SHARED, Passage

KNOWN = ("id", "title", "audience", "owner", "review", "url", "freshdesk")
BY_COLUMN = "by column"


def read_article(source: Source, products: Collection[str], complaints: Complaints) -> list[Passage]:
    """The passages of a file. What is wrong goes to ``complaints``; then the passages are not to be used."""
    ask = FieldReader(source.fields, source.fields_path, complaints)
    ask.only(KNOWN)
    article = _Article(ask, products, source)
    ask.text("owner", required=False)
    ask.day("review")
    article.complain_about_headings()
    article.complain_about_tables()
    wrong = complaints.about(source.path) or complaints.about(source.fields_path)
    return [] if wrong else list(article.passages())


class _Article:
    """What all passages of one article have in common."""

    def __init__(self, ask: FieldReader, products: Collection[str], source: Source) -> None:
        self.ask = ask
        self.id = ask.id()
        self.title = ask.text("title")
        self.url = ask.text("url", required=False)
        self.products = products
        self.source = source
        self.written_for = ask.one_of("audience", (SHARED, *products, BY_COLUMN))
        self.audience = SHARED if self.written_for == BY_COLUMN else self.written_for

    def complain_about_headings(self) -> None:
        """Such as a sheet for each product: what stands below would be read by everybody."""
        told: set[str] = set()
        for block in self.source.blocks:
            for words in block.headings:
                named = products_named(plain(words), self.products)
                if words not in told and len(named) == 1 and named != [self.audience]:
                    told.add(words)
                    says = f'what stands under "{words}" is for {named[0]}; put it into an article of its own with'
                    says += f" audience: {named[0]}, or into a column of a table by product"
                    self.ask.complaints.add(self.source.path, block.line, says)

    def complain_about_tables(self) -> None:
        tables = [(block.line, block.table) for block in self.source.blocks if block.table]
        for line, table in tables:
            for at, says in wrong_with_table(table, line, self.products, self.audience):
                self.ask.complaints.add(self.source.path, at, says)
        if self.ask.complaints.about(self.source.path):
            return  # a table that can't be read may be the one that is missed
        if self.written_for == BY_COLUMN and not any(product_columns(table, self.products) for _, table in tables):
            self.ask.complain("audience", 'says "by column", and no table has a column headed by a product; add it')

    def passages(self) -> Iterator[Passage]:
        for headings, section in groupby(self.source.blocks, key=lambda block: block.headings):
            heading = " > ".join(plain(words) for words in headings if words != self.title)
            group = list(section)
            alone = len({block.table is None for block in group}) == 1
            yield from self._own_text(heading, group, alone)
            for block in group:
                if block.table:
                    yield from self._by_product(heading, block.table, alone)

    def _own_text(self, heading: str, section: list[Block], alone: bool) -> Iterator[Passage]:
        """``alone``: the section is text without a table, or tables without any text."""
        room = room_below(self.title, heading)
        own = () if self.audience == SHARED else (self.audience,)
        for is_table, blocks in groupby(section, key=lambda block: block.table is not None):
            if is_table:
                texts = [text for block in blocks for text in self._shared_rows(block.table)]
            else:
                texts = pack((piece for block in blocks for piece in cut(block.text, room)), room)
            for text in texts:
                yield self._passage(self.audience, heading, text, own, alone and (is_table or len(texts) == 1))

    def _shared_rows(self, table: Table | None) -> list[str]:
        if table is None or product_columns(table, self.products):
            return []
        return pack(rows_as_text(table), ROWS_LIMIT, between="\n")

    def _by_product(self, heading: str, table: Table, alone: bool) -> Iterator[Passage]:
        for product in product_columns(table, self.products):
            for text in pack(rows_for_product(table, self.products, product), ROWS_LIMIT, between="\n"):
                yield self._passage(product, heading, text, (product,), alone)

    def _passage(self, audience: str, heading: str, text: str, products: tuple[str, ...], whole: bool) -> Passage:
        return Passage(
            id=content_id(self.id, audience, self.title, heading, text),
            article=self.id,
            audience=audience,
            title=self.title,
            heading=heading,
            text=text,
            products=products,
            path=self.source.path,
            url=self.url,
            whole=whole,
        )
