from __future__ import annotations

import pytest

from router.posting.text import as_read


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        ("Lending is risk\\-free.", "Lending is risk-free."),
        ("You can\\'t lose.", "You can't lose."),
        ("2&#46;5 % and **2**.5 %", "2.5 % and 2.5 %"),
        ("guaranteed\\\nreturns", "guaranteed\nreturns"),
        ("one  \ntwo\nthree", "one\ntwo\nthree"),
        ("[fixed](https://a.example/x) returns", "fixed returns\n> https://a.example/x"),
        ("[fixed][1] returns\n\n[1]: https://a.example/x", "fixed returns\n> https://a.example/x"),
        ("See <https://a.example/x>.", "See https://a.example/x."),
        ("risk![not](https://a.example/x)-free", "risk-free"),
        ("`risk-free` <b>bold</b>", "risk-free <b>bold</b>"),
    ],
)
def test_marks_are_taken_for_what_they_do(markdown: str, seen: str) -> None:
    assert as_read(markdown) == seen


def test_lines_keep_what_they_are() -> None:
    markdown = "## IM+\n\nThe fee:\n\n- **2 %**\n- 3 %\n\n4. Open\n\n> Said\n> so\n\n```\ncode\n```\n"
    assert as_read(markdown) == "## IM+\nThe fee:\n- 2 %\n- 3 %\n4. Open\n> Said\n> so\ncode"


def test_a_row_of_a_table_stays_a_line() -> None:
    markdown = "| Fee | IM |\n|--|--|\n| exit | [2](https://a.example) % |\n"
    assert as_read(markdown) == "| Fee | IM |\n| exit | 2 % |\n> https://a.example"


def test_a_blank_and_a_placeholder_stay() -> None:
    assert as_read("Hello {{ first_name }}, [first name] and [email 1]") == (
        "Hello {{ first_name }}, [first name] and [email 1]"
    )
