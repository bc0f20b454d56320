"""Every row of every table with a column per product, against every set of products."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from retrieval.documents.complaints import Complaints
from retrieval.documents.sources import article_sources
from retrieval.documents.tables import plain, product_columns
from retrieval.facts.fact import Fact
from retrieval.facts.reading import facts_in
from retrieval.settings import Settings
from retrieval.types import PassageHit
from router.guard.products import FIGURES
from router.run import Run
from router.stages.check import check
from router.types import Draft, Findings, Found
from tests.wall import Company, EachOnce


@dataclass(frozen=True, slots=True)
class SplitRow:
    """A row's name and what stands in it under each product."""

    table: str
    name: str
    cells: dict[str, str]

    def only(self, product: str) -> list[Fact]:
        """The figures that stand under this product and under no other."""
        others = {_key(fact) for other, cell in self.cells.items() if other != product for fact in facts_in(cell)}
        return [fact for fact in facts_in(self.cells[product]) if fact.kind in FIGURES and _key(fact) not in others]

    def of_others(self, product: str) -> list[str]:
        """The figures, as written, that stand under another product alone."""
        return [fact.word for other in self.cells if other != product for fact in self.only(other)]

    def questions(self) -> list[str]:
        named = [f"{self.name} of {product}?" for product in self.cells]
        return [f"{self.name}?", f"{self.table}: {self.name}?", *named]


Asked = tuple[tuple[str, ...], SplitRow, Run]


def _key(fact: Fact) -> tuple[str, str, str]:
    return fact.kind, fact.value, fact.unit


def split_rows(folder: Path, products: tuple[str, ...]) -> Iterator[SplitRow]:
    for source in article_sources(folder, Complaints()):
        for table in (block.table for block in source.blocks if block.table):
            columns = product_columns(table, products)
            for row in table.rows if columns else ():
                cells = {product: row[place] for product, place in columns.items() if row[place]}
                yield SplitRow(Path(source.path).stem, plain(row[0]), cells)


@pytest.fixture(scope="module")
def rows(company: Company, company_settings: Settings, model: EachOnce) -> list[SplitRow]:
    found = list(split_rows(company_settings.kb_dir, company.knowledge.products))
    model.embed(company.searched_with([question for row in found for question in row.questions()]))
    return found


@pytest.fixture(scope="module")
def runs(company: Company, rows: list[SplitRow]) -> list[Asked]:
    """Each row asked for by every set of products, in several ways."""
    return [
        (products, row, company.answer(question, company.customer(products)))
        for row in rows
        for question in row.questions()
        for products in company.sets()
    ]


def lines_of(run: Run) -> list[str]:
    found = run.found or Found()
    return [line for hit in found.passages for line in hit.passage.text.splitlines()]


def test_there_are_rows_in_which_the_products_differ(rows: list[SplitRow]) -> None:
    assert len({row.table for row in rows}) >= 4
    assert len([row for row in rows if all(row.only(product) for product in row.cells)]) >= 10


def test_no_line_of_a_found_passage_holds_a_products_figure_without_its_name(
    company: Company, runs: list[Asked]
) -> None:
    seen = 0
    for products, row, run in runs:
        may_see = company.rules.segments.may_see(products)
        for line in lines_of(run):
            for product in row.cells if f"{row.name}: " in line else ():
                whose = [owner for owner in row.cells if line.startswith(f"{owner} — ")]
                assert whose, f"nobody's name stands before {line}"
                assert whose[0] in may_see, f"{products} is shown {line}"
                theirs = {_key(fact) for fact in row.only(product)} & {_key(fact) for fact in facts_in(line)}
                assert not theirs or whose == [product], f"a figure of {product} in {line}"
                seen += bool(theirs)
    assert seen > 100, "hardly any figure was found, so hardly anything was tried"


def test_a_holder_finds_the_row_of_their_own_product(
    company: Company, rows: list[SplitRow], capsys: pytest.CaptureFixture[str]
) -> None:
    right = asked = 0
    for row in rows:
        for product, cell in row.cells.items():
            run = company.answer(f"{row.name} of {product}?", company.customer((product,)))
            if run.route is not None and run.route.decision == "retrieve":
                asked += 1
                right += any(f"{product} — {row.name}: {cell}" in line for line in lines_of(run))
    with capsys.disabled():
        print(f"\nrows of split tables that their holder finds: {right} of {asked} ({right / asked:.1%})")
    assert right / asked >= 0.8


def test_a_draft_names_the_product_of_each_figure_that_only_one_product_has(
    company: Company, runs: list[Asked]
) -> None:
    seen = 0
    for products, row, run in runs:
        if run.draft is None or run.found is None:
            continue
        may_see = company.rules.segments.may_see(products)
        told = {_key(fact) for fact in facts_in(run.draft.text)}
        for product in row.cells:
            figures = {_key(fact) for fact in row.only(product)} & told & carried_by(run, {product})
            if figures - carried_by(run, {*may_see, *row.cells} - {product}):
                assert product in may_see, f"{products} reads {figures}: {run.draft.text}"
                assert product in company.rules.segments.products_named(run.draft.text), run.draft.text
                seen += 1
    assert seen > 50, "hardly any figure was told, so hardly anything was tried"


def carried_by(run: Run, audiences: set[str]) -> set[tuple[str, str, str]]:
    """The figures in what the draft was written from, as far as it is of these audiences."""
    assert run.draft is not None
    assert run.found is not None
    texts = [
        hit.template.body
        for hit in run.found.templates
        if hit.template.id == run.draft.template and hit.template.audience in audiences
    ]
    texts += [
        hit.passage.text
        for hit in run.found.passages
        if hit.passage.id in run.draft.passages and hit.passage.audience in audiences
    ]
    return {_key(fact) for text in texts for fact in facts_in(text)}


def test_a_draft_that_gives_a_figure_to_the_other_product_is_found_out(company: Company, rows: list[SplitRow]) -> None:
    tried = 0
    for row in rows:
        for product in row.cells:
            for figure in row.of_others(product):
                text = f"{row.name} of {product}: {figure}."
                for products in company.sets():
                    assert not checked(company, text, row, products).clean, f"{products} would read: {text}"
                    tried += 1
    assert tried > 100


def checked(company: Company, text: str, row: SplitRow, products: tuple[str, ...]) -> Findings:
    """What the check finds in a draft that rests on all passages of this row that these holders may see."""
    customer = company.customer(products)
    passages = [
        PassageHit(one, 0.9)
        for one in company.knowledge.passages
        if one.audience in customer.may_see and f" — {row.name}: " in one.text
    ]
    found = Found((), tuple(passages), customer.may_see, company.collection)
    draft = Draft(text, "", ", ".join(row.cells), "documented", "model", tuple(hit.passage.id for hit in passages))
    outside = company.index.outside(customer.may_see, company.collection)
    named_in = company.rules.segments.products_named
    return check(draft, company.message(row.name), found, customer, [], outside, names_in=named_in)
