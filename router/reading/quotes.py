"""Where quoted mail begins in a text, and which of its lines are quoted.

Patterns look at single lines or at a few lines joined, never at a whole mail, so that no mail can make them slow.
"""

from __future__ import annotations

import re

_ADDRESS = r"[^\s<>@]{1,80}@[^\s<>@]{1,120}"
_WROTE = (
    r"wrote|writes|schrieb|schreibt|a écrit|a ecrit|escribió|escribio|escreveu|ha scritto|schreef|skrev|napsala?|"
    r"napsal\(a\)|napisała?|napisał\(a\)|пише|пишет|написала?|написал\(а\)|kirjoitti|yazdı|a scris|írta|έγραψε|"
    r"写道|寫道|のメール|작성|लिखा"
)
_ENDS_WITH_WROTE = re.compile(rf"(?:^|[\s>\"'，,])(?:{_WROTE})\s*[:：]\s*$", re.IGNORECASE)
_WROTE_AND_WHEN = re.compile(rf"^.{{0,200}}{_ADDRESS}.{{0,20}}\s(?:{_WROTE})\s.{{0,60}}\d.{{0,40}}:\s*$", re.IGNORECASE)
_SCHRIEB_WER = re.compile(r"^(?:Am|Den|Den\s)\s.{0,80}\d.{0,60}\s(?:schrieb|skrev)\s.{1,160}:\s*$", re.IGNORECASE)
_WHEN = re.compile(rf"\d{{1,4}}[./:-]\d{{1,2}}|\b(?:19|20)\d\d\b|{_ADDRESS}|\d年")
_BY_A_PROGRAM = re.compile(rf"{_ADDRESS}|\d.*\b\d{{1,2}}[:.h]\d\d|\b\d{{1,2}}[:.h]\d\d.*\d")
"""A mail program names the minute or the address; people who write "on 12 March your agent wrote:" don't."""

