"""What stands below a customer's own words without being theirs: signatures, phone marks, disclaimers, rules.

Each cut needs a sign of its own; where a line could be the customer's, it stays.
"""

from __future__ import annotations

import re

LONGEST_SIGNATURE = 12

_DASHES = re.compile(r"^\s*(?:--|—|––|_{5,})\s*$")
_ONLY_MARKS = re.compile(r"^[\s\-_=*~#+.ᐧ|>•·]*$")
_SENT_FROM = re.compile(
    r"^\W*(?:sent (?:from|via|using|with)|get outlook for|gesendet (?:von|mit)|von meinem .{1,30} gesendet|"
    r"envoyé (?:de|depuis)|enviado (?:desde|do)|inviato da|verzonden (?:vanaf|met)|skickat från|sendt fra|"
    r"wysłane z|odesláno z|отправлено (?:с|из))\b.{0,80}$",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"\b(?:intended (?:recipients?|solely|only)|confidential(?:ity)?\b.{0,80}\b(?:privileged|notice|intended|e-?mail"
    r"|message|attachments?)|(?:e-?mail|message)\b.{0,120}\bconfidential|received (?:this|it) (?:e-?mail |message )?"
    r"(?:in error|by mistake)|scanned (?:for|by) .{0,30}(?:virus|malware)|virus-?free|think before you print|"
    r"consider the environment|vertrauliche informationen|irrtümlich erhalten)",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"^\W*(?:(?:many |warm |best |kind |with |warmest )*(?:thanks|thank you|thankyou|regards|wishes|best|cheers)"
    r"(?:\s*(?:&|and|n)\s*(?:best |kind |warm )?regards)?|yours (?:sincerely|faithfully|truly)|sincerely|rgds|"
    r"mit (?:freundlichen|besten|lieben) grüßen|(?:viele|liebe|beste|herzliche) grüße|cordialement|saludos|"
    r"cordiali saluti|met vriendelijke groet)\W*$",
    re.IGNORECASE,
)
_CONTACT_LINE = re.compile(
    r"^\W*(?:(?:m|mob|mobile|t|tel|telephone|p|ph|phone|cell|f|fax|e|e-?mail|mail|w|web|website|www)\s*[.:|-]+\s*)?"
    r"(?:\+\d[\d\s().-]{6,}|\(?\d{2,5}\)?[\s.-]\d{3,5}[\s.-]?\d{3,5}|[^\s@]+@[^\s@]+\.\w+|(?:https?://|www\.)\S+)\W*$"
    r"|^\W*(?:m|mob|mobile|t|tel|p|ph|phone|cell|fax)\s*[.:]\s*[+\d][\d\s().-]{6,}$",
    re.IGNORECASE,
)


def without_signature(lines: list[str]) -> list[str]:
    """The lines without what follows the customer's words, cut from the bottom up."""
    lines = _without_trailing_marks(lines)
    lines = _without_disclaimers(lines)
    lines = _below_dashes(lines)
    lines = _without_sent_from(lines)
    return _without_trailing_marks(_below_sign_off(lines))


def _without_trailing_marks(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and _ONLY_MARKS.match(lines[end - 1]):
        end -= 1
    return lines[:end]


def _below_dashes(lines: list[str]) -> list[str]:
    written = [at for at, line in enumerate(lines) if line.strip()]
    for position in range(max(1, len(written) - LONGEST_SIGNATURE - 1), len(written)):
        at = written[position]
        if _DASHES.match(lines[at]) and not any(_looks_written(lines[below]) for below in written[position + 1 :]):
            return _without_trailing_marks(lines[:at])
    return lines


def _looks_written(line: str) -> bool:
    """A question, a postscript or a long sentence is not a signature."""
    return bool(re.search(r"\?\s*$|^\s*p\.?s\b", line, re.IGNORECASE)) or (
        len(line.split()) > 14 and not _DISCLAIMER.search(line)
    )


def _without_sent_from(lines: list[str]) -> list[str]:
    kept = [at for at, line in enumerate(lines) if line.strip()]
    if len(kept) > 1 and _SENT_FROM.match(lines[kept[-1]]):
        return _without_trailing_marks(lines[: kept[-1]])
    return lines


def _without_disclaimers(lines: list[str]) -> list[str]:
    """Closing paragraphs that speak of confidentiality, viruses and paper."""
    end = len(lines)
    while True:
        start = end
        while start and lines[start - 1].strip():
            start -= 1
        paragraph = " ".join(lines[start:end])
        if not start or len(paragraph) < 40 or not _DISCLAIMER.search(paragraph[:3000]) or _looks_asked(paragraph):
            return lines[:end]
        end = len(_without_trailing_marks(lines[:start]))


def _looks_asked(paragraph: str) -> bool:
    return "?" in paragraph


def _below_sign_off(lines: list[str]) -> list[str]:
    """After "Regards" and a name: contact lines and the titles among them, if nothing else stands there."""
    written = [at for at, line in enumerate(lines) if line.strip()]
    for position in range(max(1, len(written) - LONGEST_SIGNATURE - 1), len(written) - 2):
        rest = [lines[at][:200] for at in written[position + 2 :]]
        if not _SIGN_OFF.match(lines[written[position]][:80]):
            continue
        if any(map(_CONTACT_LINE.match, rest)) and all(map(_is_card_line, rest)):
            return lines[: written[position + 1] + 1]
    return lines


def _is_card_line(line: str) -> bool:
    """A line of a visiting card: a contact, or a few capitalised words without a figure, as a title has."""
    if _CONTACT_LINE.match(line):
        return True
    words = line.split()
    capitals = sum(word[:1].isupper() for word in words)
    return len(words) <= 6 and capitals * 2 > len(words) and not re.search(r"[\d?!:]|[.;]$", line)
