"""Slips of people who never wrote YAML: each is told where it was made, in words that say what to do."""

from __future__ import annotations

import pytest

from router.rulebook.complaints import Complaints
from router.rulebook.yaml.reader import read_yaml


def told(text: str) -> list[str]:
    complaints = Complaints("f")
    read_yaml(text, complaints)
    return [str(error) for error in complaints.errors]


RULE = "rules:\n  - id: x\n    owner: o\n"
CUT = "on is left out here; put the text in quotes"
APOSTROPHE = "write the apostrophe twice ('') or use \"...\" around the text"
BLANK = "this isn't a plain blank (no-break space); write plain blanks at the start of the line"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("text: reply with #person and say so.\n", [f'f:1:18: everything from "#person" {CUT}']),
        ("a:\n  - match: invite friend #2\n", [f'f:2:26: everything from "#2" {CUT}']),
        ("a: #1 of all\nb: c\n", [f'f:1:4: everything from "#1" {CUT}']),
        ("a: two\n  lines #cut\nb: c\n", [f'f:2:9: everything from "#cut" {CUT}']),
        ("a: b # a remark\nc: d ## another\n#whole line\ne:\n  #f\n  g: h\n", []),
        ("a: 'friend #2'\nb: \"#x\"\nc: 'd' #e\nf: |\n  g #h\ni: j#k\n", []),
    ],
)
def test_what_a_sign_cuts_off_a_text_is_told_and_a_remark_is_none(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- match: 'I can't invite a friend'", f'2:19: the quoted text ends here, before "t invite"; {APOSTROPHE}'),
        (
            '- match: "invite a friend" is what I want',
            "2:30: the quoted text ends here, before \"is what\"; use '...' around the whole text",
        ),
        (
            "- match: 'invite' is what I want",
            '2:21: the quoted text ends here, before "is what"; use "..." around it all',
        ),
        (
            "- match: [URGENT] invite a friend",
            '2:21: the bracket closes here, before "invite a"; put the whole text in quotes',
        ),
        (
            "- match: {URGENT: x} invite a friend",
            '2:24: the bracket closes here, before "invite a"; put the whole text in quotes',
        ),
    ],
)
def test_text_behind_a_closing_quote_or_bracket_is_told(line: str, expected: str) -> None:
    assert told(f"a:\n  {line}\n  - match: x\n") == [f"f:{expected}"]


