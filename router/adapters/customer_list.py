"""The customer list as a CSV file, read again whenever the file changes."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from router.errors import Unavailable

PLACE = "customer list"
Row = Mapping[str, str]

_COLUMNS = {
    "email": "e-mail",
    "emailaddress": "e-mail",
    "mail": "e-mail",
    "customerid": "customer id",
    "customernumber": "customer id",
    "externalid": "customer id",
    "uniqueexternalid": "customer id",
    "phone": "phone",
    "phonenumber": "phone",
    "mobile": "phone",
}
"""How the columns with signs may be called, in small letters and without blanks, and how we call them."""

_SIGNS = ("e-mail", "customer id", "phone")
_FEWEST_DIGITS, _DIGITS = 7, 10


class CsvCustomerList:
    """Finds rows by e-mail address, customer id or phone number.

    The first line names the columns; ``email``, ``customer id`` and ``phone`` are the signs, all others are passed
    on. A missing or broken file raises ``Unavailable`` on every call until it is mended: nobody is *new* by accident.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._read_at: tuple[int, int] | None = None
        self._by_sign: dict[tuple[str, str], list[Row]] = {}

    def rows(self, *, email: str = "", customer_id: str = "", phone: str = "") -> Sequence[Row]:
        """Rows that carry any of the signs given, without repeats."""
        by_sign = self._current()
        asked = (("e-mail", email), ("customer id", customer_id), ("phone", phone))
        found = [row for sign, value in asked for row in by_sign.get((sign, _comparable(sign, value)), ())]
        return [row for number, row in enumerate(found) if row not in found[:number]]

    def _current(self) -> dict[tuple[str, str], list[Row]]:
        with self._lock:
            changed = self._changed_at()
            if changed != self._read_at:
                self._by_sign = _by_sign(_read(self._path))
                self._read_at = changed
            return self._by_sign

    def _changed_at(self) -> tuple[int, int]:
        try:
            state = self._path.stat()
        except OSError as error:
            raise _unavailable(self._path, f"can't be read ({(error.strerror or 'unknown reason').lower()})") from error
        return state.st_mtime_ns, state.st_size


def _unavailable(path: Path, says: str) -> Unavailable:
    return Unavailable(PLACE, f"{path} {says}; until it is mended every customer counts as unknown")


def _read(path: Path) -> list[dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unavailable(path, "isn't UTF-8; save it as CSV with the encoding UTF-8") from error
    except OSError as error:
        raise _unavailable(path, f"can't be read ({(error.strerror or 'unknown reason').lower()})") from error
    header = text.partition("\n")[0]
    if not header.strip():
        raise _unavailable(path, "is empty; its first line must name the columns")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(header), strict=True)
    try:
        return _rows(path, lines)
    except csv.Error as error:
        raise _unavailable(path, f"isn't a CSV file: {error}, in line {lines.line_num} or a quote before it") from error


def _delimiter(header: str) -> str:
    """Spreadsheets of some countries write semicolons."""
    return max((",", ";", "\t"), key=header.count)


def _rows(path: Path, lines: Iterable[list[str]]) -> list[dict[str, str]]:
    numbered = enumerate(lines, start=1)
    _, header = next(numbered)
    names = [_COLUMNS.get(_plain(name), name.strip()) for name in header]
    _check_header(path, names)
    rows = []
    for number, cells in numbered:
        if len(cells) > len(names):
            raise _unavailable(path, f"has more values than columns in row {number}; put a value with commas in quotes")
        if any(cell.strip() for cell in cells):
            rows.append(dict.fromkeys(names, "") | dict(zip(names, (cell.strip() for cell in cells), strict=False)))
    return rows


def _check_header(path: Path, names: Sequence[str]) -> None:
    if not set(names) & set(_SIGNS):
        raise _unavailable(path, "has none of the columns email, customer id or phone in its first line")
    twice = next((name for name in names if name and names.count(name) > 1), "")
    if twice:
        raise _unavailable(path, f'has two columns for "{twice}"; take one of them out')


def _by_sign(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        for sign in _SIGNS:
            value = _comparable(sign, row.get(sign, ""))
            if value:
                found.setdefault((sign, value), []).append(row)
    return found


def _comparable(sign: str, value: str) -> str:
    """A sign as it is compared. Of a phone number the last digits count: country codes are left out at will.

    ``lower`` and not ``casefold``, which takes ``ß`` for ``ss``: those are two domains with two owners.
    """
    if sign != "phone":
        return "".join(value.split()).lower()
    digits = "".join(letter for letter in value if letter.isdecimal())
    return digits[-_DIGITS:] if len(digits) >= _FEWEST_DIGITS else ""


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
