"""How many changed figures the reader of facts finds, and how often it doubts a true sentence.

Rows: ``source``, ``answer``, ``grounded`` (whether people found that the source carries the answer), ``original`` (the
true answer that this one was made from) and ``edit_types``, the kinds of change where they are known. Each fact that
``facts_in`` reads in the answer is looked for in the source with ``carried``, as the guard of drafts does (which asks
for exact figures besides); a row is flagged when at least one isn't carried. Names aren't facts here. An edit is caught
only by a finding that the original doesn't have: an alarm about words that nobody changed catches nothing. No edits are
the number of a list ("4) ") and a number that stands in the source with the same two words on either side of it,
which was taken over rather than changed. ``as_flagged`` has the shares without these three rules: any
finding anywhere, any number. Printed, as percentages of rows:

``number_edits_caught``  caught, of the rows not grounded whose answer has a number in digits (thousands' commas
                         dropped) that its original lacks
``typed_edits_caught``   caught, of the rows not grounded whose answer has something typed that its original lacks: a
                         number in digits, a number word above three, a scale or currency word, a weekday, a month, a
                         unit of time behind a number, or any fact of ``facts_in`` that ``carried`` doesn't find there.
                         The plain words are compared beside the reader, so that what it can't read counts as missed
``false_alarms``         flagged, of the grounded rows
``precision``            not grounded, of the flagged rows
``recall``               flagged, of all rows not grounded, whatever was changed

and the rows of each kind as ``n...``. ``by_edit_type`` is the share flagged of the rows not grounded, by their
``edit_types``. ``--half`` takes every other document (by a hash of its words), so that causes can be sought in one half
and the result measured on the other. Several ``--data`` are counted together, and each by itself in ``files``. Prints
one JSON object last.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import click

from benchmarks.public_data import rows_of
from retrieval.facts.carried import carried
from retrieval.facts.fact import Fact
from retrieval.facts.reading import facts_in

_BESIDE = 2
_LIST_MARK = re.compile(r"^\s*\d{1,2}[.):]\s", re.M)
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_PLAIN = re.compile(
    r"\b(?:four(?:teen|ty)?|five|fif(?:teen|ty)|six(?:teen|ty)?|seven(?:teen|ty)?|eight(?:een|y)?|nine(?:teen"
    r"|ty)?|ten|eleven"
    r"|twelve|thirteen|twenty|thirty|forty|hundred|thousand|lakh|million|crore|billion|trillion|dozen|(?:mon|tues"
    r"|wednes"
    r"|thurs|fri|satur|sun)day|january|february|april|june|july|august|september|october|november|december"
    r"|(?-i:March|May)"
    r"|dollars?|euros?|pounds?|rupees?|per\s?cent|percent|basis points)\b",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"(?:\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve))[ -](minute|hour|day|week"
    r"|month|year)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A row, and what the reader made of it."""

    grounded: bool
    number_edit: bool
    typed_edit: bool
    any_number: bool
    any_typed: bool
    edit_types: tuple[str, ...]
    uncarried: tuple[Fact, ...]
    caught: bool
    answer: str


@click.command()
@click.option(
    "--data",
    multiple=True,
    default=["summedits_ectsum.jsonl", "summedits_qmsumm.jsonl"],
    show_default=True,
    help="JSON lines; may be repeated.",
)
@click.option("--half", type=click.Choice(["even", "odd"]), help="Only the documents of this half, by their words.")
@click.option("--show", is_flag=True, help="False alarms, and edits that were missed, one a line, first.")
def main(data: tuple[str, ...], half: str | None, show: bool) -> None:
    """Look for each fact of the answers in their sources."""
    judged = {
        name: [
            _judged(row)
            for row in rows_of(name, "source", "answer", "grounded", "original")
            if half in (None, half_of(row["source"]))
        ]
        for name in data
    }
    everything = [row for rows in judged.values() for row in rows]
    if show:
        _show(everything)
    files = {name: _measured(rows) for name, rows in judged.items()} if len(judged) > 1 else {}
    click.echo(json.dumps({**_measured(everything), "by_edit_type": _by_type(everything), "files": files}))


