"""Which products are declared: the only thing the index wants to know of the rules."""

from __future__ import annotations

from pathlib import Path

from retrieval.documents.complaints import Complaints
from retrieval.documents.files import read_text
from retrieval.documents.nodes import Fields, read_nodes
from retrieval.types import SHARED

MAX_AUDIENCE_BYTES = 60
"""Longer names would not fit into a partition's name."""


def declared_products(path: Path, complaints: Complaints) -> tuple[str, ...]:
    """The names under ``segments:``, in the file's order. The rest of the file belongs to the rules."""
    text = read_text(path, complaints)
    root = read_nodes(text, str(path), complaints) if text is not None else None
    segments = root.entries.get("segments") if isinstance(root, Fields) else None
    if not isinstance(segments, Fields):
        if not complaints.about(str(path)):
            complaints.add(str(path), 1, 'no products found; declare them under "segments:"')
        return ()
    for name, line in segments.lines.items():
        if not name.strip() or name == SHARED or len(name.encode()) > MAX_AUDIENCE_BYTES:
            complaints.add(str(path), line, f'"{name}" can\'t be a product: use another name, up to 60 bytes long')
    return tuple(segments.entries)
