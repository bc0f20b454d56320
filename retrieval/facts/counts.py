"""How plain counts, places in a row, multiples, fractions and numbers behind a name are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from retrieval.facts.fact import IN_A_ROW, Shape
from retrieval.facts.numbers import DIGITS, NUMBER, SCALE, value_of, written

_MULTIPLE = re.compile(
    rf"(?P<n>{DIGITS})\s?x\b(?!\s?\d)|\b(?P<n2>{NUMBER})[ -](?:times|fold\b|mal\b)|(?P<two>\b(?:twice"
    rf"|doubl(?:e[sd]?(?![- ](?:digit|check|tap|click))|ing)|verdoppel\w+|doppelt\w*)\b)"
    r"|(?P<three>\b(?:thrice|tripl(?:e[sd]?|ing)|verdreifach\w+|dreifach\w*)\b)|(?P<four>\bquadrupl(?:e[sd]?|ing)\b)",
    re.I,
)
_WORD_MULTIPLES = {"two": "2", "three": "3", "four": "4"}
_LIST_MARK = re.compile(r"^[ \t>]*(?:(?:step|Schritt)\s+)?(?P<n>\d{1,2})[.):](?=\s)", re.I | re.M)
_MARK_IN_LINE = re.compile(r"(?<=[.!?:;] )\d{1,2}[.)](?= [A-ZÄÖÜ*])")
_STEP = re.compile(r"\b(?:steps?|Schritte?)\s+\d{1,2}\b(?!\s?[%.,]\d)", re.I)
_PLACES = (
    "fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth"
)
_GERMAN_PLACES = "vierten fünften sechsten siebten achten neunten zehnten"
_PLACE_VALUES = {
    **{word: str(value) for value, word in enumerate(_PLACES.split(), start=4)},
    **{word: str(value) for value, word in enumerate(_GERMAN_PLACES.split(), start=4)},
}
_ORDINAL = re.compile(
    r"\b(?P<n>\d{1,3})(?:st|nd|rd|th|te[nrs]?)\b|(?:(?<=\bzum )|(?<=\bam )|(?<=\bvom )"
    r"|(?<=\bbis ))(?P<n2>\d{1,2})\.(?=\s|$)"
    rf"|(?:(?<=\bzum )|(?<=\bam ))(?P<g>{'|'.join(_GERMAN_PLACES.split())})\b"
    rf"|\b(?P<word>{'|'.join(_PLACES.split())})\b(?!s)",
    re.I,
)
_COUNT = re.compile(rf"(?P<n>{NUMBER})(?:\s?(?P<scale>{SCALE})\b)?", re.I)
_FRACTION = re.compile(
    r"\b(?:(?P<n>a|one|two|three|four)[ -])(?P<of>third|quarter|fifth|tenth)s?\b(?= of\b| the\b| less| more"
    r"| lower| higher)"
    r"|\b(?P<half>half)(?= of\b| the\b| its\b| your\b| our\b)|\b(?P<h>(?:die )?Hälfte)\b|\b(?P<gn>ein|drei"
    r"|zwei) (?P<go>Viertel|Drittel)\b",
    re.I,
)
_PARTS = {"third": 3, "drittel": 3, "quarter": 4, "viertel": 4, "fifth": 5, "tenth": 10}
_MANY = {"a": 1, "one": 1, "ein": 1, "two": 2, "zwei": 2, "three": 3, "drei": 3, "four": 4}
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6"}
_NAMED = re.compile(
    r"\b(?P<name>(?i:Tier|Level|Phase|Section|Article|Chapter|Grade|Class|Category|Stage|Type|Version|Series"
    r"|Clause|Schedule|Appendix"
    r"|Annex|Table|Figure|Basel|Stufe|Klasse|Abschnitt|Paragraph|Artikel|Plan|Option|Group|Band|Risk class|Round"
    r"|Task|Experiment|Slide))"
    r"\s(?P<n>\d{1,3}(?:\.\d+)?[A-Za-z]?|[IV]{1,3}|[A-H])(?![\w%₹$€]|[.,]\d|\s?(?:%|per\s?cent|days?|months?"
    r"|years?|hours?))"
)
FEWEST_COUNTED = 2


def multiples(text: str) -> Iterator[Shape]:
    """How many times as much."""
    for match in _MULTIPLE.finditer(text):
        spelt = next((value for name, value in _WORD_MULTIPLES.items() if match[name]), "")
        yield Shape(*match.span(), spelt or written(value_of(match["n"] or match["n2"])))


def fractions(text: str) -> Iterator[Shape]:
    """Parts of a whole: ``1/2``."""
    for match in _FRACTION.finditer(text):
        if match["half"] or match["h"]:
            yield Shape(*match.span(), "1/2")
        else:
            many, part = (match["n"] or match["gn"]).lower(), (match["of"] or match["go"]).lower()
            yield Shape(*match.span(), f"{_MANY[many]}/{_PARTS[part]}")


def named_numbers(text: str) -> Iterator[Shape]:
    """What is known by a number behind its name: Tier 1."""
    for match in _NAMED.finditer(text):
        number = _ROMAN.get(match["n"], match["n"].upper())
        if not (number.isalpha() and match["name"][0].islower()):
            yield Shape(*match.span(), f"{match['name'].upper()} {number}")


def counts(text: str) -> Iterator[Shape]:
    """Plain numbers above three as words, above one in digits, and all that aren't whole. A list's own numbers and
    those of its steps count nothing."""
    for pattern in (_LIST_MARK, _MARK_IN_LINE, _STEP):
        text = pattern.sub(lambda mark: "\x00" * len(mark.group()), text)
    for match in _ORDINAL.finditer(text):
        word = (match["word"] or match["g"] or "").lower()
        place = _PLACE_VALUES[word] if word else str(int(match["n"] or match["n2"]))
        yield Shape(*match.span(), place, IN_A_ROW)
    text = _ORDINAL.sub(lambda ordinal: "\x00" * len(ordinal.group()), text)
    for match in _COUNT.finditer(text):
        value = value_of(match["n"], match["scale"] or "")
        fewest = FEWEST_COUNTED if match["n"].isdigit() else 4
        if value >= fewest or value != value.to_integral_value():
            yield Shape(*match.span(), written(value))


@lru_cache(maxsize=1024)
def list_lengths(text: str) -> frozenset[str]:
    """How long the numbered lists of a text are: five steps are told by a list up to 5."""
    marks = [int(match["n"]) for match in _LIST_MARK.finditer(text)]
    ends = [here for here, following in zip(marks, [*marks[1:], 0], strict=False) if following <= here]
    return frozenset(str(end) for end in ends if {*range(1, end + 1)} <= {*marks})
