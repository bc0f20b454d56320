"""The lines with which a mail program introduces the mail it quotes: "On Monday ... Asha wrote:", in many languages."""

from __future__ import annotations

import re

LONGEST_ATTRIBUTION = 7
"""Lines, as programs break them."""
LONGEST_JOINED = 400

_ADDRESS = r"[^\s<>@]{1,80}@[^\s<>@]{1,120}"
_WROTE = (
    r"wrote|writes|schrieb|schreibt|(?:folgendes )?geschrieben|schrieben|a écrit|a ecrit|avez écrit|"
    r"escribió|escribio|ha escrit|va escriure|"
    r"escribiu|escreveu|ha scritto|schreef|geschreven|skrev|skrifaði|napsal|napsala|napsal\(a\)|napísal|napísala|"
    r"napísal\(a\)|napisał|napisała|napisał\(a\)|nadesłał|pisze|píše|napisao|napisala|napisao/la|piše|пише|пишет|"
    r"написал|написала|написал\(а\)|написав|написав\(ла\)|написа|kirjoitti|kirjutas|rakstīja|rašė|yazdı|a scris|"
    r"írta|έγραψε|đã viết|menulis|เขียนว่า|写道|寫道|のメール|작성|님이 작성|लिखा|लिहिले|লিখেছেন|લખ્યું|"
    r"எழுதியது|రాసారు|ಬರೆದಿದ್ದಾರೆ|എഴുതി|ਲਿਖਿਆ|لکھا|نوشت|كتب|כתב|כתבה|כתב/ה"
)
_BEFORE_ITS_SENDER = (
    r"schrieb|schreef|skrev|skrifaði|schreibt|пользователь|odesílatel|odosielateľ|от|bởi|oleh|بواسطة|מאת|napisana przez"
)
_ENDS_WITH_WROTE = re.compile(rf"(?:^|[\s>\"'，,)\d])(?:{_WROTE})\s*[:：]\s*$", re.IGNORECASE)
_ENDS_WITHOUT_COLON = re.compile(rf"(?:^|[\s>\"'，,)])(?:{_WROTE})\s*$", re.IGNORECASE)
_WROTE_AND_WHEN = re.compile(
    rf"^.{{0,200}}{_ADDRESS}.{{0,20}}\s(?:{_WROTE})\s.{{0,60}}\d.{{0,40}}:\s*$"
    rf"|^[^\d:]{{2,80}}\s(?:{_WROTE})\s[^:]{{0,40}}\d.{{0,30}}\b\d{{1,2}}[:.]\d\d.{{0,20}}:\s*$"
    r"|^wiadomość napisana przez .{1,160}\d:\s*$",
    re.IGNORECASE,
)
_WHEN_AND_WHO_WROTE = re.compile(
    rf"^.{{0,100}}\d.{{0,60}}[\s,](?:{_BEFORE_ITS_SENDER})\s.{{1,160}}:\s*$", re.IGNORECASE
)
_WHEN_AND_SENDER = re.compile(
    rf"^\W*(?:[^\W\d][\w.,־׳'-]*\s*,?\s+){{0,3}}\d.{{0,50}}\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?\b.{{0,25}}?[\s,、，]"
    rf"[\"'“]?(?P<name>[^<>:\d]{{1,60}}?)\s?<\W{{0,3}}{_ADDRESS}>\W{{0,3}}[:：]\s*$"
)
_WHEN = re.compile(rf"\d{{1,4}}[./:-]\d{{1,2}}|\b(?:19|20)\d\d\b|{_ADDRESS}|\d[年년]")
_BY_A_PROGRAM = re.compile(rf"{_ADDRESS}|\d.*\b\d{{1,2}}[:.h]\d\d|\b\d{{1,2}}[:.h]\d\d.*\d|[年년].*\d[:：]\d\d")
"""A mail program names the minute or the address; people who write "on 12 March your agent wrote:" don't."""

_SPOKEN = re.compile(
    r"\b(?:i|he|she|we|they|somebody|someone|(?:your|my|our|the|this|that|a|an|one of your) (?:\w+ )?\w+"
    r"|ihr(?:e|er)? \w+|mein(?:e|er)? \w+|unser(?:e|er)? \w+)\s+(?:wrote|writes|schrieb|schreibt)\s*:\s*$"
    r"|\b(?:schrieb|schreibt) (?:er|sie|(?:mir|uns|mein|ihr|unser|der|die|eine?)(?:e|er)? \w+)\s*:\s*$",
    re.IGNORECASE,
)
"""Who tells of a person as one does in speaking quotes something and goes on; no program names a sender like that."""

