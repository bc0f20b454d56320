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
_HALVES = str.maketrans({"½": ".5", "¼": ".25", "¾": ".75", "⅓": ".33", "⅔": ".67"})
_ALONE = re.compile(r"(?<!\d)(?<!\d[ \u2009])[½¼¾]")
_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2015": "-", "\u2212": "-", "\u2044": "/"})
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
"""Digits of other scripts."""
_LIST_MARK = re.compile(r"[ \t>]*(?:step\s+)?\d{1,2}[.):]", re.IGNORECASE)
_LONGEST_HEADING = 8


def plain(text: str) -> str:
    """Without look-alike characters, invisible ones, entities and emphasis marks, which all can split a figure."""
    text = _EMPHASIS.sub("", _UNSEEN.sub("", unicodedata.normalize("NFKC", _fractions(html.unescape(text)))))
    return _OTHER_DIGIT.sub(_as_ours, text).translate(_DASHES)


def _fractions(text: str) -> str:
    """A half behind a digit is part of its number: NFKC would make 11/2 of 1½."""
    text = _ALONE.sub(lambda half: f"0{half.group()}", text)
    return re.sub(r"(?<=\d)[ \u2009](?=[½¼¾])", "", text).translate(_HALVES)


def _as_ours(digit: re.Match[str]) -> str:
    return str(unicodedata.decimal(digit.group()))


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
