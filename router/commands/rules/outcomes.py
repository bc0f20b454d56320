"""Test results for a person to read, and for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap

from rich.console import Console
from rich.table import Table

from router.commands.rules.options import count
from router.rulebook.complaints import RuleError
from router.rulebook.examples.coverage import CheckCoverage, RuleCoverage
from router.rulebook.examples.results import ExampleResult
from router.rulebook.words import shorten
from router.trying.rule_tests import RuleTests

_WIDEST = 64
_MOST_SHOWN = 20
_NUMBERS_WIDTH = 44
_LONGEST = 160
_ROOM = 76
"""For a table that stands four columns in, in a terminal of eighty."""
_HEADS = ("what", "expected", "got")


def in_words(tested: RuleTests, folder: Path, *, everything: bool) -> Iterator[str]:
    """Gaps, conditions that never varied, what failed with what was expected beside it, and the sum.

    What is most urgent stands at the end, where a terminal stops.
    """
    gaps = tested.with_status("known gap", "closed gap") if everything else tested.with_status("closed gap")
    yield from (f"{folder}/{result}" for result in gaps)
    yield from _never_varied(tested, folder, everything=everything)
    for result in tested.with_status("failed"):
        yield f"{folder}/{_headline(result)}"
        yield from (f"    {line}" for line in _differences(result))
    yield summary(tested)


def _never_varied(tested: RuleTests, folder: Path, *, everything: bool) -> Iterator[str]:
    never = tested.never_varied
    shown = never if everything else never[:_MOST_SHOWN]
    yield from (f"{folder}/{_never(rule, check)}" for rule, check in shown)
    if len(never) > len(shown):
        yield f"... and {count(len(never) - len(shown), 'condition')} more like these: -v shows them"


def _headline(result: ExampleResult) -> str:
    """Where it stands and what happened; the table below it says the rest."""
    says = "came out otherwise" if result.kind in ("scenario", "example") else result.says.partition(":")[0]
    return str(replace(result, says=says)) if result.differences else str(result)


def _never(rule: RuleCoverage, check: CheckCoverage) -> str:
    words = shorten(check.condition, _WIDEST)
    return f"{rule.file}:{check.line}:{check.column}: {rule.rule}: no test has seen a {check.never} here: {words}"


def _differences(result: ExampleResult) -> Iterator[str]:
    """Of several conditions that hold together one is enough, so none is expected to be a no by itself."""
    rows = result.differences
    if result.kind == "no match" and len(rows) > 1:
        yield "at least one of these should be no:"
        yield from aligned([("condition", "got"), *((one.what, one.got) for one in rows)])
    elif rows:
        yield from aligned([_HEADS, *((one.what, one.expected, one.got) for one in rows)])


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A small table that fits a terminal: cells are wrapped between words, and no word is cut."""
    cells = [[shorten(cell, _LONGEST) for cell in row] for row in rows]
    widths = _widths(cells)
    for row in cells:
        wrapped = [
            wrap(cell, width, break_long_words=False, break_on_hyphens=False)
            for cell, width in zip(row, widths, strict=True)
        ]
        for line in zip_longest(*wrapped, fillvalue=""):
            yield "  ".join(part.ljust(width) for part, width in zip(line, widths, strict=True)).rstrip()


def _widths(cells: Sequence[Sequence[str]]) -> list[int]:
    """As wide as the cells are, and where that is too wide, the widest column gives way first."""
    columns = list(zip(*cells, strict=True))
    widths = [max(map(len, column)) for column in columns]
    least = [max(len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    while sum(widths) > _ROOM - 2 * len(widths) and widths != least:
        widest = max((at for at in range(len(widths)) if widths[at] > least[at]), key=widths.__getitem__)
        widths[widest] -= 1
    return widths


def summary(tested: RuleTests) -> str:
    """One line that says it all."""
    if not tested.ran:
        return "no test ran: there is no example and no scenario; every rule needs examples that match and that don't"
    counts = tested.counts
    gaps, closed = counts["known gap"] + counts["closed gap"], counts["closed gap"]
    parts = [f"{count(tested.ran, 'test')}: {counts['failed'] or 'none'} failed"]
    parts += [f"{count(gaps, 'known gap')}" + (f" ({closed} of them closed)" if closed else "")] if gaps else []
    never = len(tested.never_varied)
    parts += [f"{count(never, 'condition')} never seen both yes and no" if never else "every condition seen yes and no"]
    return ", ".join(parts)


def show_coverage(tested: RuleTests) -> None:
    """A table of all rules: their examples, how often they took part, and conditions that never varied."""
    heads = ("match", "no match", "known gap", "took part", "never yes", "never no")
    table = Table("rule", *(head.replace(" ", "\n") for head in heads), box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for rule in tested.coverage:
        never = [sum(check.never == word for check in rule.checks) for word in ("yes", "no")]
        numbers = (rule.match, rule.no_match, rule.gaps, rule.reached, *never)
        table.add_row(rule.rule, *(str(number or "") for number in numbers))
    widest = max((len(rule.rule) for rule in tested.coverage), default=0)
    terminal = Console(highlight=False)
    terminal.width = max(terminal.width, widest + _NUMBERS_WIDTH)
    terminal.print(table)


def as_json(tested: RuleTests, folder: Path) -> str:
    """One object: totals, results and coverage."""
    return _dumped(
        {
            "passed": tested.passed,
            "totals": {
                "tests": tested.ran,
                **{status.replace(" ", "_"): tested.counts[status] for status in ("passed", "failed")},
                "known_gaps": tested.counts["known gap"],
                "closed_gaps": tested.counts["closed gap"],
                "conditions_never_varied": len(tested.never_varied),
            },
            "results": [_result(result, folder) for result in tested.results],
            "coverage": [_coverage(rule, folder) for rule in tested.coverage],
            "mistakes": [],
        }
    )


def mistakes_as_json(errors: Sequence[RuleError], folder: Path) -> str:
    """The same object for rules that can't be read: no test ran."""
    mistakes = [asdict(error) | {"file": f"{folder}/{error.file}"} for error in errors]
    return _dumped({"passed": False, "totals": {"tests": 0}, "results": [], "coverage": [], "mistakes": mistakes})


def _result(result: ExampleResult, folder: Path) -> dict[str, object]:
    return {
        "file": f"{folder}/{result.file}",
        "line": result.line,
        "column": result.column,
        "rule": result.rule,
        "kind": result.kind,
        "status": result.status,
        "says": result.says,
        "differences": [asdict(one) for one in result.differences],
    }


def _coverage(rule: RuleCoverage, folder: Path) -> dict[str, object]:
    return {
        "file": f"{folder}/{rule.file}",
        "line": rule.line,
        "rule": rule.rule,
        "match": rule.match,
        "no_match": rule.no_match,
        "known_gaps": rule.gaps,
        "took_part": rule.reached,
        "conditions": [asdict(check) | {"never": check.never} for check in rule.checks],
    }


def _dumped(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
