"""What mail servers write: warnings above a mail from outside, notices of confidentiality, viruses and paper below."""

from __future__ import annotations

import re

MOST_LINES = 40
LONGEST_NOTICE = 3000
SHORTEST_NOTICE = 160
OPENING = 400
"""Characters of a notice, and of its beginning, which tells what it is."""
LONGEST_BANNER = 800

_FROM_OUTSIDE = re.compile(
    r"\b(?:originated|came|sent|is|was received) from (?:an )?(?:outside|external)\b|\bexternal (?:e-?mail|sender)\b"
    r"|\b(?:externen absender|von außerhalb|von extern)\b",
    re.IGNORECASE,
)
_BEWARE = re.compile(r"\b(?:links?|attachments?|anhänge|anhang)\b", re.IGNORECASE)
_WARNS = re.compile(r"^\W*(?:caution|warning|external|attention|achtung|vorsicht|warnung|extern)\b", re.IGNORECASE)
_OF_ONESELF = re.compile(r"\b(?:I|me|my|ich|mir|mich|mein\w*)\b")
_BOILERPLATE = re.compile(
    r"\b(?:intended (?:recipients?|solely|only)|received this (?:e-?mail|message|communication|transmission) "
    r"(?:in error|by mistake)|(?:e-?mail|message|communication)\b.{0,200}\breceived (?:this|it) "
    r"(?:in error|by mistake)|"
    r"scanned (?:for|by) .{0,30}(?:virus|malware)|virus-?free|(?:think|consider) .{0,30}before (?:you print|printing)|"
    r"consider the environment|vertrauliche informationen|irrtümlich erhalten|an die umwelt|ausschließlich für den)",
    re.IGNORECASE,
)
_CONFIDENTIAL = re.compile(
    r"\b(?:confidential(?:ity)?\b.{0,80}\b(?:privileged|notice|intended|e-?mail|message|attachments?)"
    r"|(?:e-?mail|message)\b.{0,120}\bconfidential|vertraulich)",
    re.IGNORECASE,
)
"""Customers ask for this too, in a line; a company's notice is a long one."""


def without_banner(lines: list[str]) -> list[str]:
    """The lines without a first paragraph that warns of mail from outside."""
    end = next((at for at, line in enumerate(lines) if not line.strip()), 0)
    paragraph = " ".join(lines[:end])
    if not end or len(paragraph) > LONGEST_BANNER or "?" in paragraph or _OF_ONESELF.search(paragraph):
        return lines
    warns = _WARNS.search(paragraph) and _FROM_OUTSIDE.search(paragraph) and _BEWARE.search(paragraph)
    return lines[end:] if warns else lines


def without_notices(lines: list[str]) -> list[str]:
    """Closing passages that speak of confidentiality, viruses and paper."""
    kept = lines
    while start := _notice_at(_without_empty_end(kept)):
        above = _without_empty_end(kept[:start])
        if not above:
            break
        kept = above
    return kept


def _without_empty_end(lines: list[str]) -> list[str]:
    """Without last lines that hold no letter and no figure."""
    end = len(lines)
    while end and not any(map(str.isalnum, lines[end - 1])):
        end -= 1
    return lines[:end]


def _notice_at(lines: list[str]) -> int:
    """The line of the last paragraph with which a notice begins; 0 when none does."""
    start = len(lines)
    while start and lines[start - 1].strip() and len(lines) - start < MOST_LINES:
        start -= 1
    for at in range(start, len(lines)):
        begins = at == 0 or lines[at - 1].rstrip().endswith((".", "!", "?", ",", ":", "-", "_", "*")) or at == start
        if begins and _is_notice(" ".join(lines[at:])[:LONGEST_NOTICE]):
            return at
    return 0


def _is_notice(text: str) -> bool:
    opening = text[:OPENING]
    if "?" in text or _OF_ONESELF.search(opening):
        return False
    return bool(_BOILERPLATE.search(opening) or (len(text) >= SHORTEST_NOTICE and _CONFIDENTIAL.search(opening)))


def is_notice(line: str) -> bool:
    """Whether the line speaks as such notices do."""
    line = line[:LONGEST_NOTICE]
    return bool(_BOILERPLATE.search(line) or _CONFIDENTIAL.search(line))
