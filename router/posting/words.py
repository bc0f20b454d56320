"""Pieces of a note as HTML. Whatever they are made of is escaped; nothing in it is obeyed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from retrieval.facts.plain import plain, sentences
from router.posting.text import as_read
from router.types import Finding

LONGEST_LINE = 240
_LINK = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.)\S+|\bmailto:\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S*", re.I)


def text(words: str) -> str:
    """Plain words."""
    return html.escape(words, quote=False)


def strong(words: str) -> str:
    return f"<strong>{text(words)}</strong>"


def paragraph(*lines: str) -> str:
    """Lines of HTML, one below the other; empty ones are left out."""
    kept = [line for line in lines if line]
    return f"<p>{'<br>'.join(kept)}</p>" if kept else ""


def listed(title: str, items: Iterable[str]) -> str:
    """A titled list of pieces of HTML; nothing at all when it is empty."""
    made = "".join(f"<li>{item}</li>" for item in items)
    return f"<p>{strong(title)}</p><ul>{made}</ul>" if made else ""


def link(words: str, url: str) -> str:
    """A link to a page of the company's own; plain words without one."""
    return f'<a href="{html.escape(url)}">{text(words)}</a>' if url.startswith(("https://", "http://")) else text(words)


def without_links(words: str) -> str:
    """One line of somebody else's words, short, with nothing in it that could be followed."""
    line = " ".join(_LINK.sub("(link left out)", words).split())
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE].rsplit(' ', 1)[0]} …"


def first_up(words: str) -> str:
    return words[:1].upper() + words[1:]


def count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def places(draft: str, findings: Sequence[Finding]) -> list[str]:
    """What to check: the sentence in which each finding stands with its words marked, and what was looked for."""
    read = plain(as_read(draft))
    told = []
    for one in findings:
        where = _sentence_with(plain(one.word), read)
        marked = f"“{_marked(where, plain(one.word))}”<br>" if where else ""
        word = f"“{text(one.word)}”: " if one.word and not where else ""
        told.append(f"{marked}{word}{text(one.says)}")
    return list(dict.fromkeys(told))


def _sentence_with(word: str, read: str) -> str:
    wanted = _loosely(word)
    if wanted is None:
        return ""
    found = next((one.text.strip() for one in sentences(read) if wanted.search(one.text)), "")
    return found or next((line.strip() for line in read.splitlines() if wanted.search(line)), "")


def _marked(sentence: str, word: str) -> str:
    """The sentence, cut around the words where it is long."""
    wanted = _loosely(word)
    hit = wanted.search(sentence) if wanted else None
    if hit is None:
        return text(sentence)
    begin, end = max(0, hit.start() - LONGEST_LINE // 2), hit.end() + LONGEST_LINE // 2
    before = ("… " if begin else "") + sentence[begin : hit.start()]
    after = sentence[hit.end() : end] + (" …" if end < len(sentence) else "")
    return f"{text(before)}<mark>{text(hit.group())}</mark>{text(after)}"


def _loosely(word: str) -> re.Pattern[str] | None:
    """The words whatever the case and the blanks between them."""
    parts = [re.escape(part) for part in word.split()]
    if not parts:
        return None
    whole = (r"(?<!\w)" if word.strip()[0].isalnum() else "", r"(?!\w)" if word.strip()[-1].isalnum() else "")
    return re.compile(whole[0] + r"\s+".join(parts) + whole[1], re.IGNORECASE)
