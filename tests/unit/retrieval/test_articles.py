from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.documents.articles import read_article
from retrieval.documents.chunks import LIMIT, rough_tokens
from retrieval.documents.complaints import Complaints
from retrieval.documents.sources import read_source
from retrieval.types import Passage

PRODUCTS = ("IM", "IM+")


def article(folder: Path, body: str, audience: str = "shared") -> tuple[list[Passage], list[str]]:
    path = folder / "fees.md"
    path.write_text(f"---\nid: fees\ntitle: Fees\naudience: {audience}\n---\n{body}\n")
    complaints = Complaints()
    source = read_source(path, complaints)
    assert source is not None
    passages = read_article(source, PRODUCTS, complaints)
    return passages, [f"{complaint.line}: {complaint.says}" for complaint in complaints.found]


BY_COLUMN = """# Fees

All fees.

## Table

| Fee | IM | **IM+** | Note |
| --- | --- | --- | --- |
| Exit fee | 1 % | 2.5 % | Of the amount |
| Express fee | | ₹50 | |

### Later

More words.
"""


def test_a_table_by_product_becomes_one_passage_a_product(tmp_path: Path) -> None:
    passages, _ = article(tmp_path, BY_COLUMN, "by column")
    by_audience = {passage.audience: passage for passage in passages if passage.products}
    assert by_audience["IM"].text == "IM — Exit fee: 1 % (Note: Of the amount)"
    assert by_audience["IM+"].text == "IM+ — Exit fee: 2.5 % (Note: Of the amount)\nIM+ — Express fee: ₹50"
    assert by_audience["IM+"].products == ("IM+",)


def test_no_passage_for_everybody_holds_a_products_figure(tmp_path: Path) -> None:
    passages, _ = article(tmp_path, BY_COLUMN, "by column")
    shared = [passage for passage in passages if passage.audience == "shared"]
    assert [passage.text for passage in shared] == ["All fees.", "More words."]
    assert all(passage.products == () for passage in shared)


def test_a_product_table_is_split_even_in_an_article_for_everybody(tmp_path: Path) -> None:
    passages, _ = article(tmp_path, BY_COLUMN, "shared")
    assert {passage.audience for passage in passages if "%" in passage.text} == {"IM", "IM+"}


def test_passages_carry_the_path_of_headings_without_the_title(tmp_path: Path) -> None:
    passages, _ = article(tmp_path, BY_COLUMN, "by column")
    assert [passage.heading for passage in passages] == ["", "Table", "Table", "Table > Later"]


def test_text_of_a_products_own_article_names_the_product(tmp_path: Path) -> None:
    passages, _ = article(tmp_path, "Only for some.", "IM+")
    assert [(passage.audience, passage.products) for passage in passages] == [("IM+", ("IM+",))]


def test_a_plain_table_keeps_its_heads_beside_each_cell(tmp_path: Path) -> None:
    passages, _ = article(tmp_path, "| Way | Time |\n| --- | --- |\n| UPI | at once |\n| NEFT | 2 hours |")
    assert passages[0].text == "UPI | Time: at once\nNEFT | Time: 2 hours"


def test_a_row_of_a_long_table_is_never_cut(tmp_path: Path) -> None:
    rows = "\n".join(f"| Fee number {number} for a long name | {number} % | {number}.5 % |" for number in range(80))
    passages, _ = article(tmp_path, f"| Fee | IM | IM+ |\n| --- | --- | --- |\n{rows}", "by column")
    lines = [line for passage in passages if passage.audience == "IM" for line in passage.text.split("\n")]
    assert lines == [f"IM — Fee number {number} for a long name: {number} %" for number in range(80)]
    assert len(passages) > 4
    assert all(rough_tokens(passage.text) <= LIMIT for passage in passages)


@pytest.mark.parametrize("heading", ["IM ++", "im+", "IM Pro", "VIP", "GOLD+"])
def test_a_column_that_looks_like_an_undeclared_product_is_an_error(tmp_path: Path, heading: str) -> None:
    _, says = article(tmp_path, f"\n| Fee | IM | {heading} |\n| --- | --- | --- |\n| Exit | 1 % | 2 % |", "by column")
    assert [line for line in says if line.startswith("7: ") and f'"{heading}" looks like a product' in line]


@pytest.mark.parametrize("heading", ["Note", "When", "How often", "Improvement", "Paid by"])
def test_an_ordinary_column_is_no_product(tmp_path: Path, heading: str) -> None:
    passages, says = article(
        tmp_path, f"| Fee | IM | {heading} |\n| --- | --- | --- |\n| Exit | 1 % | x |", "by column"
    )
    assert says == []
    assert passages[0].text == f"IM — Exit: 1 % ({heading}: x)"


def test_by_column_without_a_product_table_is_an_error(tmp_path: Path) -> None:
    _, says = article(tmp_path, "Just text.", "by column")
    assert says == ['4: says "by column", and no table has a column headed by a product; add it']


def test_a_row_per_product_in_an_article_by_column_is_an_error(tmp_path: Path) -> None:
    body = f"{BY_COLUMN}\n\n| Product | Fee |\n| --- | --- |\n| IM+ | 2.5 % |"
    _, says = article(tmp_path, body, "by column")
    assert 'row is for "IM+"' in says[0]


def test_an_article_without_a_body_is_an_error(tmp_path: Path) -> None:
    assert "nothing below the front matter" in article(tmp_path, "")[1][0]


def test_the_same_article_always_gives_the_same_ids(tmp_path: Path) -> None:
    first, _ = article(tmp_path, BY_COLUMN, "by column")
    again, _ = article(tmp_path, BY_COLUMN, "by column")
    changed, _ = article(tmp_path, BY_COLUMN.replace("2.5 %", "3 %"), "by column")
    assert first == again
    assert len({passage.id for passage in first} ^ {passage.id for passage in changed}) == 2


def test_a_passage_is_whole_where_nothing_else_stands_below_its_heading(tmp_path: Path) -> None:
    passages, _ = article(tmp_path, BY_COLUMN, "by column")
    assert all(passage.whole for passage in passages)
    beside_text, _ = article(tmp_path, BY_COLUMN.replace("## Table", "## Table\n\nFor residents only."), "by column")
    assert {passage.text[:6]: passage.whole for passage in beside_text} == {
        "All fe": True, "For re": False, "IM — E": False, "IM+ — ": False, "More w": True,
    }  # fmt: skip


def test_a_text_cut_in_two_is_no_whole_passage_and_rows_are(tmp_path: Path) -> None:
    long, _ = article(tmp_path, "\n\n".join(f"Sentence {number} is about fees and more." * 9 for number in range(6)))
    assert len(long) > 1
    assert not any(passage.whole for passage in long)
    rows = "\n".join(f"| Row {number} of many | in so many words as a row has at most |" for number in range(30))
    table, _ = article(tmp_path, f"| What | Says |\n| --- | --- |\n{rows}")
    assert len(table) > 1
    assert all(passage.whole for passage in table)
