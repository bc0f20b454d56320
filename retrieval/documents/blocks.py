"""An article's body as blocks in order, whatever file it was written in: text and tables, each under its headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Complain = Callable[[int, str], None]
"""What a reader of one file calls with the line and what is wrong there."""

MAX_ROWS = 2000
MAX_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class Table:
    """A table's cells as written. Rows have as many cells as the header; ``lines`` says where each row stands.

    ``sheet`` is the sheet of a workbook, else empty.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    sheet: str = ""

    @property
    def where(self) -> str:
        """What a complaint about this table begins with, beside file and line."""
        return f'sheet "{self.sheet}": ' if self.sheet else ""

    def placed_rows(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Each row with its line."""
        return zip(self.lines, self.rows, strict=True)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list or the like, as it is written; or a table (then ``text`` is empty)."""

    headings: tuple[str, ...]
    line: int
    text: str = ""
    table: Table | None = None


Rows = Sequence[tuple[int, Sequence[str]]]
"""Lines and cells, the header first."""


def table_of(placed: Rows, complain: Complain, sheet: str = "") -> Table | None:
    """The table of these rows, without columns that are empty from top to bottom.

    None after a complaint: cells that shift would stand under the wrong heading.
    """
    if not placed:
        return None
    (line, header), *rows = placed
    where = f'sheet "{sheet}": ' if sheet else ""
    if len(rows) > MAX_ROWS or len(header) > MAX_COLUMNS:
        complain(line, f"{where}a table of more than {MAX_ROWS} rows or {MAX_COLUMNS} columns; split it into files")
        return None
    uneven = [(at, len(cells)) for at, cells in rows if len(cells) != len(header)]
    for at, count in uneven:
        says = f"this row has {count} cells and the heading {len(header)}; write as many, empty ones too"
        complain(at, where + says)
    if uneven:
        return None
    kept = [place for place in range(len(header)) if any(cells[place] for _, cells in placed)]
    if not kept:
        complain(line, f"{where}a table without a word in it; fill it, or remove it")
        return None
    cut = [tuple(cells[place] for place in kept) for _, cells in placed]
    return Table(cut[0], tuple(cut[1:]), tuple(at for at, _ in rows), sheet)


class Headings:
    """The headings that stand above what is read next."""

    def __init__(self) -> None:
        self._by_level: dict[int, str] = {}

    def set(self, level: int, words: str) -> None:
        """A heading of this level ends those of its own level and below."""
        self._by_level = {depth: above for depth, above in self._by_level.items() if depth < level}
        self._by_level[level] = words

    @property
    def path(self) -> tuple[str, ...]:
        """From the top down."""
        return tuple(self._by_level[level] for level in sorted(self._by_level))
