"""Cutting what somebody wrote into paragraphs and sentences, whichever way their mail program broke the lines.

Each pattern passes over a text once. A public splitter was tried and failed on odd blanks (sentencex).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from router.reading.courtesy import is_courtesy

LONGEST_WORD = 24
"""Characters before a dot that are looked at."""
NARROWEST = 50
"""Characters. No program breaks lines before that; who does presses the key."""

_ITEM = re.compile(r"^\s*(?:[-*•·–+]|\(?(?:\d{1,2}|[a-h])[.)]|\(?[ivx]{1,4}\))\s+(?=\S)")
_END = re.compile(
    r"(?P<address>(?:https?://|www\.)\S*[^\s.?!,;:)\"'”’]|[^\s@]{1,80}@[^\s@]{1,80}\w)"
    r"|(?P<marks>(?<![.!?…])[.!?…]+)[\"'”’»)\]*_]*(?=\s|$)|(?P<glued>(?<!\?)\?+)(?=[A-Za-z]\w*\s)|(?P<other>[。？！।॥]+)[”’」』)]*"
)
_LAST_WORD = re.compile(r"(\S+)$")
_SHORTENED = re.compile(
    r"mrs?|ms|dr|prof|[sj]r|st|rs|inr|nos?|nr|vs|viz|e\.?g|i\.?e|etc|approx|acct?|a/c|ltd|pvt|inc|co|corp|dept|est|fig|ref|"
    r"tel|mob|ext|incl|excl|max|min|avg|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
    r"bzw|ca|ggf|evtl|usw|inkl|exkl|zzgl|abzgl|hr|fr|str|ggü|vgl|sog|bspw"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]$")
_MONTH = re.compile(r"\s+(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|se?p|o[ck]t|nov|de[cz])", re.IGNORECASE)
_ASKS_ANEW = re.compile(r"(?:how|what|why|can i|could you|do you|does|is it|is there)\b", re.IGNORECASE)
_LEADS_ON = re.compile(
    r"(?:[,:;(/&–-]|\b(?:a|an|the|my|your|our|this|that|his|her|their|of|to|in|on|at|by|for|from|with|about|and|or|but|if|"
    r"whether|because|when|while|how|what|which|where|why|can|could|will|would|should|have|has|had|do|does|did|not|than|"
    r"as|is|are|was|were|be|been|i|you|we|they|know|tell|me|us|ask|wonder|explain|understand|sure|see|idea|"
    r"der|die|das|den|dem|des|ein|eine[nmrs]?|mein|meine[nmrs]?|ihr|ihre[nmrs]?|und|oder|von|vom|zu|zum|zur|auf|aus|bei|"
    r"beim|mit|nach|für|über|im|am|ist|sind|wie|ob|dass|wissen|sagen|nicht|kein|keine[nmrs]?))$",
    re.IGNORECASE,
)
"""Words and marks that no line ends with on purpose."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence on one line. ``paragraph`` counts them from 0; ``item``: whether it stands in a list."""

    text: str
    paragraph: int
    item: bool = False


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences in order. What has no letter or figure in it is none."""
    found: list[Sentence] = []
    lines = text.split("\n")
    width = max(NARROWEST, *(len(line.rstrip()) for line in lines))
    for number, paragraph in enumerate(_paragraphs(lines)):
        for line, item in _joined(paragraph, width):
            sentences = (" ".join(one.split()) for one in split(line))
            found += [Sentence(one, number, item) for one in sentences if any(map(str.isalnum, one))]
    return tuple(found)


def split(line: str) -> list[str]:
    """A line, cut behind each mark that ends a sentence: not one inside a figure, an address or a short form."""
    pieces: list[str] = []
    begun = 0
    for found in _END.finditer(line):
        if found["address"] or (found["marks"] == "." and _goes_on(line, begun, found)):
            continue
        pieces.append(line[begun : found.end()])
        begun = found.end()
    return [*pieces, line[begun:]]


def _goes_on(line: str, begun: int, dot: re.Match[str]) -> bool:
    """Whether a single dot belongs to the word before it: "Rs. 500", "z. B.", "3. März"."""
    before = _LAST_WORD.search(line[max(begun, dot.start() - LONGEST_WORD) : dot.start()])
    word = before[1].lower().lstrip("(\"'“") if before else ""
    if word.isdigit():
        return len(word) <= 2 and bool(_MONTH.match(line[dot.end() : dot.end() + 8]))
    return bool(_SHORTENED.fullmatch(word)) or (bool(_INITIALS.fullmatch(word)) and word != "i")


def _paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    paragraph: list[str] = []
    for line in lines:
        if line.strip():
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _joined(paragraph: Sequence[str], width: int) -> Iterator[tuple[str, bool]]:
    """The paragraph's lines, those that a program broke made whole, and whether each is an item of a list."""
    parts: list[str] = []
    item = False
    for at, line in enumerate(paragraph):
        begins = _ITEM.match(line)
        if parts and (begins or not _goes_over(paragraph[at - 1].rstrip(), line.lstrip(), width)):
            yield " ".join(parts), item
            parts = []
        if not parts:
            item = begins is not None
        parts.append(line[begins.end() :] if begins else line)
    yield " ".join(parts), item


def _goes_over(line: str, following: str, width: int) -> bool:
    """Whether a sentence goes on behind the end of the line: its next word is small, or did not fit any more."""
    if is_courtesy(line) or is_courtesy(following):
        return False
    if _LEADS_ON.search(line[-LONGEST_WORD:]) or (following[:1].islower() and not _ASKS_ANEW.match(following)):
        return True
    first = following.split(maxsplit=1)[0]
    return len(line) + 1 + len(first) > width
