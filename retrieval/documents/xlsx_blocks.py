"""XLSX workbooks: each sheet is one table, its first filled row the headings.

What is quoted to customers must be what a person saw in the sheet, so whatever is shown otherwise than it is stored
(formulas, dates, currencies, hidden cells) is refused: written as text it is exactly what customers read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from retrieval.documents.blocks import MAX_COLUMNS, MAX_ROWS, Block, Complain, table_of
from retrieval.documents.workbooks import open_workbook

PERCENT = re.compile(r"0(?:\.(0+))?%")
LAST_COLUMN = 16384
AS_TEXT = "format the cell as text and write it as customers read it"


def xlsx_blocks(path: Path, complain: Complain) -> Iterator[Block]:
    """The workbook's tables; with several sheets each stands under its sheet's name."""
    book = open_workbook(path, complain)
    sheets = book.worksheets if book else []
    for sheet in sheets:
        block = _Sheet(sheet, complain).block((sheet.title,) if len(sheets) > 1 else ())
        if block:
            yield block


class _Sheet:
    """One sheet, and how to complain about it."""

    def __init__(self, sheet: Worksheet, complain: Complain) -> None:
        self.sheet = sheet
        self._complain = complain
        self.sound = True

    def complain(self, line: int, says: str) -> None:
        self.sound = False
        self._complain(line, f'sheet "{self.sheet.title}"{says}')

    def block(self, headings: tuple[str, ...]) -> Block | None:
        if self.sheet.max_row > MAX_ROWS or self.sheet.max_column > MAX_COLUMNS:
            last = f"{get_column_letter(min(self.sheet.max_column, LAST_COLUMN))}{self.sheet.max_row}"
            says = f", cell {last}: more than {MAX_ROWS} rows or {MAX_COLUMNS} columns are in use; delete what is"
            self.complain(self.sheet.max_row, f"{says} outside the table, or split it")
            return None
        self._complain_about_what_is_hidden()
        for merged in self.sheet.merged_cells.ranges:
            self.complain(merged.min_row, f", cells {merged.coord}: merged; unmerge them and write the words into each")
        rows = list(self._rows()) if self.sound else []
        table = table_of(rows, self._complain, self.sheet.title) if self.sound else None
        return Block(headings, rows[0][0], table=table) if table else None

    def _complain_about_what_is_hidden(self) -> None:
        if self.sheet.sheet_state != "visible":
            self.complain(1, ": hidden, and would be quoted; show it or delete it")
        for number, cells in enumerate(self.sheet.iter_rows(), 1):
            if any(cell.value for cell in cells) and self.sheet.row_dimensions[number].hidden:
                self.complain(number, f", row {number}: hidden, and would be quoted; show it or delete it")
        for letter, column in self.sheet.column_dimensions.items():
            if column.hidden and any(cell.value for cell in self.sheet[letter]):
                self.complain(1, f", column {letter}: hidden, and would be quoted; show it or delete it")

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        for number, cells in enumerate(self.sheet.iter_rows(), 1):
            texts = [self._text(cell) for cell in cells if isinstance(cell, Cell)]
            if any(texts):
                yield number, texts

    def _text(self, cell: Cell) -> str:
        says = _why_not(cell)
        if says:
            self.complain(cell.row, f", cell {cell.coordinate}: {says}; {AS_TEXT}")
            return ""
        value = cell.value
        if value is None:
            return ""
        if isinstance(value, (int, float)):
            return _number(value, str(cell.number_format))
        return " ".join(str(value).split())


def _why_not(cell: Cell) -> str:
    """Why what the cell shows isn't known for sure, empty when it is."""
    if cell.data_type == "f":
        return "a formula, whose result isn't known here"
    if cell.data_type == "e":
        return f"the error {cell.value}"
    if cell.is_date:
        return "a date, which each program shows in its own way"
    if isinstance(cell.value, bool):
        return "TRUE or FALSE"
    numeric = isinstance(cell.value, (int, float))
    if numeric and cell.number_format not in ("General", "0", "@") and not PERCENT.fullmatch(str(cell.number_format)):
        return f"a number shown in the format {cell.number_format}"
    return ""


def _number(value: float, number_format: str) -> str:
    if percent := PERCENT.fullmatch(number_format):
        return f"{value * 100:.{len(percent[1] or '')}f}%"
    return f"{value:.0f}" if number_format == "0" or value == int(value) else f"{value:.12g}"
