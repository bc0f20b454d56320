"""Front matter as people write it: plain words where YAML allows them, quotes where it doesn't."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

_PLAIN = re.compile(r"[^\W_](?:[\w .,()/+'?&=@-]|:(?=\S))*")


def front_matter(fields: Mapping[str, object], comments: Sequence[str]) -> str:
    """The fields between two lines ``---``, under comments. Texts, lists that are empty, and slots."""
    lines = [*(f"# {' '.join(comment.split())}" for comment in comments), *_fields(fields)]
    return "\n".join(["---", *lines, "---", ""])


def _fields(fields: Mapping[str, object]) -> Iterator[str]:
    for name, value in fields.items():
        if isinstance(value, Mapping) and value:
            yield f"{name}:"
            yield from (f"  {slot}: {_flow(parts)}" for slot, parts in value.items())
        elif isinstance(value, str):
            yield f"{name}: {scalar(value)}".rstrip()
        else:
            yield f"{name}: {'{}' if isinstance(value, Mapping) else '[]'}"


def _flow(parts: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {scalar(value)}" for name, value in parts.items()) + "}"


def scalar(text: str) -> str:
    """A text as YAML reads it back, letter for letter."""
    if not text or (_PLAIN.fullmatch(text) and text == text.strip() and "," not in text):
        return text
    return json.dumps(text, ensure_ascii=False)
