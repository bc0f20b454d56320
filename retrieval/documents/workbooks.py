"""Opening an XLSX workbook that somebody else made, without being hurt by it.

A workbook is a ZIP of XML: a small file may unpack to gigabytes, declare entities within entities, or merge billions of
cells. All of that is looked for before the reader sees the file.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from retrieval.documents.blocks import Complain

MAX_FILE = 2 * 1024 * 1024
MAX_UNPACKED = 12 * 1024 * 1024
MAX_PARTS = 500
MAX_MERGED = 1000
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
SAVE_ANEW = "open it in your spreadsheet program and save it anew as .xlsx"


def open_workbook(path: Path, complain: Complain) -> Workbook | None:
    """The workbook, or None after a complaint."""
    try:
        if path.stat().st_size > MAX_FILE:
            complain(1, f"larger than {MAX_FILE // 1024} KB; split it into several files, and leave pictures out")
            return None
        raw = path.read_bytes()
        wrong = _wrong_with(raw)
    except OSError as error:
        wrong = f"can't be read: {error.strerror}"
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError):
        wrong = f"not a workbook, or damaged, or protected by a password; {SAVE_ANEW}, without a password"
    if wrong:
        complain(1, wrong)
        return None
    return _loaded(raw, complain)


def _loaded(raw: bytes, complain: Complain) -> Workbook | None:
    try:
        return load_workbook(BytesIO(raw), keep_links=False)
    except Exception as error:  # the reader raises whatever its parts raise on a damaged file
        complain(1, f"can't be read as a workbook ({type(error).__name__}); {SAVE_ANEW}")
        return None


def _wrong_with(raw: bytes) -> str:
    if not raw:
        return "the file is empty; write the table, or remove the file"
    with zipfile.ZipFile(BytesIO(raw)) as parts:
        listed = parts.infolist()
        # No more than the declared size of a part is ever unpacked, so the declaration may be trusted.
        if len(listed) > MAX_PARTS or sum(part.file_size for part in listed) > MAX_UNPACKED:
            return f"unpacks to more than {MAX_UNPACKED // 1024 // 1024} MB; keep only the cells that are needed"
        if any(part.filename.lower().endswith("vbaproject.bin") for part in listed):
            return "holds macros; save it as a workbook without macros (.xlsx)"
        return next(_wrong_xml(parts), "")


def _wrong_xml(parts: zipfile.ZipFile) -> Iterator[str]:
    for part in parts.infolist():
        if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        xml = parts.read(part)
        if DECLARATION.search(xml.replace(b"\0", b"")):  # also when it is written in UTF-16
            yield f"declares a document type or entities, which no workbook does; {SAVE_ANEW}"
        if any(_merged(found) > MAX_MERGED for found in MERGED.finditer(xml)):
            yield "merges more than a thousand cells at once; unmerge all cells and write the words into each"


def _merged(found: re.Match[bytes]) -> int:
    first, top, last, bottom = found.groups()
    return (abs(int(bottom) - int(top)) + 1) * (abs(_column(last) - _column(first)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
