from __future__ import annotations

import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from retrieval.documents.articles import read_article
from retrieval.documents.complaints import Complaints
from retrieval.documents.knowledge import read_knowledge
from retrieval.documents.sources import article_sources
from retrieval.errors import WrongDocuments
from retrieval.types import Passage
from tests.knowledge import settings_for

PRODUCTS = ("IM", "IM+")
META = "id: fees\ntitle: Fees\naudience: {audience}\nowner: lending@lendora.example\nreview: 2027-01-31\n"


def read(folder: Path) -> tuple[list[Passage], list[str]]:
    complaints = Complaints()
    sources = list(article_sources(folder, complaints))
    passages = [passage for source in sources for passage in read_article(source, PRODUCTS, complaints)]
    return passages, [str(complaint).replace(f"{folder}/", "") for complaint in sorted(complaints.found)]


def article(
    folder: Path, name: str, content: str | bytes, audience: str = "by column"
) -> tuple[list[Passage], list[str]]:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "fees.meta.yaml").write_text(META.format(audience=audience))
    return read(folder)


def texts(passages: list[Passage], audience: str) -> list[str]:
    return [passage.text for passage in passages if passage.audience == audience]


# --- HTML ------------------------------------------------------------------------------------------------------------

PAGE = """<html><head><title>x</title><style>p {}</style></head><body>
<h1>Fees</h1><p>All <b>fees</b>.<br>Two lines,
one paragraph.</p>
<h2>Table</h2>
<table><thead><tr><th>Fee</th><th>IM</th><th><b>IM+</b></th><th>Note</th></tr></thead>
<tr><td>Exit fee</td><td>1 %</td><td>2.5 %</td><td>Of the amount</td></tr>
</table>
<h3>Steps</h3><ol><li>Open the app<ul><li>or the <a href="https://a.example/x">site</a></li></ul></li><li>Go</li></ol>
<p hidden>Not yet public</p><script>alert(1)</script>
<div>Write to <a href="mailto:help@a.example">help@a.example</a><p>Last.</p></div>
</body></html>"""


def test_a_page_is_read_with_headings_lists_links_and_a_table_by_product(tmp_path: Path) -> None:
    passages, says = article(tmp_path, "fees.html", PAGE)
    assert says == []
    assert texts(passages, "IM") == ["IM — Exit fee: 1 % (Note: Of the amount)"]
    assert texts(passages, "IM+") == ["IM+ — Exit fee: 2.5 % (Note: Of the amount)"]
    assert [(passage.heading, passage.text) for passage in passages if passage.audience == "shared"] == [
        ("", "All fees. Two lines, one paragraph."),
        (
            "Table > Steps",
            "1. Open the app\n   - or the site (https://a.example/x)\n2. Go\n\nWrite to help@a.example\n\nLast.",
        ),
    ]


def test_a_caption_is_the_heading_of_its_table(tmp_path: Path) -> None:
    page = (
        "<table><caption>Fast</caption><tr><th>Way</th><th>Time</th></tr><tr><td>UPI</td><td>at once</td></tr></table>"
    )
    passages, _ = article(tmp_path, "fees.html", page, "shared")
    assert [(passage.heading, passage.text) for passage in passages] == [("Fast", "UPI | Time: at once")]


