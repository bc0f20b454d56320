"""Fencing what isn't ours: all below the first fence mark is material, and no text can make a mark."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MARK = "<<<"
END = f"{MARK}end"
"""Closes the last fence; any other ends where the next one begins."""

_OPENING = (
    "<\uff1c\ufe64\u226a\u22d8\u2039\u00ab\u27e8\u27ea\u3008\u300a\u276e\u2770\u02c2\u1438\ufe3f\ufe3d\u29fc\u2329"
)
_CLOSING = (
    ">\uff1e\ufe65\u226b\u22d9\u203a\u00bb\u27e9\u27eb\u3009\u300b\u276f\u2771\u02c3\u1433\ufe40\ufe3e\u29fd\u232a"
)
"""Angle marks and what looks like them, or becomes one when a text is normalised (NFKC)."""
_BETWEEN = r"[\s\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]*"
_RUNS = re.compile(
    "|".join(
        rf"(?:[{marks}]{_BETWEEN}){{2,}}[{marks}]|[{wide}](?:{_BETWEEN}[{marks}])*"
        for marks, wide in ((_OPENING, "\u226a\u22d8"), (_CLOSING, "\u226b\u22d9"))
    )
)
"""Three in a row; of those that are two or three by themselves, one is enough."""
_SHOW_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0\u2800")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def fence(label: str, text: str) -> str:
    """The text under a mark with its label, as one block of the prompt."""
    return f"{MARK}{' '.join(neutralised(label).split())}\n{neutralised(text)}"


@lru_cache(maxsize=256)
def neutralised(text: str) -> str:
    """The text without what nobody sees, and with runs of angle marks, or of what looks like them, made harmless.

    One or two marks stay as they are, so that "Profile > KYC" is read, and quoted, as it was written.
    """
    return _RUNS.sub(_harmless, seen(text))


def seen(text: str) -> str:
    """The text with every line end a plain one, and without characters of no width or that turn the direction."""
    return "".join(one for one in _LINE_ENDS.sub("\n", text) if one in "\n\t" or not _shows_nothing(one))


def _shows_nothing(one: str) -> bool:
    if unicodedata.category(one) in ("Cc", "Cf", "Co", "Cs", "Cn") or one in _SHOW_NOTHING:
        return True
    return "\ufe00" <= one <= "\ufe0f" or "\U000e0100" <= one <= "\U000e01ef"


def _harmless(run: re.Match[str]) -> str:
    return "".join("(" if one in _OPENING else ")" if one in _CLOSING else one for one in run[0])
