"""A text as its reader sees it."""

from __future__ import annotations

from functools import lru_cache

from retrieval.facts.plain import plain
from router.posting.letters import seen
from router.posting.text import as_read


@lru_cache(maxsize=4096)
def read_plain(markdown: str) -> str:
    """The plain text of what a reader sees of a draft or a source.

    A backslash, a link, a picture, an invisible character or a letter of another script hides nothing.
    """
    return seen(plain(as_read(markdown)))