ROW = "<tr><th>Fee</th><th>IM</th><th>IM+</th></tr>\n"


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (f"<table>{ROW}<tr><td>Exit<td colspan=2>1 %</table>", "fees.html:2: merged cells (rowspan or colspan); write"),
        (f"<table>{ROW}<tr><td>Exit<td>1 %</table>", "fees.html:2: this row has 2 cells and the heading 3; write"),
        (f"<table>{ROW}<tr><td>Exit<td>1 %<td><table><tr><td>x</table></table>", "fees.html:2: a table inside a table"),
        (f"<ul>\n<li>x<table>{ROW}</table></ul>", "fees.html:2: a table inside a list; let it stand by itself"),
        ("<p>x</p>" + "<div>" * 90_000, "fees.html:1: tags nested more than 100 deep; save the page"),
        ("<p>x</p>" + "<div>" * 150 + "x", "fees.html:1: tags nested more than 100 deep; save the page"),
        ("<p>x</p>\n<p " + " ".join(f"a{n}" for n in range(70_000)) + ">", "fees.html:2: a tag of more than 20,000"),
        ('<!DOCTYPE html [\n<!ENTITY a "&b;&b;">]><p>&a;</p>', "fees.html:2: entities can't be declared here; remove"),
        ("", "fees.html:1: there is nothing in this file; write the article there, or remove the file"),
        ("<script>x</script>", "fees.html:1: there is nothing in this file"),
        (b"<p>Geb\xfchr</p>", "fees.html:1: not written in UTF-8; save it as UTF-8"),
        ("<p>x</p>".encode("utf-16"), "fees.html:1: not written in UTF-8"),
        ("<p>x</p>".encode("utf-16-le"), "fees.html:1: not written in UTF-8 (it holds zero bytes); save it as UTF-8"),
        ("<p>" + "x " * 300_000, "fees.html:1: larger than 512 KB; split it into several files"),
    ],
)
def test_each_mistake_in_a_page_is_told_with_its_line(tmp_path: Path, page: str | bytes, says: str) -> None:
    assert any(line.startswith(says) for line in article(tmp_path, "fees.html", page)[1])


# --- CSV -------------------------------------------------------------------------------------------------------------


def test_a_csv_file_is_one_table(tmp_path: Path) -> None:
    rows = '\ufeffFee,IM,IM+,Note,\r\n"Exit, early",1 %,2.5 %,"Of the\r\namount",\r\n,,,,\r\nPaper,none,,,\r\n'
    passages, says = article(tmp_path, "fees.csv", rows)
    assert says == []
    assert texts(passages, "IM") == ["IM — Exit, early: 1 % (Note: Of the amount)\nIM — Paper: none"]
    assert texts(passages, "IM+") == ["IM+ — Exit, early: 2.5 % (Note: Of the amount)"]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ('Fee,IM,IM+\n"a\nb",1 %,2 %\nExit,1 %\n', "fees.csv:4: this row has 2 cells and the heading 3; write"),
        ("Fee;IM;IM+\nExit;1 %;2 %\n", "fees.csv:1: the cells are not separated by commas; save the sheet as CSV"),
        ('Fee,IM,IM+\nExit,1 %,"2 %\n', "fees.csv:2: this can't be read as CSV: unexpected end of data; save"),
        ("Fee,IM,IM+\nExit,1 %,=B2*2\n", "fees.csv:2: a cell begins with =, which is a formula; write its value"),
        ("Fee,IM,IM Pro\nExit,1 %,2 %\n", 'fees.csv:1: column "IM Pro" looks like a product and is not declared'),
        ("Fee,IM,GOLD+\nExit,1 %,2 %\n", 'fees.csv:1: column "GOLD+" looks like a product and is not declared'),
        ("Fee,IM,IM\nExit,1 %,2 %\n", 'fees.csv:1: two columns are headed "IM"; give each its own heading'),
        ("Fee,IM,\nExit,1 %,2.5 %\n", "fees.csv:1: a column beside those of products has no heading; say what"),
        ("IM,IM+\n1 %,2.5 %\n", 'fees.csv:1: the first column is headed "IM", and should name the rows'),
        ("Fee,IM,IM+,Note\nExit,1 %,2 %,IM+: 2 %\n", 'fees.csv:2: the cell under "Note" names IM+; what concerns IM+'),
        ("Fee,IM,IM+\nExit,1 % (IM+ 2 %),2 %\n", 'fees.csv:2: the cell under "IM" names IM+; what concerns IM+'),
        ("Fee,IM,IM+\n,1 %,2 %\n", "fees.csv:2: this row has no name in its first cell; write there what"),
        ("Product,Fee\nIM+,2 %\n", 'fees.csv:2: this row is for "IM+", so everybody would read it; turn the table'),
        (
            "Fee,IM,IM+\n" + "x" * 2000 + ",1,2\n",
            "fees.csv:2: this row has more than 1000 characters; write it as text",
        ),
        ("Fee,IM,IM+\n" + "x,1,2\n" * 3000, "fees.csv:1: a table of more than 2000 rows or 40 columns; split it"),
        ("Fee,IM,IM+\n", "fees.csv:1: this table has headings and no rows; write them, or remove it"),
        ("", "fees.csv:1: there is nothing in this file; write the article there, or remove the file"),
        (b"Fee,IM,IM+\nGeb\xfchr,1,2\n", "fees.csv:2: not written in UTF-8; save it as UTF-8"),
    ],
)
def test_each_mistake_in_a_csv_file_is_told_with_its_line(tmp_path: Path, rows: str | bytes, says: str) -> None:
    found = article(tmp_path, "fees.csv", rows)[1]
    assert any(line.startswith(says) for line in found), found


