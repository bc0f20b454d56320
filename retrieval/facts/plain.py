"""A text as a reader sees it, and its sentences."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
_EMPHASIS = re.compile(r"(?<![\w*])\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?!\*)|`")
_SENTENCE_END = re.compile(
    r"(?<![A-Z][a-z])(?<!\bRs)(?<!\bNo)(?<!\bno)(?<!\be\.g)(?<!\bi\.e)[.!?]+(?=\s+[^a-z\s]|\s*$)"
)
_LIST_MARK = re.compile(r"[ \t>]*(?:step\s+)?\d{1,2}[.):]", re.IGNORECASE)
_LONGEST_HEADING = 8


def plain(text: str) -> str:
    """Without look-alike characters, invisible ones, entities and emphasis marks, which all can split a figure."""
    text = unicodedata.normalize("NFKC", html.unescape(text))
    return _EMPHASIS.sub("", _UNSEEN.sub("", text)).replace("\u2212", "-")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its place in the text and the nearest line above that reads like a heading."""

    text: str
    start: int
    end: int
    heading: str


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a plain text. A line never runs into the next one."""
    found: list[Sentence] = []
    heading = ""
    for line in re.finditer(r"[^\n]+", text):
        if is_heading(line.group()):
            heading = line.group()
        start = line.start()
        stops = [stop.end() for stop in _SENTENCE_END.finditer(line.group())]
        ends = [line.start() + stop for stop in stops if not _LIST_MARK.fullmatch(line.group()[:stop])]
        for end in [*ends, line.end()]:
            if text[start:end].strip():
                found.append(Sentence(text[start:end], start, end, heading))
            start = end
    return tuple(found)


def is_heading(line: str) -> bool:
    """A marked heading, a line that ends in a colon, or a few words without an end."""
    line = line.strip()
    if line.startswith("#") or line.endswith(":"):
        return True
    return len(line.split()) <= _LONGEST_HEADING and not re.search(r"[.!?,;]$|^[-*>|\d]", line)


def words_of(text: str) -> list[str]:
    """The words and figures of a text in lower case, with nothing between them that typing can vary."""
    return re.findall(r"[^\W_]+(?:[.,+'’%-][^\W_]+)*\+?%?", plain(text).casefold())


def stands_in(words: str, text: str) -> bool:
    """Whether these words stand in the text, one after the other."""
    wanted = " ".join(words_of(words))
    return bool(wanted) and f" {wanted} " in f" {' '.join(words_of(text))} "
