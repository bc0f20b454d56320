"""A text as its reader sees it."""

from __future__ import annotations

from functools import lru_cache

from retrieval.facts.plain import plain
from router.posting.text import as_read


@lru_cache(maxsize=4096)
def read_plain(markdown: str) -> str:
    """The plain text of what a reader sees of a draft or a source: a backslash, a link or a picture hides nothing."""
    return plain(as_read(markdown))