def half_of(source: str) -> str:
    """Each document is wholly in one half, and stays there whatever else a file holds."""
    return "odd" if hashlib.sha256(source.encode()).digest()[-1] % 2 else "even"


def _judged(row: Any) -> Judged:
    answer, original, source = row["answer"], row["original"], row["source"]
    false = not row["grounded"]
    uncarried = _uncarried(answer, source)
    known = {(fact.kind, fact.value, fact.unit, fact.bound) for fact in _uncarried(original, source)}
    changed = _without_quoted(_LIST_MARK.sub("", answer), source)
    return Judged(
        not false,
        false and bool(_numbers(changed) - _numbers(original)),
        false and _is_typed_edit(changed, original),
        false and bool(_numbers(answer) - _numbers(original)),
        false and _is_typed_edit(answer, original),
        tuple(row.get("edit_types") or ()),
        uncarried,
        any((fact.kind, fact.value, fact.unit, fact.bound) not in known for fact in uncarried),
        answer,
    )


def _uncarried(text: str, source: str) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts_in(text) if not carried(fact, [source]))


def _without_quoted(answer: str, source: str) -> str:
    """The answer without the numbers that the source has between the same words."""
    words, there = answer.split(), f" {' '.join(source.split())} "
    quoted = {
        place
        for place in range(_BESIDE, len(words) - _BESIDE)
        if _DIGITS.search(words[place]) and f" {' '.join(words[place - _BESIDE : place + _BESIDE + 1])} " in there
    }
    return " ".join(word for place, word in enumerate(words) if place not in quoted)


def _numbers(text: str) -> set[str]:
    return {number.replace(",", "") for number in _DIGITS.findall(text)}


def _is_typed_edit(answer: str, original: str) -> bool:
    if _typed_words(answer) - _typed_words(original):
        return True
    return any(not carried(fact, [original]) for fact in facts_in(answer))


def _typed_words(text: str) -> set[str]:
    words = {re.sub(r"\s", "", word.lower()) for word in _PLAIN.findall(text)}
    return _numbers(text) | words | {f"unit {unit.lower()}" for unit in _UNIT.findall(text)}


def _measured(rows: Sequence[Judged]) -> dict[str, Any]:
    false = [row for row in rows if not row.grounded]
    flagged = [row for row in rows if row.uncarried]
    edits = {
        "number_edits_caught": [row for row in rows if row.number_edit],
        "typed_edits_caught": [row for row in rows if row.typed_edit],
    }
    before = {
        "number_edits_caught": [row for row in rows if row.any_number],
        "typed_edits_caught": [row for row in rows if row.any_typed],
    }
    grounded = [row for row in rows if row.grounded]
    return {
        **{name: _percent(sum(row.caught for row in some), len(some)) for name, some in edits.items()},
        "false_alarms": _percent(sum(bool(row.uncarried) for row in grounded), len(grounded)),
        "precision": _percent(sum(not row.grounded for row in flagged), len(flagged)),
        "recall": _percent(sum(bool(row.uncarried) for row in false), len(false)),
        "as_flagged": {
            name: _percent(sum(bool(row.uncarried) for row in some), len(some)) for name, some in before.items()
        },
        "n": len(rows),
        "n_number_edits": len(edits["number_edits_caught"]),
        "n_typed_edits": len(edits["typed_edits_caught"]),
        "n_grounded": len(grounded),
    }


def _by_type(rows: Sequence[Judged]) -> dict[str, float]:
    flagged: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        for kind in () if row.grounded else row.edit_types:
            flagged[kind].append(bool(row.uncarried))
    return {kind: _percent(sum(flags), len(flags)) for kind, flags in sorted(flagged.items())}


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def _show(rows: Iterable[Judged]) -> None:
    for row in rows:
        words = ", ".join(f"{fact.kind} {fact.word!r}" for fact in row.uncarried)
        if row.grounded and row.uncarried:
            click.echo(f"false alarm: {words}: {row.answer!r}")
        elif (row.number_edit or row.typed_edit) and not row.caught:
            click.echo(f"missed: {row.answer!r}")


if __name__ == "__main__":
    main()
