"""Numbers written as words, English and German: two hundred and fifty, one and a half, a dozen, vierundzwanzig."""

from __future__ import annotations

import re
from decimal import Decimal

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_GERMAN_ONES = "ein zwei drei vier fünf sechs sieben acht neun"
_GERMAN_TEENS = "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"
_GERMAN_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"
_GERMAN_HALVES = "anderthalb eineinhalb zweieinhalb dreieinhalb"
WORD_VALUES: dict[str, Decimal] = {
    **{word: Decimal(value) for value, word in enumerate(_ONES.split())},
    **{word: Decimal(10 * value) for value, word in enumerate(_TENS.split(), start=2)},
    **{word: Decimal(value) for value, word in enumerate(_GERMAN_ONES.split(), start=1)},
    **{word: Decimal(value) for value, word in enumerate(_GERMAN_TEENS.split(), start=10)},
    **{word: Decimal(10 * value) for value, word in enumerate(_GERMAN_TENS.split(), start=2)},
    **dict(zip(_GERMAN_HALVES.split(), map(Decimal, ("1.5", "1.5", "2.5", "3.5")), strict=True)),
}
_SPELT_OTHERWISE = {"fuenf": "fünf", "zwoelf": "zwölf", "dreissig": "dreißig", "fourty": "forty"}
SCALES: dict[str, int] = {
    **dict.fromkeys(("dozen", "dutzend"), 12),
    **dict.fromkeys(("hundred", "hundert"), 100),
    **dict.fromkeys(("thousand", "k", "tausend", "tsd"), 1000),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs", "l"), 100_000),
    **dict.fromkeys(("m", "mm", "million", "millions", "mn", "mln", "mio", "millionen"), 1_000_000),
    **dict.fromkeys(("crore", "crores", "cr"), 10_000_000),
    **dict.fromkeys(("billion", "billions", "b", "bn", "bln", "mrd", "milliarde", "milliarden"), 1_000_000_000),
    **dict.fromkeys(("trillion", "trillions", "tn"), 1_000_000_000_000),
}

_BIG = r"(?:hundred|thousand|lakhs?|lacs?|million|crores?|billion|trillion)"
_ONES_WORD = "|".join(sorted(_ONES.split(), key=len, reverse=True))
_TENS_WORD = "|".join([*_TENS.split(), "fourty"])
_HYPHEN = "(?: ?- ?| )"
"""Minutes of meetings have spaces around it: twenty - five."""
_UNDER_HUNDRED = (
    rf"(?:(?:{_TENS_WORD})(?:{_HYPHEN}(?:{_ONES_WORD})\b|(?!{_HYPHEN}(?:{_ONES_WORD})\b))|(?:{_ONES_WORD}))"
)
_UNDER_THOUSAND = rf"(?:(?:{_UNDER_HUNDRED}|a)[ -]hundred\b(?:(?:[ -]and)?[ -]{_UNDER_HUNDRED}\b)?|{_UNDER_HUNDRED}\b)"
_ENGLISH = (
    rf"{_UNDER_THOUSAND}(?:(?:[ -]{_BIG})+,?[ -](?:and[ -])?{_UNDER_THOUSAND})*(?: and a half\b"
    rf"|(?: (?:point|dot)(?: {_UNDER_HUNDRED}\b)+))?"
)
"""A scale word at the end is left to the reader: it tells fifty lakh rupees from fifty."""
_GERMAN_UNITS = [*_GERMAN_ONES.split(), "fuenf"]
_GERMAN_TENS_WORD = "|".join([*_GERMAN_TENS.split(), "dreissig"])
_GERMAN_UNIT = "|".join(_GERMAN_UNITS)
_GERMAN_REST = "|".join([*_GERMAN_TEENS.split(), "zwoelf", *(word for word in _GERMAN_UNITS if word != "ein")])
_GERMAN_UNDER = rf"(?:(?:{_GERMAN_UNIT})und(?:{_GERMAN_TENS_WORD})|{_GERMAN_TENS_WORD}|{_GERMAN_REST})"
_GERMAN_HUNDREDS = rf"(?:(?:{_GERMAN_UNIT})?hundert(?:(?:und)?{_GERMAN_UNDER})?|{_GERMAN_UNDER})"
_GERMAN = rf"(?:(?:{_GERMAN_HUNDREDS})?tausend(?:(?:und)?{_GERMAN_HUNDREDS})?|{_GERMAN_HUNDREDS})"
_GERMAN_HALF = "|".join(_GERMAN_HALVES.split())
_ONE_OF = (
    rf"an?(?= (?:{_BIG}|dozen)\b)|hundred(?= (?:per|percent|rupees|dollars|euros)\b)|half an?(?= (?:{_BIG}|dozen"
    rf"|hour|day|year|month|week|per)\b)"
)
_BEGINS = r"(?=on|tw|th|te|fo|fi|si|se|ei|el|ni|ze|hu|ha|an?[ dn]|zw|dr|vi|fü|fu|ac|ne|ta)"
"""Looked at first, so that most words of a text cost no more than this."""
WORDS = rf"\b{_BEGINS}(?>{_ENGLISH}|{_ONE_OF}|{_GERMAN_HALF}|{_GERMAN})\b"
_POINT = re.compile(" (?:point|dot) ")
_TOKEN = re.compile(r"[^\W\d_]+|\d[\d.,'’ ]*|\.\d+")
_GERMAN_PARTS = re.compile(
    rf"(?:(?P<thousands>.*)(?P<t>tausend))?(?:(?P<hundreds>{_GERMAN_UNIT})?(?P<h>hundert))?(?:und)?(?P<rest>.*)"
)


