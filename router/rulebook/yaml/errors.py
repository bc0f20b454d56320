"""The YAML reader's complaints, said in words that somebody who writes rules can act on."""

from __future__ import annotations

import yaml

from router.rulebook.yaml.slips import slip

_IN_WORDS = (
    (
        "mapping values are not allowed",
        'a ":" too many; put text that contains one in quotes, or indent this line like its neighbours',
    ),
    ("did not find expected ',' or ']'", "a list was opened here with [ and isn't closed, or a comma is missing"),
    ("did not find expected ',' or '}'", "a { was opened here and isn't closed, or a comma is missing"),
    ("did not find expected '-' indicator", "this line stands in a list and should begin with a dash"),
    ("did not find expected key", "a key was expected here; look at how far the line is indented"),
    ("could not find expected ':'", 'a ":" is missing in this line or the one above'),
    ("did not find expected node content", "a value is missing here"),
    ("incompatible YAML document", "this YAML version isn't known; take the %YAML line out"),
)
_OPENED_EARLIER = ("',' or ']'", "',' or '}'")


def explain(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int, str]:
    """Line, column (from 1) and message of a syntax error."""
    problem = error.problem or "this can't be read"
    mark = error.problem_mark or error.context_mark
    if error.context_mark is not None and any(words in problem for words in _OPENED_EARLIER):
        mark = error.context_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    rest = _line(text, line)[column:]
    likely = slip(error, text) if "tab character" not in problem and not rest.startswith("\t") else None
    line, column, message = likely or (line, column, _message(problem, rest))
    return line + 1, column + 1, message


def _message(problem: str, rest: str) -> str:
    if "tab character" in problem or rest.startswith("\t"):
        return "there is a tab here; indent with blanks"
    if "cannot start any token" in problem:
        return f'a value can\'t begin with "{rest[:1]}"; put it in quotes'
    for sign, words in _IN_WORDS:
        if sign in problem:
            return words
    return f"this isn't YAML: {problem}"


def _line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number] if number < len(lines) else ""
