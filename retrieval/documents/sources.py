"""Article files of every kind: which are read, by which reader, and where their fields stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from retrieval.documents.blocks import Block, Complain
from retrieval.documents.complaints import Complaints
from retrieval.documents.csv_tables import csv_blocks
from retrieval.documents.files import Document, read_document, read_text
from retrieval.documents.html_blocks import html_blocks
from retrieval.documents.markdown import markdown_blocks
from retrieval.documents.nodes import Fields, read_nodes
from retrieval.documents.xlsx_blocks import xlsx_blocks

SIDE = ".meta.yaml"
"""``fees.xlsx`` has its fields in ``fees.meta.yaml``."""

MARKDOWN, HTML, CSV, XLSX = (".md",), (".html", ".htm"), (".csv",), (".xlsx",)
READ = (*MARKDOWN, *HTML, *CSV, *XLSX)
AS_XLSX = "save it as .xlsx without macros"
AS_ARTICLE = "write it as .md or .html, or a table as .csv or .xlsx"
NOT_READ = {
    **dict.fromkeys((".xlsm", ".xls", ".xlsb", ".xltx", ".xltm", ".ods"), AS_XLSX),
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".pdf", ".txt", ".tsv", ".markdown", ".xhtml"), AS_ARTICLE),
}


@dataclass(frozen=True, slots=True)
class Source:
    """An article as it was read: its fields, the file they stand in, and its text and tables in order."""

    path: str
    fields: Fields
    fields_path: str
    body_line: int
    blocks: tuple[Block, ...]


def article_sources(folder: Path, complaints: Complaints) -> Iterator[Source]:
    """All articles below the folder, by name. READMEs and hidden files are for people, not for the index."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and not _is_for_people(path, folder)]
    for path in paths:
        kind = path.suffix.lower()
        if kind in NOT_READ:
            complaints.add(str(path), 1, f"{kind} files are not read; {NOT_READ[kind]}")
        elif kind in READ:
            source = read_source(path, complaints)
            if source:
                yield source
        elif path.name.endswith(SIDE) and not any(_side_of(article) == path for article in paths):
            complaints.add(str(path), 1, f"there is no article {path.name.removesuffix(SIDE)} beside it; remove this")


def _is_for_people(path: Path, folder: Path) -> bool:
    below = path.relative_to(folder).parts
    return path.name.lower() == "readme.md" or any(part.startswith((".", "~$")) for part in below)


def _side_of(path: Path) -> Path | None:
    return path.with_suffix(SIDE) if path.suffix.lower() in (*HTML, *CSV, *XLSX) else None


def read_source(path: Path, complaints: Complaints) -> Source | None:
    """One article's file, or None after a complaint."""
    complain = _complain(path, complaints)
    if path.suffix.lower() in MARKDOWN:
        document = read_document(path, complaints)
        return _from_markdown(document, complaints, complain) if document else None
    before = len(complaints.found)
    blocks = tuple(_blocks(path, complaints, complain))
    if not blocks and len(complaints.found) == before:
        complain(1, "there is nothing in this file; write the article there, or remove the file")
    side = path.with_suffix(SIDE)
    fields = _side_fields(path, side, complaints)
    return Source(str(path), fields, str(side), 1, blocks) if fields else None


def _complain(path: Path, complaints: Complaints) -> Complain:
    return lambda line, says: complaints.add(str(path), line, says)


def _from_markdown(document: Document, complaints: Complaints, complain: Complain) -> Source:
    before = len(complaints.found)
    blocks = tuple(markdown_blocks(document.body, document.body_line, complain))
    if not blocks and len(complaints.found) == before:
        complain(document.body_line, "there is nothing below the front matter; write it there")
    return Source(document.path, document.fields, document.path, document.body_line, blocks)


def _blocks(path: Path, complaints: Complaints, complain: Complain) -> Iterator[Block]:
    if path.suffix.lower() in XLSX:
        yield from xlsx_blocks(path, complain)
        return
    text = read_text(path, complaints)
    if text is not None:
        read = csv_blocks if path.suffix.lower() in CSV else html_blocks
        yield from read(text, complain)


def _side_fields(path: Path, side: Path, complaints: Complaints) -> Fields | None:
    if not side.exists():
        says = f"its fields are missing: write {side.name} beside it, with id, title, audience, owner and review"
        complaints.add(str(path), 1, says)
        return None
    text = read_text(side, complaints)
    fields = read_nodes(text, str(side), complaints) if text is not None else None
    if not isinstance(fields, Fields) and not complaints.about(str(side)):
        complaints.add(str(side), 1, 'this must be fields, such as "id: exit-fee"')
    return fields if isinstance(fields, Fields) else None