def spelled_value(number: str) -> Decimal:
    """The value of words matched by :data:`WORDS`, or of digits and scale words one after the other."""
    number, *behind = _POINT.split(number.lower(), maxsplit=1)
    if behind:
        words = re.findall(r"[^\W\d_]+", behind[0])
        scale = " ".join(word for word in words if word not in WORD_VALUES)
        value = Decimal(f"{spelled_value(number)}.{_spoken_digits(words)}")
        return value * (spelled_value(f"one {scale}") if scale else 1)
    total, current = Decimal(0), Decimal(0)
    for token in _TOKEN.findall(number.lower()):
        if token == "half":  # noqa: S105 - a word of a number
            current += Decimal("0.5")
        elif token in SCALES and SCALES[token] >= 1000:
            total, current = total + (current or Decimal(1)) * SCALES[token], Decimal(0)
        elif token in SCALES:
            current = (current or Decimal(1)) * SCALES[token]
        elif token not in ("a", "an", "and"):
            current += _german(token) if token[0].isalpha() else Decimal(re.sub(r"[,'’ ]", "", token).rstrip("."))
    return total + current


def _spoken_digits(words: list[str]) -> str:
    """What is said behind the point, digit by digit or as one number: 25 is "two five" and "twenty five"."""
    digits = ""
    tens = False
    for word in words:
        if word in WORD_VALUES:
            digits = digits[:-1] + str(WORD_VALUES[word]) if tens else digits + str(WORD_VALUES[word])
            tens = WORD_VALUES[word] >= 20
    return digits


def _german(word: str) -> Decimal:
    word = re.sub("|".join(_SPELT_OTHERWISE), lambda match: _SPELT_OTHERWISE[match.group()], word)
    if word in WORD_VALUES or not word:
        return WORD_VALUES.get(word, Decimal(0))
    parts = _GERMAN_PARTS.fullmatch(word)
    if parts is None:
        return Decimal(0)
    value = (_german(parts["thousands"] or "ein") * 1000) if parts["t"] else Decimal(0)
    value += (_german(parts["hundreds"] or "ein") * 100) if parts["h"] else Decimal(0)
    unit, _, tens = parts["rest"].partition("und")
    return value + WORD_VALUES.get(unit, Decimal(0)) + WORD_VALUES.get(tens, Decimal(0))
