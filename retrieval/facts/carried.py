"""Whether a fact stands in a source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from retrieval.facts.counted import counts_otherwise
from retrieval.facts.counts import list_lengths
from retrieval.facts.dates import same_date
from retrieval.facts.fact import Fact
from retrieval.facts.labelled import is_of_another
from retrieval.facts.periods import same_period
from retrieval.facts.plain import plain, words_of
from retrieval.facts.reading import facts_in
from retrieval.facts.rounding import rounds_to
from retrieval.facts.shorthand import named_in_words, said_in_full
from retrieval.facts.times import same_time

_OPPOSITE = {("at least", "at most"), ("at most", "at least")}
_SMALL = {
    "2": re.compile(r"\b(?:two|both|pair|couple|second|twice|zwei|beiden?)\b", re.I),
    "3": re.compile(r"\b(?:three|third|trio|drei)\b", re.I),
}
"""Words for numbers that are no facts of a text, so that "two colleagues" needs no source."""
_ADJECTIVES = {
    "day": "dai",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "half-year": "half",
    "year": "(?:year|annu)",
}
_NUMBERED = frozenset({"count", "year", "phone or account number"})
_FISCAL = re.compile(r"\b(?:full|fiscal|financial)[- ]year|\bfiscal\b|\bFY", re.I)
LONGEST_LIST = 12
LOCAL_DIGITS = 10
"""A phone number of so many digits may stand without the prefix that its source has."""


def carried(fact: Fact, sources: Iterable[str], *, exact: bool = False) -> bool:
    """Whether a source holds the same kind of fact with the same unit and value: $50 is not 50 %.

    A figure may be rounded where its words say so ("about"), and unless it has to be ``exact`` be shortened.
    """
    return any(_is_carried_by(fact, source, exact=exact) for source in sources)


def _is_carried_by(fact: Fact, source: str, *, exact: bool) -> bool:
    others = facts_in(source)
    is_another = counts_otherwise(fact, others, exact=exact) or is_of_another(fact, others, exact=exact)
    if is_among(fact, others, exact=exact) and not is_another:
        return True
    return _is_told_by(fact, source)


def is_among(fact: Fact, others: Iterable[Fact], *, exact: bool = False) -> bool:
    """Whether one of the others says what the fact says."""
    others = [other for other in others if fact.compared or other.compared != "closely"]
    return any(_same(fact, other, exact=exact) for other in others) or _by_its_year(fact, others)


def _is_told_by(fact: Fact, source: str) -> bool:
    """Names; small counts that a source tells by a word or a numbered list; and the adjective of "monthly statement" by
    its months."""
    if fact.kind == "name":
        return {_singular(word) for word in fact.value.split()} <= _words(source)
    if fact.kind == "frequency" and fact.hedged and fact.word.lower().endswith(("ly", "al")):
        return re.search(rf"\b{_ADJECTIVES[fact.value]}", plain(source), re.IGNORECASE) is not None
    if fact.kind == "period" and fact.value.startswith("FY"):
        return _FISCAL.search(plain(source)) is not None and fact.value[2:] in {one.value for one in facts_in(source)}
    if fact.kind == "reference":
        return said_in_full(fact.value, plain(source))
    if fact.kind == "named number":
        return named_in_words(fact.value, plain(source))
    if fact.kind != "count" or fact.unit:
        return False
    if fact.value in _SMALL and _SMALL[fact.value].search(plain(source)):
        return True
    return fact.value.isdigit() and int(fact.value) <= LONGEST_LIST and fact.value in list_lengths(plain(source))


@lru_cache(maxsize=2048)
def _words(source: str) -> frozenset[str]:
    """The words of a source, in parts too: "E-Mail" and "Aadhaar-linked" hold the words beside their hyphens."""
    words = words_of(source)
    return frozenset(
        _singular(part) for word in words for part in (word, *word.replace("’", "'").replace("'", "-").split("-"))
    )


def _singular(word: str) -> str:
    return re.sub(r"(?:['’]s|s)$", "", word) or word


def _same(fact: Fact, other: Fact, *, exact: bool) -> bool:
    if (fact.bound, other.bound) in _OPPOSITE:
        return False
    if fact.kind != other.kind:
        return _says_no_less(fact, other)
    alike = _ALIKE.get(fact.kind)
    if alike is not None:
        return alike(fact, other)
    if fact.kind == "duration" and fact.unit != other.unit:
        return _in_small(fact) == _in_small(other)
    return (
        fact.unit == other.unit
        and _same_time(fact, other)
        and (fact.value == other.value or rounds_to(fact, other, exact=exact))
    )


def _in_small(fact: Fact) -> tuple[Decimal, str]:
    """A year is 12 months, an hour 60 minutes, whichever way it is said; a day may end sooner than 24 hours do."""
    times, unit = {"year": (12, "month"), "week": (7, "day"), "hour": (60, "minute")}.get(fact.unit, (1, fact.unit))
    return Decimal(fact.value) * times, unit


def _same_time(fact: Fact, other: Fact) -> bool:
    """1.5 % a month is not 1.5 % a year; a line may say elsewhere what its figures are for."""
    return fact.per in ("", other.per) or (not other.per and fact.per in other.periods)


def _same_link(fact: Fact, other: Fact) -> bool:
    return other.value == fact.value or ("/" not in fact.value and other.value.split("/")[0] == fact.value)


def _same_number(fact: Fact, other: Fact) -> bool:
    """The number itself, or without the prefix of its country."""
    number = fact.value.lstrip("0")
    return other.value.lstrip("0") == number or (len(number) >= LOCAL_DIGITS and other.value.endswith(number))


_ALIKE: Mapping[str, Callable[[Fact, Fact], bool]] = {
    "date": lambda fact, other: same_date(fact.value, other.value),
    "period": lambda fact, other: same_period(fact.value, other.value),
    "time": lambda fact, other: same_time(fact.value, other.value, open_=fact.hedged),
    "link": _same_link,
    "phone or account number": _same_number,
}


def _says_no_less(fact: Fact, other: Fact) -> bool:
    """Where one kind may carry another: a bare number claims less than an amount, a number of ours has many names."""
    kinds = (fact.kind, other.kind)
    if kinds in (("age", "duration"), ("duration", "age")):
        return (fact.value, "year") == (other.value, other.unit) and fact.unit == "year"
    if fact.kind in ("count", "year"):
        return _same_plain_number(fact, other)
    if fact.kind == "account ending":
        return other.kind == "phone or account number" and other.value.endswith(fact.value)
    if fact.kind == "frequency":
        return fact.value == other.per
    if kinds == ("fraction", "percentage"):
        return Fraction(fact.value) * 100 == Fraction(other.value)
    if kinds == ("reference", "named number"):
        return other.value.endswith(f" {fact.value}")
    return fact.kind == "reference" and other.value == fact.value and other.kind in _NUMBERED


def _same_plain_number(fact: Fact, other: Fact) -> bool:
    if other.kind == "date":
        return other.value.endswith(f"-{int(fact.value):02}") if fact.unit else other.value.startswith(f"{fact.value}-")
    if fact.unit or (other.unit and other.kind == "count"):
        return False
    if other.kind == "period":
        return fact.kind == "year" and other.value.endswith(fact.value)
    return other.kind in ("amount", "reference", "count", "year", "multiple") and other.value == fact.value


def _by_its_year(fact: Fact, others: Iterable[Fact]) -> bool:
    """A day or a quarter that a source has without its year, with a year that the source names by itself."""
    if fact.kind == "date" and len(fact.value) == 10 and not fact.value.startswith("-"):
        year, bare = fact.value[:4], f"-{fact.value[4:]}"
    elif fact.kind == "period" and " " in fact.value:
        bare, year = fact.value.split(" ")
    else:
        return False
    values = {(other.kind, other.value) for other in others if (fact.bound, other.bound) not in _OPPOSITE}
    if (fact.kind, bare) not in values:
        return False
    if fact.kind == "period":
        return any(kind in ("year", "period", "date") and year in value for kind, value in values)
    return bool({("year", year), ("period", f"FY{year}")} & values)
