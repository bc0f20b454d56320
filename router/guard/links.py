"""Links, addresses and numbers of a reply: ours alone, and nothing that a mail program makes one of.

What stands in a source as a link is checked as a fact. Here everything else is looked for that leads a reader
somewhere: another target than the words show, hosts without ``https``, other schemes, numbers spelled or spread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from retrieval.facts.reading import facts_in
from router.posting.html import links_of
from router.types import Finding

_SCHEMES = (
    "callto|data|facetime|file|ftps?|geo|hxxps?|intent|ipfs|javascript|magnet|mailto|market|sftp|sips?|skype|smb|sms|ssh|"
    "tel|tg|upi|vbscript|viber|whatsapp|wss?|zoommtg"
)
_OTHER_SCHEME = re.compile(rf"\b(?:{_SCHEMES}):\S+|\b(?!https?:)[a-z][a-z0-9+.-]{{1,15}}://\S+", re.IGNORECASE)
_HOST = re.compile(
    r"(?<![\w@.-])(?:https?://)?(?:[\w-]+\.)+(?P<end>[^\W\d_]{2,24}|xn--[a-z0-9-]{2,40})\b(?!\.?\w*@)(?:[/:?#][^\s<>()\[\]\"']*)?",
    re.IGNORECASE,
)
_NUMERIC_HOST = re.compile(
    r"(?<![\w.,])(?:https?://)?(?:\d{1,3}(?:\.\d{1,3}){3}|0x[0-9a-f]{6,8}|\[[0-9a-f:]{3,}\])(?![\w,]|\.\d)",
    re.IGNORECASE,
)
_SPELLED_HOST = re.compile(
    r"\b[\w-]{2,}\s*(?:[\[({<]\s*(?:dot|\.|punkt)\s*[\])}>]|\s(?:dot|punkt)\s)\s*[^\W\d_]{2,12}\b"
    r"|\b[\w.-]+\s*(?:[\[({<]\s*(?:at|@)\s*[\])}>])\s*[\w-]+",
    re.IGNORECASE,
)
_NOT_HOSTS = re.compile(r"(?:[a-z]\.)+[a-z]|a\.m|p\.m|z\.b|d\.h|u\.a", re.IGNORECASE)
_DIGIT_WORDS = (
    "zero oh null|one eins|two zwei zwo|three drei|four vier|five fünf|six sechs|seven sieben|eight acht|nine neun"
)
_DIGITS = {word: str(value) for value, words in enumerate(_DIGIT_WORDS.split("|")) for word in words.split()}
_TIMES = {"double": 2, "triple": 3}
_ONE_DIGIT = rf"(?:\d+|(?:(?:{'|'.join(_TIMES)})\s)?(?:{'|'.join(sorted(_DIGITS, key=len, reverse=True))}))"
_SPREAD = re.compile(rf"(?<!\w)\+?{_ONE_DIGIT}(?:[\s.,()*/_–-]{{1,3}}{_ONE_DIGIT}){{1,}}(?!\w)", re.IGNORECASE)
FEWEST_DIGITS = 7
"""Shorter numbers reach nobody."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a reply may lead: ``sources`` are the company's own texts, plain; ``hosts`` those of ``links to``."""

    sources: Sequence[str]
    hosts: Sequence[str] = ()

    def holds(self, words: str) -> bool:
        return any(words.casefold() in source.casefold() for source in self.sources)

    def names(self, host: str) -> bool:
        """Whether a source writes this very host."""
        return any(_host_of(found.group()) == host for source in self.sources for found in _HOST.finditer(source))

    def allows(self, host: str) -> bool:
        """Whether the lead's list names the host, or one it stands below. Without a list any host of a source does."""
        return not self.hosts or any(host == one or host.endswith(f".{one}") for one in self.hosts)


def strange_links(markdown: str, text: str, places: Places) -> Iterator[Finding]:
    """All that leads somewhere else. ``text`` is what is read of ``markdown``."""
    for label, target in links_of(markdown):
        yield from _of_link(label, target, places)
    for found in _OTHER_SCHEME.finditer(text):
        if not places.holds(found.group().rstrip(".,;:!?)").removeprefix("mailto:")):
            yield _link(found.group(), "is no web address, and stands in no source")
    for pattern, says in (
        (_NUMERIC_HOST, "is the address of a machine, and stands in no source"),
        (_SPELLED_HOST, "spells an address out, and stands in no source"),
    ):
        yield from (_link(one.group(), says) for one in pattern.finditer(text) if not places.holds(one.group()))
    yield from _bare_hosts(text, places)
    yield from _spread_numbers(text, places)


def _of_link(label: str, target: str, places: Places) -> Iterator[Finding]:
    parts = urlsplit(target)
    host = (parts.hostname or "").removeprefix("www.")
    if parts.scheme not in ("https", "http") or "@" in parts.netloc:
        if parts.scheme != "mailto" or not places.holds(parts.path):
            yield _link(target, "leads to no web page of ours")
        return
    if not places.allows(host):
        yield _link(target, "leads to a host that “links to” in wording.yaml doesn't name")
    for shown in _HOST.finditer(label):
        if not _is_word(shown) and _host_of(shown.group()) != host:
            yield _link(label, f"shows another address than it leads to ({host})")


def _bare_hosts(text: str, places: Places) -> Iterator[Finding]:
    for found in _HOST.finditer(text):
        word, host = found.group().rstrip(".,;:!?"), _host_of(found.group())
        if _is_word(found) or (word[:1].isdigit() and not re.search(r"[^\W\d_]\.", word)):
            continue
        if not host.isascii() or "xn--" in host:
            yield _link(word, "is an address in letters of another script, which may look like ours")
        elif not places.names(host):
            yield _link(word, "is made a link by mail programs, and stands in no source")
        elif not places.allows(host):
            yield _link(word, "leads to a host that “links to” in wording.yaml doesn't name")


def _is_word(found: re.Match[str]) -> bool:
    """Abbreviations have their dots without being addresses."""
    return _NOT_HOSTS.fullmatch(found.group()) is not None


def _host_of(word: str) -> str:
    bare = re.sub(r"^https?://", "", word, flags=re.IGNORECASE)
    return re.split(r"[/:?#]", bare, maxsplit=1)[0].rstrip(".").lower().removeprefix("www.")


def _spread_numbers(text: str, places: Places) -> Iterator[Finding]:
    """Numbers that a reader would dial or pay to, however they are written."""
    known = [_as_digits(found.group()) for source in places.sources for found in _SPREAD.finditer(source)]
    others = [(fact.start, fact.end) for fact in facts_in(text) if fact.kind in ("date", "amount", "time", "duration")]
    for found in _SPREAD.finditer(text):
        digits = _as_digits(found.group())
        is_fact = any(start < found.end() and end > found.start() for start, end in others)
        if len(digits) >= FEWEST_DIGITS and not is_fact and not any(digits.lstrip("0") in one for one in known):
            says = f"“{found.group()}” reads as the number {digits}, which stands in no source."
            yield Finding("phone or account number", found.group(), says)


def _as_digits(words: str) -> str:
    digits, times = "", 1
    for word in re.findall(r"\d+|[^\W\d_]+", words.casefold()):
        times = _TIMES.get(word, times)
        if word not in _TIMES:
            digits += (word if word.isdigit() else _DIGITS[word]) * times
            times = 1
    return digits


def _link(word: str, says: str) -> Finding:
    return Finding("link", word.strip(), f"“{word.strip()}” {says}.")
