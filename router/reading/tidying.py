"""A text without what nobody sees: invisible characters, blanks around lines, empty lines in a row."""

from __future__ import annotations

import re

_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")


def tidy(text: str) -> str:
    """Invisible characters out, blanks around lines out, at most one empty line in a row."""
    text = _INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    # Line by line: a pattern for blanks before a line's end looks at a long run of blanks once for each of them.
    text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n ")
