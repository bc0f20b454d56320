"""Words that YAML reads otherwise than they look: what a remark cuts off, quotes that are none, lines that run on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from router.rulebook.complaints import Complaints
from router.rulebook.yaml.lines import dash_missing_a_blank, place, source_lines, start

_CUT = re.compile(r"\s+(#[^\s#]\S*)")
_SMART = re.compile("[“”„‘’«»].*[“”‟‘’«»]", re.DOTALL)
_IN_NUMBER = re.compile(r",[0-9]{2,3}(?![0-9])", re.ASCII)
_BACKSPACE = "\b"
_EDGE = "within double quotes a \\b is no edge of a word; put the text in single ones"
_SWALLOWS = "this text swallows the list below it; take it out, or make it the first of the list"
_RUNS_ON = "this text goes on in the next line; a dash or a comma is missing, or it needs quotes around it"
Complaint = tuple[int, int, str]
"""Line and column, from 1, and what is wrong there."""


def watched(
    events: Iterator[yaml.Event], text: str, complaints: Complaints, *, kept: bool = False
) -> Iterator[yaml.Event]:
    """The events as they come, with a complaint about each text that isn't what it looks like.

    Of files that were ``kept`` what earlier versions took is taken: a set in force must not stop the service.
    """
    lines = source_lines(text)
    around: list[yaml.Event] = []
    waiting: list[Complaint] = []
    for event in events:
        for one in waiting:  # the text was one indeed: the reader went on behind it
            complaints.add(*one)
        waiting.clear()
        if isinstance(event, yaml.ScalarEvent) and event.style not in ("'", '"', "|", ">"):
            in_list = bool(around) and isinstance(around[-1], yaml.SequenceStartEvent)
            _refuse_cut(event, lines, complaints)
            _refuse_smart_quotes(event, complaints)
            waiting += [] if kept else _running_on(event, lines, in_list)
            _refuse_parted_number(event, lines, in_list and not kept, complaints)
        elif isinstance(event, yaml.ScalarEvent) and _BACKSPACE in event.value and not kept:
            _complain(event, _EDGE, complaints)
        elif isinstance(event, yaml.CollectionStartEvent):
            around.append(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            around.pop()
        yield event


def _complain(event: yaml.ScalarEvent, message: str, complaints: Complaints) -> None:
    line, column = place(event.start_mark)
    complaints.add(line + 1, column + 1, message)


def _refuse_cut(event: yaml.ScalarEvent, lines: Sequence[str], complaints: Complaints) -> None:
    line, column = place(event.end_mark)
    cut = _CUT.match(start(lines, line), column)
    if cut is not None:
        message = f'everything from "{cut[1]}" on is left out here; put the text in quotes'
        complaints.add(line + 1, cut.start(1) + 1, message)


def _refuse_smart_quotes(event: yaml.ScalarEvent, complaints: Complaints) -> None:
    if _SMART.fullmatch(event.value):
        first, last = event.value[0], event.value[-1]
        _complain(event, f'{first} and {last} are letters of the text here; write "..." around it', complaints)


def _running_on(event: yaml.ScalarEvent, lines: Sequence[str], in_list: bool) -> list[Complaint]:
    """A text that swallowed lines of a list. Elsewhere a long text may go on in the next line."""
    (first, column), (last, _) = place(event.start_mark), place(event.end_mark)
    below = next((text for text in lines[first + 1 : last + 1] if text.strip()), None)
    if below is None:
        return []
    glued = dash_missing_a_blank(lines, first)
    if below.lstrip().startswith("- "):
        return [(first + 1, glued[1] + 1, glued[2])] if glued else [(first + 1, column + 1, _SWALLOWS)]
    return [(first + 1, column + 1, _RUNS_ON)] if in_list else []


def _refuse_parted_number(event: yaml.ScalarEvent, lines: Sequence[str], in_list: bool, complaints: Complaints) -> None:
    line, column = place(event.end_mark)
    if in_list and event.value[-1:].isdecimal() and _IN_NUMBER.match(start(lines, line), column):
        complaints.add(line + 1, column + 1, "the comma parts this number in two; put the text in quotes")
