"""What the help desk knows of the requester, wherever it stands: name, parts of it, phones in any spelling, and id."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from router.reading.personal.name_words import ALSO_WORDS
from router.reading.personal.span import Span, digits_of

_SHORTEST_NAME = 3
_SHORTEST_PHONE = 7
_AS_IN_A_SENTENCE = re.compile(r"[^\W_][,;]?[ \t]{1,2}$")
_GOES_ON = re.compile(r"[ \t]{1,2}(?:periods?|days?|times?|dates?|months?|i|we|you|be|have|\d)\b", re.IGNORECASE)
_NEVER_ALONE = frozenset(("april", "august", "bill", "dean", "dev", "jan", "june", "march", "mark", "may", "will"))


def known_values(text: str, name: str, phone_numbers: Sequence[str], external_id: str) -> Iterator[Span]:
    """The requester's own name, parts of it, phones in any spelling, and id."""
    for kind, pattern in _known_patterns(name, phone_numbers, external_id):
        yield from (Span(kind, *match.span()) for match in pattern.finditer(text))
    yield from _parts_that_are_words(text, name)


def _known_patterns(name: str, phone_numbers: Sequence[str], external_id: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    parts = name.split()
    if len("".join(parts)) >= _SHORTEST_NAME:
        full_name = r"\s+".join(map(re.escape, parts))
        yield "name", re.compile(rf"(?<!\w){full_name}(?!\w)", re.IGNORECASE)
    for part in (part for part in _long_parts(name) if part.casefold() not in ALSO_WORDS):
        yield "name", _spelled_as_a_name(part)
    for digits in (digits_of(number) for number in phone_numbers):
        if len(digits) >= _SHORTEST_PHONE:
            yield "phone", re.compile(r"(?<!\d)\+?" + r"[\s().-]{0,2}".join(digits) + r"(?!\d)")
    if len(external_id) >= _SHORTEST_NAME:
        yield "id", re.compile(rf"(?<!\w){re.escape(external_id)}(?!\w)", re.IGNORECASE)


def _parts_that_are_words(text: str, name: str) -> Iterator[Span]:
    """A customer called Grace May may ask for a grace period in May: such a part counts inside of a sentence only,
    and one that is a month or a verb too never counts alone."""
    for part in (part for part in _long_parts(name) if part.casefold() in ALSO_WORDS - _NEVER_ALONE):
        for match in _spelled_as_a_name(part).finditer(text):
            inside = _AS_IN_A_SENTENCE.search(text[max(0, match.start() - 4) : match.start()])
            if inside and not _GOES_ON.match(text, match.end()):
                yield Span("name", *match.span())


def _long_parts(name: str) -> list[str]:
    return [part for part in name.split() if len(part) >= _SHORTEST_NAME and part[0].isalpha()]


def _spelled_as_a_name(part: str) -> re.Pattern[str]:
    """Only as a name is written, never in small letters."""
    spellings = "|".join(re.escape(spelling) for spelling in sorted({part.capitalize(), part.upper(), part.title()}))
    return re.compile(rf"(?<!\w)(?:{spellings})(?!\w)")
