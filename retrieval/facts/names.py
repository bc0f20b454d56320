"""Names in a text: words in capitals that no sentence, heading, month or greeting gave theirs.

German writes all nouns so; there only what follows a title or a closing is taken for a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from retrieval.facts.fact import Fact
from retrieval.facts.plain import sentences, words_of
from retrieval.facts.reading import facts_in

_WORD = r"(?!I\b|I['’])[A-ZÄÖÜ][\w&+-]*(?:['’][A-Z]\w+)?"
_RUN = re.compile(
    rf"(?<![\w\[@./-]){_WORD}(?:(?:\s|\s?&\s|\sof\s(?=[A-Z])|\sand\s(?=[A-Z]\w+ (?:Ltd"
    rf"|Bank))){_WORD})*(?!\w)"
)
_COMMON = frozenset(
    re.findall(
        r"\w+",
        """
        dear hello hi hey good greetings thanks thank you your yours kind best warm regards sincerely
        faithfully mr mrs ms dr sir madam customer team support service care please note important yes no re
        ps faq pdf ok id sms url app pc usd inr eur gbp am pm asap mb kb gb ist utc monday tuesday wednesday
        thursday friday saturday sunday january february march april may june july august september october
        november december jan feb mar apr jun jul aug sep oct nov dec mon tue wed thu fri sat sun
        """,
    )
)
_GREETING = re.compile(r"\W*(?:dear|hello|hi|hey|good \w+|guten \w+|liebe[rs]?|sehr geehrte[rs]?)\b", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,40}\]|\{\{[^{}]*\}\}")
_CLOSING = re.compile(
    r"\b(?:regards|sincerely|faithfully|yours|best wishes|best|thanks|thank you|cheers|Grüßen?"
    r"|Gruß)[,!.]?\s*$",
    re.IGNORECASE,
)
_GERMAN = re.compile(
    r"\b(?:der|die|das|den|dem|des|und|ist|sind|nicht|Sie|wir|es|ein|eine[mnrs]?|Ihre?[mnrs]?|Ihnen|mit|für|auf"
    r"|von|zu|im|am|haben|können"
    r"|wird|werden|dazu|uns|unser\w*|bei|ob|dass|oder|auch)\b"
)
_ENGLISH = re.compile(
    r"\b(?:the|is|are|of|to|and|you|your|we|our|not|for|it|that|this|with|be|can|will"
    r"|have)\b",
    re.IGNORECASE,
)
_GERMAN_NAME = re.compile(
    r"\b(?:Herrn?|Frau|Dr\.|Kolleg(?:e|en|in)|Mitarbeiter(?:in|s)?|Berater(?:in|s)?"
    r"|Teamleiter(?:in)?)\s(?P<name>[A-ZÄÖÜ][a-zäöüß]+(?:\s[A-ZÄÖÜ][a-zäöüß]+)?)"
)
_TITLE_CASE = 0.75
_SMALL_WORDS = frozenset(re.findall(r"\w+", "a an and at by for from in is of on or the to with your"))


def names_in(text: str) -> tuple[Fact, ...]:
    """The names of a plain text, in their order. ``value`` is the words in small letters."""
    if len(_GERMAN.findall(text)) > len(_ENGLISH.findall(text)):
        found = [(match.start("name"), match["name"]) for match in _GERMAN_NAME.finditer(text)]
    else:
        found = [one for start, piece in _pieces(text) for one in _in_piece(start, piece)]
    found += _signed(text)
    return tuple(_name(start, word) for start, word in dict.fromkeys(found))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Sentences; a heading whose words all begin with capitals names nobody."""
    for sentence in sentences(text):
        words = [word for word in re.findall(r"[^\W\d_]+", sentence.text) if word.lower() not in _SMALL_WORDS]
        capitals = sum(word[0].isupper() for word in words)
        is_title = len(words) > 1 and capitals >= _TITLE_CASE * len(words) and sentence.text.rstrip()[-1] not in ".!?"
        if not is_title or ">" in sentence.text or _GREETING.match(sentence.text):
            yield sentence.start, sentence.text


def _in_piece(start: int, piece: str) -> Iterator[tuple[int, str]]:
    for match in _RUN.finditer(_without_facts(piece)):
        words, at = match.group().split(), start + match.start()
        if _begins(piece[: match.start()]) and not words[0].isupper():
            at += len(words[0]) + 1
            words = words[1:]
        if any(_is_name(word) for word in words):
            yield at, " ".join(words)


def _without_facts(piece: str) -> str:
    """What is read as a figure is no name: Rs 500, Tier 1, Monday. Nor is what stands in place of one: [name 1]."""
    characters = list(_PLACEHOLDER.sub(lambda found: "\x00" * len(found.group()), piece))
    for fact in facts_in(piece):
        characters[fact.start : fact.end] = "\x00" * (fact.end - fact.start)
    return "".join(characters)


def _begins(before: str) -> bool:
    """Whether a word stands where any word is written with a capital."""
    return not re.search(
        r"\w",
        re.sub(
            r"^\W*(?:\d+[.)]"
            r"|[-*•])\s*",
            "",
            before,
        ),
    ) or bool(re.search(r"[:(\"“„.?!]\s*$", before))


def _signed(text: str) -> Iterator[tuple[int, str]]:
    """Who signed: the lines below a closing."""
    lines = list(re.finditer(r"[^\n]*\S[^\n]*", text))
    for above, line in pairwise(lines):
        words = line.group().strip()
        if _CLOSING.search(above.group()) and len(words.split()) <= 4 and any(map(_is_name, words.split())):
            yield line.start(), words.rstrip(",.")


def _is_name(word: str) -> bool:
    return word[:1].isupper() and len(word) > 1 and word.rstrip(".").lower() not in _COMMON


def _name(start: int, words: str) -> Fact:
    value = " ".join(word for word in words_of(words) if word not in _COMMON and word not in _SMALL_WORDS)
    return Fact("name", value, "", words, start, start + len(words))
