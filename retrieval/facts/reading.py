"""Reading the typed facts of a text.

Patterns are tried in a fixed order and what one has read no other reads again, so that the 5 of "5 business days"
is a duration and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from retrieval.facts.addresses import addresses, handles, links
from retrieval.facts.bounds import bound_of, is_hedged
from retrieval.facts.comparing import comparison
from retrieval.facts.counted import name_before, words_behind
from retrieval.facts.counts import counts, fractions, multiples, named_numbers
from retrieval.facts.dates import dates
from retrieval.facts.fact import Fact, Kind, Shape
from retrieval.facts.labelled import each_behind, label_of, words_ahead, words_near
from retrieval.facts.money import amounts, percentages
from retrieval.facts.periods import frequencies, named_periods, per, periods, years
from retrieval.facts.plain import plain
from retrieval.facts.references import account_numbers, endings, long_numbers, references
from retrieval.facts.times import ages, days, durations, times

_READ = "\x00"
_NEAR = 80
_FOR_A_TIME = frozenset({"amount", "percentage"})

Reader = Callable[[str], Iterator[Shape]]
_READERS: tuple[tuple[Kind, Reader], ...] = (
    ("link", links),
    ("e-mail address", addresses),
    ("handle", handles),
    ("account ending", endings),
    ("phone or account number", account_numbers),
    ("period", periods),
    ("date", dates),
    ("amount", amounts),
    ("percentage", percentages),
    ("time", times),
    ("age", ages),
    ("duration", durations),
    ("named number", named_numbers),
    ("reference", references),
    ("phone or account number", long_numbers),
    ("day", days),
    ("fraction", fractions),
    ("multiple", multiples),
    ("year", years),
    ("count", counts),
)


@lru_cache(maxsize=2048)
def facts_in(text: str) -> tuple[Fact, ...]:
    """The facts of a text in the order they stand there. Spans count in ``plain(text)``."""
    text = plain(text)
    rest = text
    facts: list[Fact] = []
    for kind, read in _READERS:
        shapes_read = list(read(rest))
        facts += _with_partners([_fact(kind, shape, text) for shape in shapes_read])
        rest = _without(rest, shapes_read)
    facts += _frequencies(text, rest, facts)
    return tuple(sorted(facts, key=lambda fact: (fact.start, fact.value)))


def _frequencies(text: str, rest: str, facts: list[Fact]) -> Iterator[Fact]:
    """How often something happens, unless it is what the figure before it is for."""
    told = {fact.end for fact in facts if fact.per}
    for shape in frequencies(rest):
        if not any(0 <= shape.start - end <= 3 for end in told):
            yield _fact("frequency", shape, text)


def _with_partners(facts: list[Fact]) -> Iterator[Fact]:
    """The two ends of a range, which have one span, each with the other."""
    spans = defaultdict(list)
    for fact in facts:
        spans[fact.start, fact.end].append(fact.value)
    for fact in facts:
        ends = [value for value in spans[fact.start, fact.end] if value != fact.value]
        yield replace(fact, partner=ends[0]) if ends else fact


def _without(text: str, taken: list[Shape]) -> str:
    """The text with what was read made unreadable, nothing else moved."""
    characters = list(text)
    for shape in taken:
        characters[shape.start : shape.end] = _READ * (shape.end - shape.start)
    return "".join(characters)


def _fact(kind: Kind, shape: Shape, text: str) -> Fact:
    line_start = text.rfind("\n", 0, shape.start) + 1
    line_end = (text + "\n").find("\n", shape.end)
    before, after = text[line_start : shape.start], text[shape.end : line_end]
    for_a_time = kind in _FOR_A_TIME
    counts_things = kind == "count" and not shape.unit
    return Fact(
        kind,
        shape.value,
        shape.unit,
        text[shape.start : shape.end].strip(),
        shape.start,
        shape.end,
        bound_of(kind, before, after),
        shape.hedged or is_hedged(before),
        per=per(after, before) if for_a_time else "",
        periods=named_periods(f"{before[-_NEAR:]} {after[:_NEAR]}") if for_a_time else frozenset(),
        compared=comparison(kind, before),
        name=name_before(before) if counts_things else "",
        counted=words_behind(after) if counts_things else (),
        label=label_of(before, after) if for_a_time else (),
        each=each_behind(after) if for_a_time else "",
        ahead=words_ahead(before) if for_a_time else frozenset(),
        near=words_near(before, after) if for_a_time else frozenset(),
    )
