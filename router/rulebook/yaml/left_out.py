"""Words that YAML reads otherwise than they look: what a remark cuts off, and quotes that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from router.rulebook.complaints import Complaints
from router.rulebook.yaml.lines import place, source_lines, start

_CUT = re.compile(r"\s+(#[^\s#]\S*)")
_SMART = re.compile("[“”„‘’«»].*[“”‟‘’«»]", re.DOTALL)


def watched(events: Iterator[yaml.Event], text: str, complaints: Complaints) -> Iterator[yaml.Event]:
    """The events as they come, with a complaint about each plain text that isn't what it looks like."""
    lines = source_lines(text)
    for event in events:
        if isinstance(event, yaml.ScalarEvent) and event.style not in ("'", '"', "|", ">"):
            _refuse_cut(event, lines, complaints)
            _refuse_smart_quotes(event, complaints)
        yield event


def _refuse_cut(event: yaml.ScalarEvent, lines: Sequence[str], complaints: Complaints) -> None:
    line, column = place(event.end_mark)
    cut = _CUT.match(start(lines, line), column)
    if cut is not None:
        message = f'everything from "{cut[1]}" on is left out here; put the text in quotes'
        complaints.add(line + 1, cut.start(1) + 1, message)


def _refuse_smart_quotes(event: yaml.ScalarEvent, complaints: Complaints) -> None:
    if _SMART.fullmatch(event.value):
        line, column = place(event.start_mark)
        first, last = event.value[0], event.value[-1]
        message = f'{first} and {last} are letters of the text here; write "..." around it'
        complaints.add(line + 1, column + 1, message)
