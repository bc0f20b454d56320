"""Names in the index: one function for partitions, one for rows."""

from __future__ import annotations

import hashlib
from typing import Literal

Kind = Literal["example", "passage"]
KINDS: tuple[Kind, ...] = ("example", "passage")


def partition_name(kind: Kind, audience: str) -> str:
    """The partition that holds this kind of row for this audience.

    The audience goes in as the hex of its UTF-8: a real Milvus refuses names such as ``IM+``, and replacing what it
    refuses would let ``IM+`` and ``IM-`` share a partition.
    """
    if not audience:
        raise ValueError("a row without an audience has no place in the index")
    return f"{kind}_{audience.encode('utf-8').hex()}"


def content_id(document: str, *parts: str) -> str:
    """An id of letters, digits and hyphens that is the same exactly as long as document and content are."""
    digest = hashlib.sha256("\0".join((document, *parts)).encode("utf-8")).hexdigest()
    return f"{document}-{digest[:12]}"
