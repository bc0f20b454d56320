"""Quarters, halves and fiscal years, years alone, and how often something happens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.facts.fact import Shape
from retrieval.facts.numbers import value_of

_FISCAL = r"(?:FY|fiscal(?: year)?|financial year|Geschäftsjahr(?:es)?)"
_YEAR = r"(?P<y>(?:19|20)\d{2})(?![\d,.]\d|\d|\s?%)"
_TAIL = (
    rf"(?:,?[ -]?(?:of |in |for |des |im )?(?:the )?(?:(?:{_FISCAL}|calendar(?: year)?|year|Jahres)[ ]?)?"
    rf"(?:{_YEAR}|(?:(?<=FY)|(?<=FY )|['’]|(?<=Q[1-4])|(?<=[1-4]Q)|(?<=[12]H)"
    rf"|(?<=Q[1-4] FY))(?P<y2>\d{{2}})(?![\d%]))(?:[-–/]\d{{2}}\b)?)?"
)
_ORDINALS = (
    ("first", "1st", "erste", "ersten", "erstes"),
    ("second", "2nd", "zweite", "zweiten", "zweites"),
    ("third", "3rd", "dritte", "dritten", "drittes"),
    ("fourth", "4th", "vierte", "vierten", "viertes"),
)
_NTH = {word: str(place) for place, words in enumerate(_ORDINALS, start=1) for word in words}
_WORDS = "|".join(sorted(_NTH, key=len, reverse=True))
_BEFORE = rf"(?:\b(?:{_FISCAL} |calendar )?(?P<y0>(?:19|20)\d{{2}})['’]?s? )?"
_QUARTER = re.compile(
    rf"{_BEFORE}\b(?:Q(?P<q>[1-4])|(?P<q2>[1-4])Q|(?P<nth>{_WORDS})[ -](?:(?:fiscal|financial"
    rf"|calendar)[ -])?(?:quarter|Quartals?)\b)"
    rf"(?![a-z]){_TAIL}",
    re.I,
)
_HALF = re.compile(
    rf"\b(?:(?-i:H)(?P<q>[12])\b|(?P<q2>[12])(?-i:H)(?![A-Za-z])|(?P<nth>first|second|erste[nsr]?"
    rf"|zweite[nsr]?)[ -](?:half\b(?= of (?:the )?"
    rf"(?:year|fiscal|financial|FY|(?:19|20)\d\d))|Halbjahr(?:es)?\b)){_TAIL}",
    re.I,
)
_FISCAL_YEAR = re.compile(
    rf"\b(?P<name>{_FISCAL}|AY|assessment year)[ ]?(?:ended? |ending )?['’]?(?:(?P<from>(?:19"
    rf"|20)\d{{2}})\s?[-–/]\s?(?P<to>\d{{4}}|\d{{2}})"
    rf"|(?P<y>(?:19|20)\d{{2}})|(?P<y2>\d{{2}})(?:\s?[-–/]\s?(?P<to2>\d{{2}}))?)(?![\d%]|[.,]\d)",
    re.I,
)
_YEARS = re.compile(
    r"(?:(?<![\d.,$₹€£#/-])|(?<=\bmid-)|(?<=\bpre-)|(?<=\bpost-)|(?<=\blate-)|(?<=\bearly-))\b(?P<y>(?:19|20)\d{2})(?:\s?[-–/]\s?(?P<to>(?:19|20)\d{2}|\d{2}))?(?P<s>s)?\b(?![.,]\d"
    r"|[-/]\d|\s?[%€₹$£])"
)
_SPELT_YEAR = re.compile(
    r"\b(?P<century>nineteen|twenty)[ -](?P<rest>(?:ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)\b"
    r"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:(?: ?- ?| )(?:one|two|three|four|five|six|seven"
    r"|eight|nine))?\b)",
    re.I,
)
_OFTEN = {
    "day": r"daily|everyday|täglich",
    "week": r"weekly|wöchentlich",
    "month": r"monthly|monatlich",
    "quarter": r"quarterly|vierteljährlich",
    "half-year": r"half-?yearly|semi-?annual(?:ly)?|halbjährlich",
    "year": r"yearly|annual(?:ly)?|per annum|p\.\s?a\b\.?|jährlich",
}
_SPANS = {
    "day": r"day|Tag",
    "week": r"week|Woche",
    "month": r"month|Monat",
    "quarter": r"quarter|Quartal",
    "year": r"year|annum|Jahr",
}
_EVERY = re.compile(
    rf"\b(?:every|each|once an?|per|jede[nsmr]?|pro)\s(?:single )?(?P<span>{'|'.join(_SPANS.values())})\b|"
    rf"\b(?:{'|'.join(f'(?P<p{place}>{words})' for place, words in enumerate(_OFTEN.values()))})(?!\w)",
    re.I,
)
_NOUN_BEHIND = re.compile(
    r"\s(?!(?:and|or|on|by|in|to|for|at|from|until|into|after|before|with|as|und|oder|am|im"
    r"|zum|bis|auf)\b)[^\W\d_]{2,}"
)
_PER = re.compile(
    rf"[\s,]*(?:/|\b(?:per|an?|each|every|pro|im|jede[nsmr]?|once an?"
    rf"|in a)\b)\s?(?:single )?(?P<span>{'|'.join(_SPANS.values())})\b|"
    rf"[\s,]*\(?(?:interest "
    rf"|return )?\b(?:{'|'.join(f'(?P<p{place}>{words})' for place, words in enumerate(_OFTEN.values()))})(?!\w)",
    re.I,
)
_BY_ADJECTIVE = re.compile(
    rf"\b(?:{'|'.join(f'(?P<p{place}>{words})' for place, words in enumerate(_OFTEN.values()))})e?[nrsm]?"
    r"(?:\s[\w-]+){0,3}\s(?:is|are|of|at|was|were|beträgt|von)\s*$",
    re.I,
)


def periods(text: str) -> Iterator[Shape]:
    """``Q4``, ``Q4 2026``, ``H1``, ``FY2027`` by the year in which a fiscal year ends."""
    taken: list[tuple[int, int]] = []
    for letter, pattern in (("Q", _QUARTER), ("H", _HALF), ("FY", _FISCAL_YEAR)):
        for match in pattern.finditer(text):
            if not any(match.start() < end and match.end() > start for start, end in taken):
                taken.append(match.span())
                yield Shape(*match.span(), _fiscal_year(match) if letter == "FY" else _part(letter, match))


def _part(letter: str, match: re.Match[str]) -> str:
    groups = match.groupdict()
    nth = (groups["nth"] or "").lower()
    place = groups["q"] or groups["q2"] or _NTH.get(nth) or _NTH[nth[:6]]
    year = groups.get("y0") or groups["y"] or (f"20{groups['y2']}" if groups["y2"] else "")
    return f"{letter}{place} {year}".strip()


def _fiscal_year(match: re.Match[str]) -> str:
    year = match["to"] or match["to2"] or match["y"] or match["y2"]
    name = "AY" if match["name"].lower().startswith("a") else "FY"
    return f"{name}{year if len(year) == 4 else f'20{year}'}"


def same_period(wanted: str, there: str) -> bool:
    """A quarter needs its year where one is named; a source may name one more."""
    return wanted == there or (" " not in wanted and there.startswith(f"{wanted} "))


def years(text: str) -> Iterator[Shape]:
    """Years, both of a range, and decades."""
    for match in _YEARS.finditer(text):
        yield Shape(*match.span(), f"{match['y']}s" if match["s"] else match["y"])
        if to := match["to"]:
            yield Shape(*match.span(), to if len(to) == 4 else f"{match['y'][:2]}{to}")
    for match in _SPELT_YEAR.finditer(text):
        yield Shape(*match.span(), f"{value_of(match['century'])}{value_of(match['rest'])}")


def frequencies(text: str) -> Iterator[Shape]:
    """How often: ``month`` for "every month" and "monthly"; ``hedged`` for the adjective in "monthly statement"."""
    for match in _EVERY.finditer(text):
        yield Shape(*match.span(), _span(match), hedged=_NOUN_BEHIND.match(text, match.end()) is not None)


def per(after: str, before: str) -> str:
    """The time that a figure is for, by the words right behind it or an adjective before it; empty for none."""
    match = _PER.match(after) or _BY_ADJECTIVE.search(before)
    return _span(match) if match else ""


def named_periods(text: str) -> frozenset[str]:
    """All times that a piece of text speaks of as a frequency."""
    return frozenset(_span(match) for match in _EVERY.finditer(text))


def _span(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if word := groups.get("span"):
        return next(span for span, spelt in _SPANS.items() if re.fullmatch(spelt, word, re.I))
    return next(span for place, span in enumerate(_OFTEN) if groups[f"p{place}"])
