"""What stands below a customer's own words without being theirs: signatures, phone marks, disclaimers, rules.

Each cut needs a sign of its own; where a line could be the customer's, it stays.
"""

from __future__ import annotations

import re

from router.reading.notices import is_notice, without_notices

LONGEST_SIGNATURE = 12
LONGEST_LINE = 1000
"""Characters looked at of a line below a signature's mark."""

_DASHES = re.compile(r"^\s*(?:--|—|––|_{5,})\s*$")
_ONLY_MARKS = re.compile(r"^[\s\-_=*~#+.ᐧ|>•·]*$")
_SENT_FROM = re.compile(
    r"^\W*(?:sent (?:from|via|using|with)|get outlook for|gesendet (?:von|mit)|von meinem .{1,30} gesendet|"
    r"envoyé (?:de|depuis|à partir)|enviado (?:desde|do|a partir|por)|inviato da(?:l)?|"
    r"(?:verzonden|verstuurd) (?:vanaf|met|vanuit)|skickat (?:från|med)|"
    r"sendt fra|lähetetty|wysłan[eo] z|odesláno z|odoslané z|отправлено (?:с|из)|"
    r"надіслано з|trimis de pe|küldve|εστάλη από|dikirim dari|"
    r"được gửi từ|(?:holen sie sich|obtenir|télécharger|obtener|"
    r"ottieni|obter|download) outlook (?:für|pour|para|per|voor)|diese nachricht wurde von .{1,60} gesendet)\b.{0,80}$"
    r"|^\W*(?:outlook für (?:ios|android) (?:beziehen|herunterladen)|yahoo mail: .{0,60}|iPhoneから送信|"
    r".{1,20}から送信|(?:从|從)我的.{1,20}(?:发送|傳送|寄出)|나의 .{1,20}에서 (?:보냄|보낸 메일)|מה-?.{1,20} שלי נשלח|"
    r"نُ?رسل(?:ت)? من .{1,30}|(?:मेरे|मेरी) .{1,30} से भेजा गया|.{1,20} cihazımdan gönderildi|.{1,20}'den gönderildi)\W*$",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\b(?:bank|account|acct|a/c|neft|rtgs|imps|upi|cards?|wire|cheque|paypal|wallet|rs|inr|eur|usd|konto)\b|[₹€$£]|\d{4}",
    re.IGNORECASE,
)
"""Money is sent from and with things too, and that a customer says."""

_SIGN_OFF = re.compile(
    r"^\W*(?:(?:many |warm |best |kind |with |warmest )*(?:thanks|thank you|thankyou|regards|wishes|best|cheers)"
    r"(?:\s*(?:&|and|n)\s*(?:best |kind |warm )?regards)?|yours (?:sincerely|faithfully|truly)|sincerely|rgds|"
    r"mit (?:freundlichen|besten|lieben) grüßen|(?:viele|liebe|beste|herzliche) grüße|cordialement|saludos|"
    r"cordiali saluti|met vriendelijke groet)\W*$",
    re.IGNORECASE,
)
_WANTS = re.compile(
    r"\b(?:please|kindly|pls|plz|bitte)\b|\bich (?:habe|bin|möchte|will|kann|brauche|warte)\b|\bI(?:['’](?:m|ve|d|ll)"
    r"| (?:am|have|had|want|need|would|can|cannot|can't|could|did|didn't|do|don't|paid|sent|got|will|still|also))\b",
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
    lines = without_notices(lines)
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
        if _DASHES.match(lines[at]) and not any(looks_written(lines[below]) for below in written[position + 1 :]):
            return _without_trailing_marks(lines[:at])
    return lines


def looks_written(line: str) -> bool:
    """Whether the line can't be a signature's: a question, a postscript, a request or a long sentence."""
    if re.search(r"\?(?:\s|$)|^\s*p\.?s\b", line[:LONGEST_LINE], re.IGNORECASE):
        return True
    return bool(_WANTS.search(line[:LONGEST_LINE]) or len(line.split()) > 14) and not is_notice(line)


def _without_sent_from(lines: list[str]) -> list[str]:
    kept = [at for at, line in enumerate(lines) if line.strip()]
    last = lines[kept[-1]] if len(kept) > 1 else ""
    if _SENT_FROM.match(last[:LONGEST_LINE]) and not _MONEY.search(last[:LONGEST_LINE]):
        return _without_trailing_marks(lines[: kept[-1]])
    return lines


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
