"""Whether words may stand in a blank: plain words of its type and nothing that changes the text around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from retrieval.facts.fact import Kind
from retrieval.facts.reading import facts_in
from retrieval.types import Slot, SlotType
from router.posting.html import parsed

LONGEST: Mapping[SlotType, int] = {
    "text": 600,
    "amount": 60,
    "date": 40,
    "percentage": 40,
    "duration": 60,
    "link": 200,
    "reference": 60,
    "name": 80,
    "count": 40,
}
"""In characters."""

_KINDS: Mapping[SlotType, frozenset[Kind]] = {
    "amount": frozenset({"amount"}),
    "date": frozenset({"date"}),
    "percentage": frozenset({"percentage"}),
    "duration": frozenset({"duration"}),
    "link": frozenset({"link"}),
    "reference": frozenset({"reference", "phone or account number", "count"}),
    "count": frozenset({"count"}),
}
_BESIDE = re.compile(
    r"(?:about|around|up to|at least|at most|over|under|between|from|to|and|or|each|per|a|an|year|annum|month|p\.a\."
    r"|[-–#]|\s)*",
    re.IGNORECASE,
)
"""What may stand beside the figures of a blank that holds figures."""
_NAME_PART = r"(?:\[(?:first name|name \d+)\]|[^\W\d_](?:[^\W\d_]|['’.-])*)"
_NAME = re.compile(rf"{_NAME_PART}(?: {_NAME_PART}){{0,5}}")
_HTML = re.compile(r"<[a-z/!?]|&#?\w{1,31};|\\", re.IGNORECASE)
"""Tags, entities, and the mark that makes other marks plain."""


@dataclass(frozen=True, slots=True)
class ModelWords:
    """A model's words by blank, as far as they may be filled in, and why those for other blanks may not."""

    words: Mapping[str, str] = field(default_factory=dict)
    unfit: Mapping[str, str] = field(default_factory=dict)


def unfit(words: str, slot: Slot) -> str:
    """Why the words may not stand in the blank; empty when they may. Blank words are for the caller."""
    if len(words) > LONGEST[slot.type]:
        return f"is longer than {LONGEST[slot.type]} characters"
    if any(unicodedata.category(one) in ("Cc", "Cf", "Zl", "Zp") for one in words):
        return "holds a line break or a character that nobody sees"
    if slot.type == "link":
        return "" if _is_one_link(words) else "is no link"
    if _HTML.search(words) or not _is_plain(words):
        return "holds Markdown or HTML"
    if any(fact.kind == "link" for fact in facts_in(words)):
        return "holds a link"
    return "" if _is_of_type(words, slot.type) else f"is no {slot.type}"


def _is_plain(words: str) -> bool:
    """One paragraph in which nothing is marked up, as the reply's own reader of Markdown sees it."""
    blocks = parsed(words)
    if [one.type for one in blocks] != ["paragraph_open", "inline", "paragraph_close"]:
        return False
    return all(part.type == "text" for part in blocks[1].children or ())


def _is_of_type(words: str, slot_type: SlotType) -> bool:
    if slot_type == "text":
        return True
    if slot_type == "name":
        return _NAME.fullmatch(words) is not None
    return _holds_only(words, _KINDS[slot_type])


def _holds_only(words: str, kinds: frozenset[Kind]) -> bool:
    """Facts of these kinds, and nothing beside them but words such as "up to"."""
    facts = facts_in(words)
    rest = words
    for fact in facts:
        rest = rest.replace(fact.word, " ")
    return bool(facts) and all(fact.kind in kinds for fact in facts) and _BESIDE.fullmatch(rest) is not None


def _is_one_link(words: str) -> bool:
    facts = facts_in(words)
    return len(facts) == 1 and facts[0].kind == "link" and facts[0].word == words and words.startswith("https://")
