"""What somebody who writes rules by hand did, told from the lines around the place where the YAML reader gave up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from router.rulebook.yaml.indents import indented_wrongly
from router.rulebook.yaml.lines import Place, Slip, blank_missing, dash_missing_a_blank, odd_blank, source_lines, start

UNCLOSED = "a quote that is opened here isn't closed"
_CLOSINGS = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)
_SMART = re.compile("(?:^|[-:,\\[{]) *([“„‘«])")
_LONGEST = 200
"""Of a line more isn't looked at: a longer one is no key that was forgotten."""
_MOST_WORDS = 4
"""A line of more is the rest of a text rather than a key."""
_KEY_TOO_LATE = "could not find expected ':'"


@dataclass(frozen=True, slots=True)
class Stop:
    """Where and why the reader gave up. ``opened`` is where that began which it couldn't end."""

    problem: str
    place: Place
    opened: Place | None
    text: str
    lines: Sequence[str]


def slip(error: yaml.MarkedYAMLError, text: str) -> Slip | None:
    """The likely mistake behind a syntax error, None when it looks like nothing that is known here."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return None
    opened = error.context_mark
    stop = Stop(
        error.problem or "",
        (mark.line, mark.column),
        (opened.line, opened.column) if opened is not None else None,
        text,
        source_lines(text),
    )
    return next((found for look in _LOOKS if (found := look(stop)) is not None), None)


def _unclosed(stop: Stop) -> Slip | None:
    if "end of stream" in stop.problem and stop.opened is not None:
        return *stop.opened, UNCLOSED
    return None


def _unquoted_rest(stop: Stop) -> Slip | None:
    """Text that stands right behind a closing quote or bracket."""
    line, column = stop.place
    rest = start(stop.lines, line)[column:].strip()
    before = _token_before(stop)
    if before is None or not rest or rest[0] in ",:]}#" or before.end_mark.line != line:
        return None
    if not isinstance(before, yaml.ScalarToken):
        return line, column, f'the bracket closes here, before "{_few(rest)}"; put the whole text in quotes'
    if before.start_mark.line != line:
        return before.start_mark.line, before.start_mark.column, UNCLOSED
    return line, column, f'the quoted text ends here, before "{_few(rest)}"; {_how_to_quote(before, column)}'


def _how_to_quote(before: yaml.ScalarToken, column: int) -> str:
    if before.style == '"':
        return "use '...' around the whole text"
    touches = before.end_mark.column == column
    return "write the apostrophe twice ('') or use \"...\" around the text" if touches else 'use "..." around it all'


def _token_before(stop: Stop) -> yaml.Token | None:
    """The quoted text or closing bracket that ends last before the place."""
    last = None
    for token in _tokens(stop.text):
        if (token.end_mark.line, token.end_mark.column) > stop.place:
            break
        if token.start_mark != token.end_mark:
            last = token
    quoted = isinstance(last, yaml.ScalarToken) and last.style in ("'", '"')
    return last if quoted or isinstance(last, _CLOSINGS) else None


def _tokens(text: str) -> Iterator[yaml.Token]:
    try:
        yield from yaml.scan(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError:
        return


def _few(rest: str) -> str:
    return " ".join(rest.split()[:2])


def _smart_quotes(stop: Stop) -> Slip | None:
    """A text that looks quoted and isn't, so that its colon or comma counts."""
    line, column = stop.place
    found = _SMART.search(start(stop.lines, line)[:column])
    return (line, found.start(1), f'{found[1]} is a letter of the text here; write "..." around it') if found else None


def _odd_blank(stop: Stop) -> Slip | None:
    found = (odd_blank(stop.lines, line) for line in _lines_around(stop))
    return next((slip for slip in found if slip is not None), None)


def _no_blank(stop: Stop) -> Slip | None:
    """After a dash in the line itself, after a colon in it or in the line before."""
    dashes = (dash_missing_a_blank(stop.lines, number) for number in _lines_around(stop)[::2])
    if found := next((found for found in dashes if found is not None), None):
        return found
    if "found unexpected ':'" in stop.problem and stop.opened is not None:
        return blank_missing(stop.lines, *stop.opened)
    if _KEY_TOO_LATE in stop.problem and stop.opened is not None:
        return blank_missing(stop.lines, *stop.opened)
    return blank_missing(stop.lines, _line_before(stop)) if "mapping values" in stop.problem else None


def _no_colon(stop: Stop) -> Slip | None:
    if _KEY_TOO_LATE in stop.problem and stop.opened is not None:
        return _without_colon(stop, stop.opened[0])
    above = _line_before(stop)
    deeper = _indent(stop, stop.place[0]) - _indent(stop, above)
    few_words = len(start(stop.lines, above).split()) <= _MOST_WORDS
    if "mapping values" in stop.problem and (deeper == 0 or (deeper > 0 and few_words)):
        return _without_colon(stop, above)
    return None


def _without_colon(stop: Stop, line: int) -> Slip | None:
    text = start(stop.lines, line)[:_LONGEST].rstrip()
    written = re.fullmatch(r"( *(?:- +)*)([^:#'\"\[\]{}]+?)( +#.*)?", text)
    written = written or re.match(r"( *(?:- +)*)([A-Za-z][\w.-]*(?: [\w.-]+)*) +[\[{'\"]", text)
    return (line, len(written[1]), f'"{_shortened(written[2])}" has no ":"') if written else None


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _below_otherwise(stop: Stop) -> Slip | None:
    line, column = stop.place
    if not start(stop.lines, line)[column:].startswith("- "):
        return None
    heads = (start(stop.lines, number) for number in range(line - 1, -1, -1))
    head = next((text for text in heads if text[:1].isalpha()), "")
    return (line, column, 'rules stand above "otherwise"') if head.startswith("otherwise:") else None


def _indentation(stop: Stop) -> Slip | None:
    if "did not find expected" in stop.problem and stop.opened is not None:
        return indented_wrongly(stop.lines, stop.place, stop.opened, in_list="'-'" in stop.problem)
    line, column = stop.place
    first_colon = start(stop.lines, line).find(":")
    above, here = _indent(stop, _line_before(stop)), _indent(stop, line)
    if "mapping values" in stop.problem and first_colon == column and above < here <= above + 3:
        return line, here, f"indented by {here} blanks, its neighbours by {above}"
    return None


def _lines_around(stop: Stop) -> tuple[int, ...]:
    opened = (stop.opened[0],) if stop.opened is not None else ()
    return (stop.place[0], _line_before(stop), *opened)


def _line_before(stop: Stop) -> int:
    """The nearest line above that isn't empty or a remark."""
    above = range(stop.place[0] - 1, -1, -1)
    written = (line for line in above if (text := start(stop.lines, line).strip()) and text[0] != "#")
    return next(written, stop.place[0])


def _indent(stop: Stop, line: int) -> int:
    """Where the key begins, behind the dashes of its list."""
    text = start(stop.lines, line)
    return len(text) - len(text.lstrip(" -"))


_LOOKS = (_unclosed, _unquoted_rest, _smart_quotes, _odd_blank, _below_otherwise, _no_blank, _no_colon, _indentation)
