"""Cutting a text into sentences that can be compared, and telling mere courtesy from statements."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?])\s+|\n+")
_MARKS = re.compile(r"^(?:[-*+>#]+|\d+[.)])\s+")
_NAME = r"\[(?:first name|name \d+)\]"
"""Only a placeholder may be greeted: free words behind "Hi" could say anything."""
_COURTESY = re.compile(
    rf"(?:hello|hi|dear|good (?:morning|afternoon|evening))(?: {_NAME}){{0,2}}[,!.]?"
    r"|thank you(?: very much)?(?: for (?:writing(?: to us)?|your (?:message|e-mail|question|patience)))?[.!]?"
    r"|(?:(?:with )?(?:kind|best|warm) regards|yours sincerely|best wishes)[,.!]?"
    r"|(?:your |the )?(?:customer )?support(?: team)?[.!]?"
    r"|we hope this helps[.!]?",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """The sentences and lines of a Markdown text, without list and quote marks, blanks made single."""
    pieces = (_plain(piece) for piece in _END.split(text))
    return [piece for piece in pieces if re.search(r"\w", piece)]


def whole_sentences(quote: str, text: str) -> str:
    """The quote with the rest of the sentences it was cut from; the quote alone where the text doesn't hold it."""
    start = text.find(quote)
    if start < 0:
        return quote
    end = start + len(quote)
    breaks = [(match.start(), match.end()) for match in _END.finditer(text)]
    first = max((after for _, after in breaks if after <= start), default=0)
    last = min((before for before, _ in breaks if before >= end), default=len(text))
    return text[first:last]


def is_courtesy(sentence: str) -> bool:
    """Whether the sentence greets, thanks or signs, and says nothing else. A closed list: when in doubt, no."""
    return _COURTESY.fullmatch(sentence.replace("*", "").strip()) is not None


def _plain(piece: str) -> str:
    return _MARKS.sub("", " ".join(piece.split())).strip()