@pytest.mark.parametrize("end", ["'foo'", "don't", "x", '"foo"'])
def test_an_unclosed_quote_is_told_where_it_opens(end: str) -> None:
    between = "  - match: y\n" * 20
    assert told(f"a:\n  - match: 'How do I invite?\n{between}  - match: {end}\n") == [
        "f:2:12: a quote that is opened here isn't closed"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("highest lane: note\nlane note\nrules: []\n", '2:1: "lane note" has no ":"'),
        ("then:\n      lane note\n      add tags: [x]\n", '2:7: "lane note" has no ":"'),
        (f"{RULE}    then\n      hand over: a\n", '4:5: "then" has no ":"'),
        (f"{RULE}    title A rule # why\n    when: a\n", '4:5: "title A rule" has no ":"'),
        (f"{RULE}    not templates [a, b]\n    when: a\n", '4:5: "not templates" has no ":"'),
        ("then:\n  hand over\n    group: a\n", '2:3: "hand over" has no ":"'),
        ("all:\n  - message\n      contains: a\n", '2:5: "message" has no ":"'),
        ("a:\n  - was not\n  -wasn't\n  - b\n", "3:3: a blank is missing after the dash"),
        ("rules:\n  - id: x\n    owner:lending@x\n    when: a\n", '3:5: a blank is missing after "owner:"'),
        ("rules:\n  - id:x\n    title: y\n", '2:5: a blank is missing after "id:"'),
        ("a: {message: {contains:[fee]}}\n", '1:15: a blank is missing after "contains:"'),
        ("a: {message: {contains:fee}}\n", '1:15: a blank is missing after "contains:"'),
        ("a: {b}\n", '1:5: "b" has no ":"'),
        (f"{RULE}  -id: y\n", "4:3: a blank is missing after the dash"),
        ("rules:\n  -id: y\n    a: b\n", "2:3: a blank is missing after the dash"),
        ("a:\n  - match: b\n  -match: c\n", "3:3: a blank is missing after the dash"),
        (f"{RULE}\u00a0   then:\n      lane: note\n", f"4:1: {BLANK}"),
        (f"{RULE}    title: y\n \u00a0  then: z\n", f"5:2: {BLANK}"),
    ],
)
def test_a_missing_colon_or_blank_is_told_in_its_own_line(text: str, expected: str) -> None:
    assert told(text) == [f"f:{expected}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{RULE}   then: b\n", "4:4: indented by 3 blanks, its neighbours by 4"),
        (f"{RULE}  then: b\n", "4:3: indented by 2 blanks, its neighbours by 4"),
        (f"{RULE}     then: b\n", "4:6: indented by 5 blanks, its neighbours by 4"),
        (f"{RULE}    when: {{a: b}}\n     then: b\n", "5:6: indented by 5 blanks, its neighbours by 4"),
        (f"{RULE}   - id: y\n", "4:4: indented by 3 blanks, its neighbours by 2"),
        (f"{RULE} - id: y\n", "4:2: indented by 1 blank, its neighbours by 2"),
        (f"{RULE}- id: y\n  owner: o\n", "4:1: indented by 0 blanks, its neighbours by 2"),
        (f"{RULE}otherwise:\n  lane: note\n\n  - id: y\n", '7:3: rules stand above "otherwise"'),
        (f"{RULE}otherwise: {{lane: note}}\n  - id: y\n", '5:3: rules stand above "otherwise"'),
        (f"{RULE}otherwise: {{lane: note}}\n- id: y\n", '5:1: rules stand above "otherwise"'),
    ],
)
def test_a_line_that_stands_wrong_is_told_with_how_its_neighbours_stand(text: str, expected: str) -> None:
    assert told(text) == [f"f:{expected}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: {message: Hello, I prefer net banking}", "1:21: the comma ends the text; put it in quotes"),
        ("a: {message: Hello, I prefer, net banking}", "1:21: the comma ends the text; put it in quotes"),
        ("a: {greater than: 4,000}", "1:21: write 4000"),
        ("a: {contains: b, c, d}", "1:18: several words stand in [ ], as in contains: [b, c]"),
        ("a: {add tags: b, c}", "1:18: several words stand in [ ], as in add tags: [b, c]"),
        ("a: [“referral”, b]", '1:5: “ and ” are letters of the text here; write "..." around it'),
    ],
)
def test_commas_in_braces_and_quotes_from_a_word_processor_are_told(text: str, expected: str) -> None:
    assert told(text) == [f"f:{expected}"]


def test_words_in_smart_quotes_within_a_text_are_left_alone() -> None:
    assert told("a: He said “hello” to me\nb: '“c”'\n") == []


SWALLOWS = "this text swallows the list below it; take it out, or make it the first of the list"
RUNS_ON = "this text goes on in the next line; a dash or a comma is missing, or it needs quotes around it"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("words:\n  -fee\n  - charge\nb: c\n", ["f:2:3: a blank is missing after the dash"]),
        ("words: fee\n  - charge\n  - cost\nb: c\n", [f"f:1:8: {SWALLOWS}"]),
        ("words:\n  - fee\n    charge\n  - cost\n", [f"f:2:5: {RUNS_ON}"]),
        ("words: [fee, charge\n  cost, tax]\n", [f"f:1:14: {RUNS_ON}"]),
        ("note: A long text that goes on\n  in the next line.\nb: c\n", []),
        ("words: [fee,\n  charge,\n  'a long\n  text']\nb:\n  - c\n\n  # remark\n  - d\n", []),
    ],
)
def test_a_text_that_swallows_lines_of_a_list_is_told(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("words: [fee, 5,000 rupees]\n", ["f:1:15: the comma parts this number in two; put the text in quotes"]),
        ("words: ['5,000 rupees', 5, 000, in 2026,or 2027]\n", []),
        ('a: "\\bfee\\b"\n', ["f:1:4: within double quotes a \\b is no edge of a word; put the text in single ones"]),
        ("a: '\\bfee\\b'\n", []),
        ("a: “Lock-in: what?”\n", ['f:1:4: “ is a letter of the text here; write "..." around it']),
        ("- match: ‘Two things: fees’\n", ['f:1:10: ‘ is a letter of the text here; write "..." around it']),
    ],
)
def test_a_text_that_reads_otherwise_than_it_looks_is_told(text: str, expected: list[str]) -> None:
    assert told(text) == expected
