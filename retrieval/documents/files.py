"""Files as text, and the front matter above their body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from retrieval.documents.complaints import Complaints
from retrieval.documents.nodes import MAX_BYTES, Fields, read_nodes

FENCE = "---"


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file: its fields, its body, and the line on which the body begins."""

    path: str
    fields: Fields
    body: str
    body_line: int


def markdown_files(folder: Path) -> Iterator[Path]:
    """All Markdown files below the folder, by name. READMEs and hidden files are for people, not for the index."""
    for path in sorted(folder.rglob("*.md")):
        if path.name.lower() != "readme.md" and not any(part.startswith(".") for part in path.parts[1:]):
            yield path


def read_text(path: Path, complaints: Complaints) -> str | None:
    """The file's text, or None after a complaint."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        complaints.add(str(path), 1, f"can't be read: {error.strerror}")
        return None
    if len(raw) > MAX_BYTES:
        complaints.add(str(path), 1, f"larger than {MAX_BYTES // 1024} KB; split it into several files")
        return None
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        complaints.add(str(path), line, "not written in UTF-8 (it holds zero bytes); save it as UTF-8")
        return None
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        complaints.add(str(path), line, "not written in UTF-8; save it as UTF-8")
        return None


def read_document(path: Path, complaints: Complaints) -> Document | None:
    """The file's front matter and body, or None after a complaint."""
    text = read_text(path, complaints)
    return document_in(text, str(path), complaints) if text is not None else None


def document_in(text: str, path: str, complaints: Complaints) -> Document | None:
    """The same for a text that is, or will be, in the file ``path``."""
    lines = text.split("\n")
    end = _end_of_front_matter(lines)
    if end is None:
        complaints.add(path, 1, 'must begin with front matter: fields between two lines of "---"')
        return None
    fields = read_nodes("\n".join(lines[1:end]), path, complaints, first_line=2)
    if not isinstance(fields, Fields):
        if not complaints.about(path):
            complaints.add(path, 2, 'the front matter must be fields, such as "id: exit-fee"')
        return None
    return Document(path, fields, "\n".join(lines[end + 1 :]).rstrip(), end + 2)


def _end_of_front_matter(lines: list[str]) -> int | None:
    if lines[0].rstrip() != FENCE:
        return None
    return next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