_DATE_AND_SENDER = re.compile(
    rf"^\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:[ T]\d{{1,2}}:\d\d(?::\d\d)?)?"
    rf"(?:\s.{{1,120}}<{_ADDRESS}>|\sGMT[+-]\d{{1,2}}:?\d\d\s.{{1,120}}):?\s*$"
)
_SEPARATOR = re.compile(
    r"^[*\s]*[-_=]{4,}\s*(?:original(?: message| appointment)?|forwarded (?:message|by .{1,60})|reply message|"
    r"(?:ur?spr(?:ü|ue)ngliche|weitergeleitete) (?:nachricht|e-?mail)|message (?:d'origine|transféré|original)|"
    r"mensaje (?:original|reenviado)|mensagem (?:original|encaminhada)|messaggio (?:originale|inoltrato)|"
    r"(?:oorspronkelijk|doorgestuurd) bericht|oprindelig meddelelse|originalmeddelande|"
    r"(?:исходное|пересылаемое) сообщение|wiadomość oryginalna|原始邮件|转发邮件|मूल संदेश)\s*[-_=]{4,}[*\s]*$"
    r"|^begin forwarded message:\s*$",
    re.IGNORECASE,
)
_FROM = "from|von|de|da|od|van|fra|från|expéditeur|от|от кого|від|发件人|寄件者|差出人|lähettäjä|kimden|de la|feladó"
_OTHER = (
    "sent|to|subject|date|cc|reply-to|importance|gesendet|an|betreff|datum|antwort an|envoyé|à|objet|enviado|"
    "enviado el|para|asunto|assunto|data|inviato|risposta|a|oggetto|verzonden|aan|onderwerp|wysłano|do|temat|"
    "odesláno|komu|předmět|sendt|til|emne|skickat|till|ämne|дата|кому|тема|发送时间|收件人|主题|日時|宛先|件名|"
    "lähetetty|vastaanottaja|aihe|gönderme|kime|konu|trimis|către|subiect|elküldve|címzett|tárgy"
)
_FROM_LINE = re.compile(rf"^[>\s*]*(?:{_FROM})\s*[:：][*\s]*\S.{{0,200}}$", re.IGNORECASE)
_HEADER_LINE = re.compile(rf"^[>\s*]*(?:{_FROM}|{_OTHER})\s*[:：].{{0,300}}$", re.IGNORECASE)
_ANSWERS_INSIDE = re.compile(
    r"\b(?:in-?line|in (?:red|blue|green|bold|capitals)|(?:see|find|reply|replies|answers?|answered|comments?|details?)"
    r"[\w ,]{0,30} (?:below|inside|underneath|between))\b|\bmarked (?:red|blue|green)\b"
    r"|\b(?:unten|darunter) (?:im text|rot|blau)\b|\bsiehe unten\b|\bantworten (?:im text|unten)\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"^[A-Z]{1,3}>(?:\s|$)")
_DATED_OPENING = re.compile(
    r"^(?:on|at|am|den|le|el|em|il|op|dne|dnia|w dniu|pe|в|у|på|a|na)\s.{0,60}\d|^\d|^在", re.IGNORECASE
)
_OPENING = re.compile(rf"{_DATED_OPENING.pattern}|^[\"'<]?[^\d.!?]{{1,60}}<", re.IGNORECASE)
_OPENS = re.compile(rf"{_OPENING.pattern}|{_WHEN.pattern}|^On\s", re.IGNORECASE)
LONGEST_ATTRIBUTION = 7


def is_quoted(line: str) -> bool:
    """Whether the line carries the usual mark of quoted mail."""
    return line.lstrip().startswith(">") or bool(_INITIALS.match(line))


def attribution_at(lines: list[str], at: int) -> int:
    """How many lines from here on introduce a quote ("On Monday ... wrote:"); 0 when none does.

    A line above the attribution may be the customer's last: of all beginnings the one that looks like one counts.
    """
    if is_quoted(lines[at]) or not _OPENS.search(lines[at][:300]):
        return 0
    joined = ""
    for length, line in enumerate(lines[at : at + LONGEST_ATTRIBUTION], start=1):
        joined = f"{joined} {line.lstrip('> ').strip()}".strip()
        if len(joined) > 400 or (not line.strip() and length > 2):
            return 0
        if _introduces(joined):
            return 0 if _begins_later(lines, at, length) else length
    return 0


def _begins_later(lines: list[str], at: int, length: int) -> bool:
    opening = _DATED_OPENING if _DATED_OPENING.match(lines[at]) else _OPENING
    return any(
        opening.match(lines[later]) and _introduces(" ".join(map(str.strip, lines[later : at + length])))
        for later in range(at + 1, at + length)
    )


def _introduces(joined: str) -> bool:
    if _DATE_AND_SENDER.match(joined):
        return True
    if not joined.endswith((":", "：")):
        return False
    if _SCHRIEB_WER.match(joined) or _WROTE_AND_WHEN.match(joined):
        return True
    return bool(_ENDS_WITH_WROTE.search(joined) and _BY_A_PROGRAM.search(joined))


def is_separator(line: str) -> bool:
    """Whether the line says in words that another mail follows ("----- Original Message -----")."""
    return len(line) < 120 and not is_quoted(line) and bool(_SEPARATOR.match(line))


def header_at(lines: list[str], at: int) -> bool:
    """Whether the header of a quoted mail begins here: a sender's line and two more like it within the next six."""
    if is_quoted(lines[at]) or not _FROM_LINE.match(lines[at][:300]):
        return False
    following = [line for line in lines[at + 1 : at + 9] if line.strip()][:6]
    return sum(bool(_HEADER_LINE.match(line[:400])) for line in following) >= 2


def answers_inside(own: str) -> bool:
    """Whether the words above an unmarked quote say that answers stand inside it."""
    return bool(_ANSWERS_INSIDE.search(own))