# --- XLSX ------------------------------------------------------------------------------------------------------------


def workbook(
    folder: Path, change: Callable[[Worksheet], object] = lambda _: None, name: str = "fees.xlsx"
) -> list[str]:
    """What is said about a workbook with one good table and one change."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Fees"
    for row in (("Fee", "IM", "IM+", "Note"), ("Exit fee", 0.01, 0.025, "Of the amount"), ("Calls", 3, None, None)):
        sheet.append(row)
    for place in ("B2", "C2"):
        sheet[place].number_format = "0.0%"
    change(sheet)
    book.save(folder / name)
    (folder / "fees.meta.yaml").write_text(META.format(audience="by column"))
    return read(folder)[1]


def test_figures_of_a_workbook_are_read_as_they_are_shown(tmp_path: Path) -> None:
    assert workbook(tmp_path) == []
    passages, _ = read(tmp_path)
    assert texts(passages, "IM") == ["IM — Exit fee: 1.0% (Note: Of the amount)\nIM — Calls: 3"]
    assert texts(passages, "IM+") == ["IM+ — Exit fee: 2.5% (Note: Of the amount)"]


def test_each_sheet_is_a_table_under_its_name(tmp_path: Path) -> None:
    def second(sheet: Worksheet) -> None:
        other = sheet.parent.create_sheet("Times")
        for row in ((None, "Way", "Time"), (None, "UPI", "at once")):
            other.append(row)

    assert workbook(tmp_path, second) == []
    passages, _ = read(tmp_path)
    assert {(passage.audience, passage.heading) for passage in passages} == {
        ("IM", ""),  # the article's own title isn't said twice
        ("IM+", ""),
        ("shared", "Times"),
    }
    assert texts(passages, "shared") == ["UPI | Time: at once"]


def put(place: str, value: object, number_format: str = "General") -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        cell = sheet[place]
        assert isinstance(cell, Cell)
        cell.value = value  # type: ignore[assignment]
        cell.number_format = number_format

    return change


def hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["C"].hidden = True


def hide_sheet(sheet: Worksheet) -> None:
    sheet.parent.create_sheet("Draft").append(["x"])
    sheet.parent.worksheets[1].sheet_state = "hidden"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (put("C2", "=B2*2"), 'fees.xlsx:2: sheet "Fees", cell C2: a formula, whose result isn\'t known here; format'),
        (put("C2", "#DIV/0!"), 'fees.xlsx:2: sheet "Fees", cell C2: the error #DIV/0!; format the cell as text'),
        (put("C2", 500, '"₹"#,##0'), 'fees.xlsx:2: sheet "Fees", cell C2: a number shown in the format "₹"#,##0'),
        (put("C2", 45000, "dd/mm/yy"), 'fees.xlsx:2: sheet "Fees", cell C2: a date, which each program shows'),
        (put("C2", True), 'fees.xlsx:2: sheet "Fees", cell C2: TRUE or FALSE; format the cell as text'),
        (lambda sheet: sheet.merge_cells("B2:C2"), 'fees.xlsx:2: sheet "Fees", cells B2:C2: merged; unmerge them'),
        (lambda sheet: sheet.merge_cells("A9:XFD90000"), "fees.xlsx:1: merges more than a thousand cells at once"),
        (put("XFD1048576", "x"), 'fees.xlsx:1048576: sheet "Fees", cell XFD1048576: more than 2000 rows or 40 columns'),
        (hide_row, 'fees.xlsx:3: sheet "Fees", row 3: hidden, and would be quoted; show it or delete it'),
        (hide_column, 'fees.xlsx:1: sheet "Fees", column C: hidden, and would be quoted; show it or delete it'),
        (hide_sheet, 'fees.xlsx:1: sheet "Draft": hidden, and would be quoted; show it or delete it'),
        (put("D1", "VIP"), 'fees.xlsx:1: sheet "Fees": column "VIP" looks like a product and is not declared'),
        (put("D2", "IM+ only"), 'fees.xlsx:2: sheet "Fees": the cell under "Note" names IM+; what concerns IM+'),
        (put("A2", None), 'fees.xlsx:2: sheet "Fees": this row has no name in its first cell; write there'),
    ],
)
def test_each_mistake_in_a_workbook_is_told_with_its_cell(
    tmp_path: Path, change: Callable[[Worksheet], object], says: str
) -> None:
    assert workbook(tmp_path) == []
    if "XFD90000" in says or "thousand" in says:
        assert any(line.startswith(says) for line in _with_a_giant_merge(tmp_path))
        return
    found = workbook(tmp_path, change)
    assert any(line.startswith(says) for line in found), found


def _with_a_giant_merge(folder: Path) -> list[str]:
    """Written by hand: the library itself would build all those cells."""
    return _with_part_changed(
        folder,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(
            b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A9:XFD90000"/></mergeCells>'
        ),
    )


def _with_part_changed(folder: Path, part: str, change: Callable[[bytes], bytes]) -> list[str]:
    good = folder / "fees.xlsx"
    with zipfile.ZipFile(good) as parts:
        held = {name: parts.read(name) for name in parts.namelist()}
    held[part] = change(held.get(part, b""))
    with zipfile.ZipFile(good, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, raw in held.items():
            parts.writestr(name, raw)
    return read(folder)[1]


@pytest.mark.parametrize(
    ("part", "change", "says"),
    [
        ("xl/media/big.bin", lambda _: bytes(60_000_000), "unpacks to more than 12 MB; keep only the cells"),
        (
            "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace(b"</row>", b"<c/>" * 400_001 + b"</row>", 1),
            "holds more cells and formats than a table needs; copy the table into a new workbook",
        ),
        (
            "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace(b"</row>", b"<c/>" * 17_000 + b"</row>", 1),
            'sheet "Fees", cell XFD3: more than 2000 rows or 40 columns are in use; delete what is outside',
        ),
        ("xl/workbook.xml", lambda _: b"<x>" * 100_000 + b"</x>" * 100_000, "can't be read as a workbook ("),
        ("xl/vbaProject.bin", lambda _: b"x", "holds macros; save it as a workbook without macros (.xlsx)"),
        (
            "xl/sharedStrings.xml",
            lambda xml: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + xml,
            "declares a document type or entities, which no workbook does; open it",
        ),
        (
            "xl/sharedStrings.xml",
            lambda _: '<!DOCTYPE x [<!ENTITY a "aaaa">]><x/>'.encode("utf-16"),
            "declares a document type or entities, which no workbook does; open it",
        ),
        ("xl/worksheets/sheet1.xml", lambda xml: xml[:-40], "can't be read as a workbook ("),
        ("xl/workbook.xml", lambda _: b"", "can't be read as a workbook ("),
    ],
)
def test_a_workbook_that_would_hurt_is_refused(
    tmp_path: Path, part: str, change: Callable[[bytes], bytes], says: str
) -> None:
    assert workbook(tmp_path) == []
    found = _with_part_changed(tmp_path, part, change)
    assert found[0].split(": ", 1)[1].startswith(says), found


def test_a_part_that_lies_about_its_size_is_not_unpacked_whole(tmp_path: Path) -> None:
    assert workbook(tmp_path) == []
    true, said = 80_000_000, 1_000
    assert _with_part_changed(tmp_path, "xl/extra.xml", lambda _: bytes(true))
    file = tmp_path / "fees.xlsx"
    crcs = [struct.pack("<L", zlib.crc32(bytes(size))) for size in (true, said)]
    raw = file.read_bytes().replace(struct.pack("<L", true), struct.pack("<L", said)).replace(*crcs)
    file.write_bytes(raw)
    tracemalloc.start()
    read(tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < true / 4


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "the file is empty; write the table, or remove the file"),
        (b"Fee,IM\nExit,1 %\n", "not a workbook, or damaged, or protected by a password; open it"),
        (b"PK\x03\x04" + bytes(2_100_000), "larger than 2048 KB; split it into several files"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, raw: bytes, says: str) -> None:
    assert article(tmp_path, "fees.xlsx", raw)[1][0].startswith(f"fees.xlsx:1: {says}")


# --- Markdown --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("| Fee | IM | IM+ |\n| Exit | 1 % | 2 % |", "fees.md:6: this looks like a table and can't be read as one"),
        ("> | Fee | IM | IM+ |\n> | --- | --- | --- |\n> | Exit | 1 % | 2 % |", "fees.md:6: this looks like a table"),
        ("- a\n\n  | Fee | IM |\n  | --- | --- |\n  | Exit | 1 % |", "fees.md:8: this looks like a table"),
        ("<table>\n<tr><td>IM+</td><td>2 %</td></tr>\n</table>", "fees.md:6: a table in HTML isn't read here; write"),
        (
            "| Fee | IM | IM+ |\n| --- | --- | --- |\n| Exit | early | 1 % | 2 % |",
            "fees.md:8: this row has 4 cells and",
        ),
        (
            "| Fee | IM | IM+ |\n| --- | --- | --- |\n| Exit | 2 % |",
            "fees.md:8: this row has 2 cells and the heading 3",
        ),
        (
            "| Fee | IM |\n| --- | --- |\n| Exit | 1 % |\nMore text.",
            "fees.md:9: this row has 1 cells and the heading 2",
        ),
        ("| Fee | IM |\n| --- | --- |", "fees.md:6: this table has headings and no rows; write them, or remove it"),
    ],
)
def test_a_table_that_would_be_read_wrongly_is_told_with_its_line(tmp_path: Path, body: str, says: str) -> None:
    (tmp_path / "fees.md").write_text(f"---\nid: fees\ntitle: Fees\naudience: shared\n---\n{body}\n")
    found = read(tmp_path)[1]
    assert any(line.startswith(says) for line in found), found


# --- files and their fields ------------------------------------------------------------------------------------------


def test_fields_beside_a_file_are_checked_with_their_own_lines(tmp_path: Path) -> None:
    (tmp_path / "fees.csv").write_text("Way,Time\nUPI,at once\n")
    side = tmp_path / "fees.meta.yaml"
    assert read(tmp_path)[1] == [
        "fees.csv:1: its fields are missing: write fees.meta.yaml beside it, with id, title, audience, owner and review"
    ]
    side.write_text("id: fees\ntitle: Fees\naudience: IMM\n")
    assert read(tmp_path)[1][0].startswith('fees.meta.yaml:3: "audience" is "IMM", did you mean "IM"?')
    side.write_text("id: fees\ntitle: [\n")
    assert read(tmp_path)[1][0].startswith("fees.meta.yaml:3: this is not YAML")
    side.write_text("just words")
    assert read(tmp_path)[1] == ['fees.meta.yaml:1: this must be fields, such as "id: exit-fee"']


def test_two_articles_with_one_id_are_told_where_the_id_stands(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "company")
    (settings.kb_dir / "times.csv").write_text("Way,Time\nUPI,at once\n")
    (settings.kb_dir / "times.meta.yaml").write_text("title: Times\nid: bank-account\naudience: shared\n")
    with pytest.raises(
        WrongDocuments, match=r'times\.meta\.yaml:2: id "bank-account" is taken by \S*bank-account\.md;'
    ):
        read_knowledge(settings)


def test_two_articles_with_one_name_share_their_fields_and_are_told(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "company")
    for name, content in (("times.csv", "Way,Time\nUPI,at once\n"), ("times.html", "<p>At once.</p>")):
        (settings.kb_dir / name).write_text(content)
    (settings.kb_dir / "times.meta.yaml").write_text("id: times\ntitle: Times\naudience: shared\n")
    with pytest.raises(WrongDocuments, match=r'times\.meta\.yaml:1: id "times" is taken by'):
        read_knowledge(settings)


@pytest.mark.parametrize("heading", ["IM+", "Fees of IM+", "**IM**"])
def test_a_section_for_one_product_in_an_article_for_everybody_is_told(tmp_path: Path, heading: str) -> None:
    top = "---\nid: fees\ntitle: Fees\naudience: shared\n---\n"
    table = "| Fee | Amount |\n| --- | --- |\n| Exit | 2 % |\n"
    (tmp_path / "fees.md").write_text(f"{top}\n## {heading}\n\n{table}")
    assert read(tmp_path)[1][0].startswith(f'fees.md:9: what stands under "{heading}" is for IM')


def test_a_sheet_for_each_product_is_told(tmp_path: Path) -> None:
    def rename(sheet: Worksheet) -> None:
        sheet.parent.create_sheet("IM+").append(["Fee", "Amount"])
        sheet.parent.worksheets[1].append(["Exit fee", "2 %"])

    assert any(
        'what stands under "IM+" is for IM+; put it into an article' in line for line in workbook(tmp_path, rename)
    )


def test_fields_without_an_article_are_told(tmp_path: Path) -> None:
    (tmp_path / "fees.meta.yaml").write_text(META.format(audience="shared"))
    assert read(tmp_path)[1] == ["fees.meta.yaml:1: there is no article fees beside it; remove this"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("fees.xlsm", ".xlsm files are not read; save it as .xlsx without macros"),
        ("fees.XLS", ".xls files are not read; save it as .xlsx without macros"),
        ("fees.docx", ".docx files are not read; write it as .md or .html, or a table as .csv or .xlsx"),
    ],
)
def test_files_that_nobody_reads_are_told(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert read(tmp_path)[1] == [f"{name}:1: {says}"]


def test_drafts_that_a_spreadsheet_program_leaves_behind_are_for_nobody(tmp_path: Path) -> None:
    (tmp_path / "~$fees.xlsx").write_bytes(b"x")
    (tmp_path / ".fees.csv").write_bytes(b"x")
    (tmp_path / "README.md").write_text("x")
    assert read(tmp_path) == ([], [])


# --- whatever a file holds -------------------------------------------------------------------------------------------

NASTY = (
    "| a | IM |", "| --- | --- |", "> ", "- ", "\n", "\n\n", "# H", "```", "<table>", "<tr>", "<td colspan=2>", "</td>",
    "<th>IM+", "</table>", "<li>", "<ul>", "&amp;", "<!--", "<![CDATA[", "<?x", '"', ",", ";", "=1+1", "\r", "IM+",
    "---", "id: x", "\x00", "\ufeff", "\u202e", "…", "<p hidden>", "<br", "1 %", "<caption>", "<h1>",
)  # fmt: skip
PIECES = st.lists(st.sampled_from(NASTY), max_size=40).map("".join)
KINDS = ("fees.md", "fees.html", "fees.csv", "fees.xlsx")


@pytest.mark.parametrize("name", KINDS)
@given_settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=PIECES.map(str.encode) | st.binary(max_size=300))
def test_any_file_is_read_or_complained_about(tmp_path: Path, name: str, content: bytes) -> None:
    top = META.format(audience="shared").encode()
    if name == "fees.md":
        (tmp_path / name).write_bytes(b"---\n" + top + b"---\n" + content)
        passages, says = read(tmp_path)
    else:
        passages, says = article(tmp_path, name, content)
    assert bool(passages) != bool(says)


@given_settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255))
def test_a_workbook_with_one_wrong_byte_is_read_or_complained_about(tmp_path: Path, place: float, byte: int) -> None:
    good = tmp_path / "good"
    if not good.exists():
        assert workbook(tmp_path) == []
        (tmp_path / "fees.xlsx").rename(good)
    raw = bytearray(good.read_bytes())
    raw[int(place * len(raw))] = byte
    passages, says = article(tmp_path, "fees.xlsx", bytes(raw))
    assert bool(passages) != bool(says)
