"""Passages that go out as they are: the model writes their mark, we write the words below their heading.

What a model copies it may bend; what it picks it can't. A passage that stands below its heading as it stands in its
article is told in place, and nobody has to compare it first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from retrieval.types import Passage
from router.grounding.places import heading_of

MARK = "[whole "
_MARKED = re.compile(r"[ \t]*\[whole (?P<name>[\w-]{1,20})\][ \t]*\n*")


def is_mark(words: str) -> bool:
    """Whether the words are a mark and nothing else."""
    return _MARKED.fullmatch(words) is not None


def marked(text: str) -> tuple[str, ...]:
    """The names in the marks of a text, each once."""
    return tuple(dict.fromkeys(match["name"] for match in _MARKED.finditer(text)))


def with_passages(text: str, passages: Mapping[str, Passage]) -> str:
    """The text with each marked passage as paragraphs of its own. Every name must be one of ``passages``."""
    pieces = _MARKED.split(text)
    told = [one.strip("\n") if at % 2 == 0 else as_told(passages[one]) for at, one in enumerate(pieces)]
    return "\n\n".join(one for one in told if one.strip()) if len(pieces) > 1 else text


def as_told(passage: Passage) -> str:
    """The passage in Markdown, below its heading; rows, which lie side by side in no table any more, as a list."""
    lines = passage.text.strip().split("\n")
    rows = len(lines) > 1 and all(" | " in line or " — " in line for line in lines)
    return f"**{heading_of(passage)}**\n\n" + "\n".join(f"- {line}" if rows else line for line in lines)
