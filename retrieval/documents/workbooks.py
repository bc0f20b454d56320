"""Opening an XLSX workbook that somebody else made, without being hurt by it.

A workbook is a ZIP of XML: a small file may unpack to gigabytes, declare entities within entities, or merge billions of
cells. All of that is looked for before the reader sees the file.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from retrieval.documents.blocks import Complain

MAX_FILE = 2 * 1024 * 1024
MAX_UNPACKED = 12 * 1024 * 1024
MAX_PARTS = 500
MAX_TAGS = 400_000
"""In all parts together: a full table of the greatest size has fewer, and more take seconds to read."""
MAX_MERGED = 1000
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
SAVE_ANEW = "open it in your spreadsheet program and save it anew as .xlsx"


class _Refused(Exception):
    """The text says what is wrong with the workbook, and what to do."""


def open_workbook(path: Path, complain: Complain) -> Workbook | None:
    """The workbook, or None after a complaint."""
    try:
        return _loaded(_repacked(_unpacked(_read(path))))
    except _Refused as refused:
        complain(1, str(refused))
    except OSError as error:
        complain(1, f"can't be read: {error.strerror}")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError):
        complain(1, f"not a workbook, or damaged, or protected by a password; {SAVE_ANEW}, without a password")
    return None


def _read(path: Path) -> bytes:
    if path.stat().st_size > MAX_FILE:
        raise _Refused(f"larger than {MAX_FILE // 1024} KB; split it into several files, and leave pictures out")
    raw = path.read_bytes()
    if not raw:
        raise _Refused("the file is empty; write the table, or remove the file")
    return raw


def _unpacked(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(raw)) as parts:
        listed = parts.infolist()
        if len(listed) > MAX_PARTS or sum(part.file_size for part in listed) > MAX_UNPACKED:
            says = f"unpacks to more than {MAX_UNPACKED // 1024 // 1024} MB; keep only the cells that are needed"
            raise _Refused(says)
        held = {part.filename: _part(parts, part) for part in listed}
    if any(name.lower().endswith("vbaproject.bin") for name in held):
        raise _Refused("holds macros; save it as a workbook without macros (.xlsx)")
    _refuse_wrong_xml(xml for name, xml in held.items() if name.lower().endswith((".xml", ".rels", ".vml")))
    return held


def _part(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with parts.open(part) as file:
        # Without a number, a part that declares too small a size is unpacked whole before it is cut.
        return file.read(part.file_size)


def _refuse_wrong_xml(documents: Iterable[bytes]) -> None:
    tags = 0
    for xml in documents:
        tags += xml.count(b"<")
        if tags > MAX_TAGS:
            raise _Refused("holds more cells and formats than a table needs; copy the table into a new workbook")
        if DECLARATION.search(xml.replace(b"\0", b"")):  # also when it is written in UTF-16
            raise _Refused(f"declares a document type or entities, which no workbook does; {SAVE_ANEW}")
        if any(_merged(found) > MAX_MERGED for found in MERGED.finditer(xml)):
            raise _Refused("merges more than a thousand cells at once; unmerge all and write the words into each")


def _repacked(held: Mapping[str, bytes]) -> BytesIO:
    """The same parts in an archive of our own making, whose sizes are true."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as parts:
        for name, raw in held.items():
            parts.writestr(name, raw)
    return packed


def _loaded(packed: BytesIO) -> Workbook:
    try:
        return load_workbook(packed, keep_links=False)
    except Exception as error:  # the reader raises whatever its parts raise on a damaged file
        raise _Refused(f"can't be read as a workbook ({type(error).__name__}); {SAVE_ANEW}") from error


def _merged(found: re.Match[bytes]) -> int:
    first, top, last, bottom = found.groups()
    return (abs(int(bottom) - int(top)) + 1) * (abs(_column(last) - _column(first)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
