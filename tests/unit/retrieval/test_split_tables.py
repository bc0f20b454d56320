"""A table by product is cut so that no reader's passage holds another product's figure: in every format."""

from __future__ import annotations

import csv
import html
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from retrieval.documents.articles import read_article
from retrieval.documents.complaints import Complaints
from retrieval.documents.sources import read_source
from retrieval.types import Passage

Grid = Sequence[Sequence[str]]
FIELDS = "id: fees\ntitle: Fees\naudience: by column\n"


def as_markdown(path: Path, grid: Grid) -> None:
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in grid]
    lines.insert(1, "|" + " --- |" * len(grid[0]))
    path.write_text(f"---\n{FIELDS}---\n" + "\n".join(lines) + "\n")


def as_html(path: Path, grid: Grid) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>\n" for row in grid)
    path.write_text(f"<h1>Fees</h1><table>{rows}</table>")


def as_csv(path: Path, grid: Grid) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(grid)


def as_xlsx(path: Path, grid: Grid) -> None:
    book = Workbook()
    for row in grid:
        book.worksheets[0].append(list(row))
    book.save(path)


FORMATS: dict[str, Callable[[Path, Grid], None]] = {
    "fees.md": as_markdown,
    "fees.html": as_html,
    "fees.csv": as_csv,
    "fees.xlsx": as_xlsx,
}

PRODUCTS = st.lists(
    st.sampled_from(["IM", "IM+", "IM-", "Gold", "Gold+", "प्लस", "A|B", "R&D <1>"]), min_size=1, unique=True
)
SHARED_HEADS = st.lists(st.sampled_from(["Note", "When", "How often", "Paid by"]), max_size=2, unique=True)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """Products, and a table in which each figure is written once and says whose it is."""
    products = draw(PRODUCTS)
    heads = draw(st.permutations([*products, *draw(SHARED_HEADS)]))
    count = draw(st.integers(1, 12))
    words = draw(st.sampled_from(["", " of the amount & more, each <year>", ' "as agreed" | once'])) * draw(
        st.integers(1, 3)
    )
    rows = [[f"row{row}"] + [_cell(head, row, products, words) for head in heads] for row in range(count)]
    for row in rows:
        for place in draw(st.sets(st.integers(1, len(heads)), max_size=1)):
            row[place] = ""  # some figures are missing
    for place in range(1, len(heads) + 1):
        rows[0][place] = rows[0][place] or _cell(heads[place - 1], 0, products, words)  # but no whole column
    return products, [["What", *heads], *rows]


def _cell(head: str, row: int, products: list[str], words: str) -> str:
    """Such as ``P2R7F`` for the third product: no product's name, and never part of another cell."""
    return f"P{products.index(head)}R{row}F{words}" if head in products else f"S{head[0]}{row}F"


def passages_of(name: str, products: list[str], grid: Grid) -> list[Passage]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        FORMATS[name](path, grid)
        path.with_suffix(".meta.yaml").write_text(FIELDS)
        complaints = Complaints()
        source = read_source(path, complaints)
        assert source is not None, complaints.found
        passages = read_article(source, products, complaints)
        assert complaints.found == []
        return passages


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=30, deadline=None, derandomize=True)
@given(table=tables())
def test_no_passage_of_a_product_holds_another_products_figure(
    name: str, table: tuple[list[str], list[list[str]]]
) -> None:
    products, grid = table
    passages = passages_of(name, products, grid)
    for number, product in enumerate(products):
        mine = "\n".join(passage.text for passage in passages if passage.audience == product)
        assert not [other for other in range(len(products)) if other != number and f"P{other}R" in mine]
        figures = [row[grid[0].index(product)] for row in grid[1:]]
        assert all(f"{product} — row{row}: P{number}R{row}F" in mine for row, figure in enumerate(figures) if figure)
    assert not [passage for passage in passages if passage.audience not in products]


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=30, deadline=None, derandomize=True)
@given(table=tables())
def test_shared_columns_stay_beside_every_products_figure(name: str, table: tuple[list[str], list[list[str]]]) -> None:
    products, grid = table
    passages = passages_of(name, products, grid)
    shared = [place for place, head in enumerate(grid[0]) if place > 0 and head not in products]
    for product in products:
        mine = [line for passage in passages if passage.audience == product for line in passage.text.split("\n")]
        rows = [row for row in grid[1:] if row[grid[0].index(product)]]
        assert len(mine) == len(rows)
        for line, row in zip(mine, rows, strict=True):
            assert all(f"{grid[0][place]}: {row[place]}" in line for place in shared if row[place])


@settings(max_examples=30, deadline=None, derandomize=True)
@given(table=tables())
def test_all_four_formats_say_the_same(table: tuple[list[str], list[list[str]]]) -> None:
    products, grid = table
    said = {name: [(one.audience, one.text) for one in passages_of(name, products, grid)] for name in FORMATS}
    plain = {name: [(audience, text.replace("\\|", "|")) for audience, text in one] for name, one in said.items()}
    assert plain["fees.html"] == plain["fees.csv"] == plain["fees.xlsx"] == plain["fees.md"]