_DATE_AND_SENDER = re.compile(
    rf"^\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:[ T]\d{{1,2}}:\d\d(?::\d\d)?)?"
    rf"(?:\s.{{1,120}}<{_ADDRESS}>|\sGMT[+-]\d{{1,2}}:?\d\d\s.{{1,120}}):?\s*$"
)
_BETWEEN_DASHES = re.compile(r"^\W?-{2,}\s*(?P<words>[^-\s].{8,300}?)\s*-{2,}\W?$")
_DATED_OPENING = re.compile(
    r"^(?:on|at|am|den|le|el|em|il|op|dne|dňa|dnia|w dniu|wiadomość napisana|pe|în|в|у|на|på|a|na|στις|vào|pada|em|"
    r"dana|ngày|في|در|בתאריך)\s.{0,60}\d|^\d|^在|^เมื่อ|^-{2,}\s",
    re.IGNORECASE,
)
_OPENING = re.compile(rf"{_DATED_OPENING.pattern}|^[\"'<]?[^\d.!?]{{1,60}}<", re.IGNORECASE)
_OPENS = re.compile(rf"{_OPENING.pattern}|{_WHEN.pattern}|^On\s", re.IGNORECASE)


def attribution_at(lines: list[str], at: int) -> int:
    """How many lines from here on introduce a quote ("On Monday ... wrote:"); 0 when none does.

    A line above the attribution may be the customer's last: of all beginnings the one that looks like one counts.
    """
    if not _OPENS.search(lines[at][:300]):
        return 0
    joined = ""
    for length, line in enumerate(lines[at : at + LONGEST_ATTRIBUTION], start=1):
        joined = " ".join(f"{joined} {line.lstrip('> ')}".split())
        if len(joined) > LONGEST_JOINED or (not line.strip() and length > 2):
            return 0
        marked = _is_marked(lines, at + length)
        if (_may_end(joined) and _introduces(joined)) or (marked and _ends_without_colon(joined)):
            return 0 if _begins_later(lines, at, length) else length
        if joined.endswith((":", "：")):
            return 0
    return 0


def ends_with_attribution(text: str) -> bool:
    """Whether the text's last lines introduce a quote."""
    text = text.rstrip()
    if not text.endswith((":", "：", "-")):
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    last = range(max(0, len(lines) - LONGEST_ATTRIBUTION), len(lines))
    return any(attribution_at(lines, at) == len(lines) - at for at in last)


def _begins_later(lines: list[str], at: int, length: int) -> bool:
    opening = _DATED_OPENING if _DATED_OPENING.match(lines[at]) else _OPENING
    return any(
        opening.match(lines[later]) and _introduces(" ".join(map(str.strip, lines[later : at + length])))
        for later in range(at + 1, at + length)
    )


def _may_end(joined: str) -> bool:
    """Whether it is worth a closer look: most lines are not."""
    return joined.endswith((":", "：", "-", "-*")) or joined[:4].isdigit()


def _introduces(joined: str) -> bool:
    if _DATE_AND_SENDER.match(joined):
        return True
    if between := _BETWEEN_DASHES.match(joined):
        return _ends_without_colon(between["words"].rstrip(": "))
    if not joined.endswith((":", "：")) or _SPOKEN.search(joined):
        return False
    if _WROTE_AND_WHEN.match(joined) or _names_when_and_sender(joined):
        return True
    return bool((_ENDS_WITH_WROTE.search(joined) or _WHEN_AND_WHO_WROTE.match(joined)) and _BY_A_PROGRAM.search(joined))


def _names_when_and_sender(joined: str) -> bool:
    """Some languages have no verb: date, time, a name, its address. A name is a few words that are no plain ones."""
    found = _WHEN_AND_SENDER.match(joined)
    words = found["name"].split() if found else []
    return found is not None and len(words) <= 5 and not any(word.isascii() and word.islower() for word in words)


def _ends_without_colon(joined: str) -> bool:
    return bool(_ENDS_WITHOUT_COLON.search(joined) and _BY_A_PROGRAM.search(joined))


def _is_marked(lines: list[str], at: int) -> bool:
    return next((line for line in lines[at : at + 3] if line.strip()), "").startswith(">")
