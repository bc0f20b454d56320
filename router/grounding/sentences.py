"""Cutting a text into sentences that can be compared, and telling mere courtesy from statements."""

from __future__ import annotations

import re

_END = re.compile(
    r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bRs\.)(?<!\bNo\.)(?<!\bvs\.)(?<!\bca\.)(?<!\bz\. B\.)\s+|\n+"
)
_MARKS = re.compile(r"^(?:[-*+>#]+|\d+[.)])\s+")
_NAME = r"\[(?:first name|name \d+)\]"
"""Only a placeholder may be greeted: free words behind "Hi" could say anything."""
_QUESTIONS = (
    r"(?:if you have (?:any )?(?:other |further |more )?questions?(?: about (?:this|it))?"
    r"|if (?:anything|something) is unclear)"
)
_WRITE = (
    r"(?:please )?(?:feel free to |just |simply )?(?:reply|write|let us know|ask(?: us)?)"
    r"(?: (?:to )?(?:us|(?:to )?this (?:message|e-?mail|mail)))?(?: again)?"
)
_COURTESY = re.compile(
    rf"(?:hello|hi|dear|good (?:morning|afternoon|evening))(?: {_NAME}){{0,2}}[,!.]?"
    rf"|(?:guten (?:tag|morgen|abend)|hallo|liebe[r]?|sehr geehrte[r]?)(?: {_NAME}){{0,2}}[,!.]?"
    r"|(?:many )?thank(?:s| you)(?: very much)?(?: for (?:writing(?: to us)?|reaching out(?: to us)?"
    r"|your (?:message|e-?mail|question|patience)))?[.!]?"
    r"|(?:vielen|herzlichen|besten) dank(?: für ihre (?:nachricht|e-?mail|anfrage|frage|geduld))?[.!]?"
    r"|(?:(?:with )?(?:kind|best|warm) regards|yours sincerely|best wishes)[,.!]?"
    r"|(?:mit )?(?:freundlichen?|besten?|herzlichen?) grüßen?[,.!]?|viele grüße[,.!]?"
    r"|(?:your |the |ihr )?(?:customer )?support(?:[ -]team)?[.!]?"
    rf"|we hope (?:this|that) helps[.!]?|{_WRITE}[, ]+{_QUESTIONS}[.!]?|{_QUESTIONS}, {_WRITE}[.!]?"
    r"|here (?:is|are) (?:the (?:steps|details|answer)|how(?: it works| to do (?:it|this))?|what you can do)[:.]"
    r"|wir hoffen, (?:das|dass ihnen das) (?:hilft|weiterhilft)[.!]?",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """The sentences and lines of a Markdown text, without list and quote marks, blanks made single."""
    lines = (_plain(line) for line in text.splitlines())
    pieces = (piece.strip() for line in lines for piece in _END.split(line))
    return [piece for piece in pieces if re.search(r"\w", piece)]


def whole_sentences(quote: str, text: str) -> list[str]:
    """For each place where the text holds the quote: the quote with the rest of the sentences it was cut from."""
    return [_widened(start, start + len(quote), text) for start in _starts(quote, text)]


def _starts(quote: str, text: str) -> list[int]:
    found, start = [], text.find(quote)
    while start >= 0 and quote:
        found.append(start)
        start = text.find(quote, start + 1)
    return found


def _widened(start: int, end: int, text: str) -> str:
    breaks = [(match.start(), match.end()) for match in _END.finditer(text)]
    first = max((after for _, after in breaks if after <= start), default=0)
    last = min((before for before, _ in breaks if before >= end), default=len(text))
    return text[first:last]


def is_courtesy(sentence: str) -> bool:
    """Whether the sentence greets, thanks or signs, and says nothing else. A closed list: when in doubt, no."""
    return _COURTESY.fullmatch(sentence.replace("*", "").strip()) is not None


def _plain(piece: str) -> str:
    return _MARKS.sub("", " ".join(piece.split())).strip()
