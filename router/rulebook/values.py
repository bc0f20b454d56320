"""From the text in a file to a fact's value, and from a value to words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from router.rulebook.complaints import Complaints, did_you_mean, one_of
from router.rulebook.facts import Fact, FactType, Value
from router.rulebook.words import fold, shorten
from router.rulebook.yaml.nodes import Node
from router.rulebook.yaml.shape import one_or_many, read_text, unique

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?", re.ASCII)
_PART = r"([0-9]{1,6}) *(minute|hour|day|week)s?"
_DURATION_PART, _DURATION = re.compile(_PART, re.ASCII), re.compile(rf"{_PART}(?: +{_PART})*", re.ASCII)
_BETWEEN_THOUSANDS = re.compile(r"(?<=[0-9])[_, ](?=[0-9]{3}(?![0-9]))", re.ASCII)
_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}
LONGEST = timedelta(days=36_525)
YEARS = range(1900, 2200)
"""Durations and dates beyond these are slips of the keyboard."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that the other files define. None: not known here, so anything goes.

    ``routes`` and ``senders`` are the rules of routing.yaml and of sending.yaml, ``columns`` those of the customer
    list, each with the type of fact that it is.
    """

    products: tuple[str, ...] | None = None
    templates: frozenset[str] | None = None
    routes: tuple[str, ...] | None = None
    columns: Mapping[str, FactType] | None = None
    senders: tuple[str, ...] | None = None

    def choices(self, fact: Fact) -> tuple[str, ...] | None:
        if fact.kind == "product":
            return self.products
        if fact.kind == "template":
            return None if self.templates is None else tuple(sorted(self.templates))
        if fact.kind == "route":
            return self.routes
        return fact.choices or None


def read_fact_value(fact: Fact, node: Node, vocabulary: Vocabulary, complaints: Complaints) -> Value:
    """What an example says that a fact is."""
    if fact.type == "list":
        return unique(str(read_single(fact, item, vocabulary, complaints)) for item in one_or_many(node))
    return read_single(fact, node, vocabulary, complaints)


def read_single(fact: Fact, node: Node, vocabulary: Vocabulary, complaints: Complaints) -> Value:
    """One value that a fact of this type can be, or have in its list; None with a complaint when it can't."""
    text = read_text(node, complaints, fact.name)
    if not text:
        return None
    value = value_of(fact.type, text)
    if value is None:
        meant = _meant(fact.type, text)
        complaints.at(node, f'"{fact.name}" is {_EXPECTED[fact.type]}, so it can never be "{text}"{meant}')
        return None
    return _known_word(fact, text, node, vocabulary, complaints) if isinstance(value, str) else value


def _known_word(fact: Fact, text: str, node: Node, vocabulary: Vocabulary, complaints: Complaints) -> str | None:
    choices = vocabulary.choices(fact)
    if choices is None or (fact.numbers_too and text.isdecimal()):
        return text
    for choice in choices:
        if fold(choice) == fold(text):
            return choice
    hint = did_you_mean(text, choices) or (f"; it is {one_of(choices)}" if 0 < len(choices) <= 12 else "")
    complaints.at(node, f'"{fact.name}" can never be "{text}"{hint}')
    return None


def value_of(kind: FactType, text: str) -> Value:
    """What this text is as a fact of this type (for a list: as one thing in it), None when it can't be one."""
    return _READERS[kind](text)


def _meant(kind: FactType, text: str) -> str:
    """What somebody surely wanted to write, as the end of a message."""
    if kind == "yes or no":
        word = _LIKE_YES_OR_NO.get(text.casefold())
        return f", write {word}" if word else ""
    if kind == "number":
        plain = _BETWEEN_THOUSANDS.sub("", text).lstrip("0+")
        return f", write {plain}" if _number(plain) is not None else ""
    if kind == "date" and _DATE.fullmatch(text):
        return ": there is no such day"
    return ""


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _yes_or_no(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


def _duration(text: str) -> timedelta | None:
    if not _DURATION.fullmatch(text):
        return None
    parts = _DURATION_PART.findall(text)
    minutes = sum(int(number) * _MINUTES[unit] for number, unit in parts)
    return timedelta(minutes=minutes) if minutes <= LONGEST // timedelta(minutes=1) else None


def date_of(text: str) -> date | None:
    """A date as in ``2026-11-23``; None when it isn't one, or lies where nobody's tickets do."""
    try:
        found = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None
    return found if found and found.year in YEARS else None


_READERS: dict[FactType, Callable[[str], Value]] = {
    "text": str,
    "list": str,
    "number": _number,
    "yes or no": _yes_or_no,
    "duration": _duration,
    "date": date_of,
}
_EXPECTED: dict[FactType, str] = {
    "text": "a text",
    "list": "a list",
    "number": "a number (such as 3 or 0.5)",
    "yes or no": "yes or no",
    "duration": "a duration (such as 90 minutes, 2 hours, 3 days or 1 week)",
    "date": "a date (year, month and day, such as 2026-01-31)",
}
_LIKE_YES_OR_NO = {"true": "yes", "on": "yes", "yes": "yes", "y": "yes", "1": "yes"} | {
    "false": "no",
    "off": "no",
    "no": "no",
    "n": "no",
    "0": "no",
}


def in_words(value: Value) -> str:
    """A value as the decision record shows it, long texts shortened."""
    if value is None or value == "" or value == ():
        return "(empty)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:g}"
    if isinstance(value, timedelta):
        return _duration_in_words(value)
    if isinstance(value, date):
        return value.isoformat()
    return shorten(", ".join(value)) if isinstance(value, tuple) else shorten(value)


def _duration_in_words(value: timedelta) -> str:
    """Its two largest units, such as ``1 hour 40 minutes``."""
    minutes = int(value.total_seconds() // 60)
    parts = ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute"))
    said = [f"{number} {unit}{'s' if number > 1 else ''}" for number, unit in parts if number]
    return " ".join(said[:2]) or "0 minutes"
