"""How references, the numbers of phones and accounts, and the last digits of an account are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.facts.fact import Shape
from retrieval.facts.shorthand import COVID, short_form
from retrieval.facts.spelled import WORD_VALUES

_NAMED_REFERENCE = re.compile(
    r"\b(?:order|ticket|reference|ref|utr|rrn|txn|transaction|loan|case|request|complaint|application|folio|invoice"
    r"|Vorgang|Auftrag|Rechnung|Antrag|Kredit|Referenz|policy|membership|member|client|customer)"
    r"(?:s?nummer)?\W{0,2}(?:(?:no|nr|number|id|is|ist"
    r"|the)\b\W{0,2}){0,2}#?(?P<id>(?=[\w-]*\d)(?!\d{1,3}\b)[A-Za-z0-9][A-Za-z0-9-]{1,30}|\d{2,3})\b"
    r"(?!\s?(?:%|per\s?cent|business|working|days?|months?|years?|hours?|weeks?|minutes?)|[.,]\d)",
    re.I,
)
_REFERENCE = re.compile(
    rf"\b(?P<f>{COVID})\b"
    r"|#(?P<a>\w*\d[\w-]*)|\b(?P<b>T\+\d)\b"
    r"|\b(?P<c>(?<![A-Z0-9/-])(?=[A-Z0-9/-]*\d)(?=[A-Z0-9/-]*[A-Z])[A-Z0-9]+(?:[-/][A-Z0-9]+)*)\b"
    r"|\b(?P<d>(?!(?i:mid|pre|post|late|early)-(?:19|20)\d\d\b)[A-Za-z]{2,6}-?\d{3,})\b"
    r"|\b(?P<e>(?!(?:mid|pre|post|late|early)-(?:19|20)\d\d\b)[a-z]{1,5}-\d{2,}(?:-\d+)*)\b"
)
_LONG_NUMBER = re.compile(
    r"(?<![\w.])\+\d(?:(?:[ ()/-]{0,3}|\.)\d){6,}|(?<![\w.,])\(?0\d{1,5}\)?[ /-]\d(?:[ -]?\d){3,}(?![\w]|[.,]\d)"
    r"|(?<![\w.,])(?!(?:19|20)\d\d ?- ?(?:19|20)\d\d(?![\d-]))\d(?:[ -]?\d){6,}(?![\w]|[.,]\d)"
)
_NAMED_NUMBER = re.compile(
    r"\b(?:(?:account|acct|a/c|Konto)(?:s?nummer)?|(?:call|dial|ring|phone|text|SMS|WhatsApp)(?: us| me| them"
    r"| him| her)?(?: on| at| to)?|helpline"
    r"|hotline|toll[- ]free(?: number)?|wählen Sie|rufen Sie|Telefon(?:nummer)?)"
    r"\W{0,2}(?:(?:no|nr|number|is|ist|die|the)\b\W{0,2}){0,2}(?P<n>\d(?:[ -]?\d){2,})\b"
    r"(?!\s?(?:%|days?|months?|hours?|minutes?|weeks?|years?)|[.,:]\d)",
    re.I,
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_DIGIT_WORD = (
    "zero|oh|one|two|three|four|five|six|seven|eight|nine|null|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun"
)
_SPELT_NUMBER = re.compile(
    rf"\b(?:(?:double |triple )?(?:{_DIGIT_WORD})[ ,-]+){{4,}}(?:double )?(?:{_DIGIT_WORD})\b", re.I
)
_ENDING = re.compile(
    r"\b(?<!year[ -])(?<!years[ -])(?:ending|ends?|ended|endend|endet)(?: (?:in|with|on|at|by|auf|mit))?\W{0,3}"
    r"(?P<a>\d{3,6})\b(?!\s?(?:%"
    r"|days?|months?)|[.,/-]\d)"
    r"|\blast (?:\w+ )?digits?(?: \w+){0,3}?\W{1,3}(?P<b>\d{3,6})\b|\bletzten (?:\w+ )?(?:Ziffern"
    r"|Stellen)\W{1,3}(?P<d>\d{3,6})\b"
    r"|(?<![A-Za-z0-9*•.])(?:[Xx*•.]{2,}+[ -]?)++(?P<c>\d{3,6})\b",
    re.I,
)


def references(text: str) -> Iterator[Shape]:
    """References: what follows a word such as ticket or order, or is made of letters and digits."""
    taken: list[tuple[int, int]] = []
    for pattern in (_NAMED_REFERENCE, _REFERENCE):
        for match in pattern.finditer(text):
            name = match.lastgroup or "id"
            start, end = match.span(name)
            if any(start < other_end and end > other_start for other_start, other_end in taken):
                continue
            taken.append((start, end))
            yield Shape(start, end, short_form(match[name]))


def account_numbers(text: str) -> Iterator[Shape]:
    """Numbers that stand behind the word account or call, and IBANs: known before they could be anything else."""
    for match in _IBAN.finditer(text):
        yield Shape(*match.span(), match.group().replace(" ", ""))
    for match in _NAMED_NUMBER.finditer(text):
        yield Shape(*match.span("n"), re.sub(r"\D", "", match["n"]))
    for match in _SPELT_NUMBER.finditer(text):
        yield Shape(*match.span(), _spelt_digits(match.group()))


def _spelt_digits(words: str) -> str:
    digits, times = "", 1
    for word in re.findall(r"\w+", words.lower()):
        if word in ("double", "triple"):
            times = 2 if word == "double" else 3
            continue
        value = {"oh": 0, "null": 0, "eins": 1}.get(word)
        digits += str(WORD_VALUES[word] if value is None else value) * times
        times = 1
    return digits


def long_numbers(text: str) -> Iterator[Shape]:
    """Numbers of phones and accounts, as their digits."""
    for match in _LONG_NUMBER.finditer(text):
        yield Shape(*match.span(), re.sub(r"\D", "", match.group()))


def endings(text: str) -> Iterator[Shape]:
    """The last digits of an account or a card."""
    for match in _ENDING.finditer(text):
        yield Shape(*match.span(), next(digits for digits in match.group("a", "b", "c", "d") if digits))
